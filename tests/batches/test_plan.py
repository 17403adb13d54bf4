"""What a batch will be is told before it is made, from the same words as afterwards."""

from __future__ import annotations

import io

import pytest

from kiosk.batches import Plan, offer, planned_reasons, sample
from kiosk.batches.order import Format
from kiosk.domain.placement import PlacementKind
from kiosk.domain.problem import Problem
from kiosk.printing import render
from tests.make import catalogue, spot

SPOTS = (spot("甲", copies=300), spot("乙", district="gx", kind=PlacementKind.KIOSK, copies=20))


def plan(design: str, *services: str, address: str = "https://mbk.jinan.gov.cn") -> Plan:
    return Plan(offer=offer(design), services=services, spots=SPOTS, address=address)


def test_codes_and_cards_are_counted() -> None:
    made = plan("a5-process", "QC06", "QC10")
    assert (made.codes, made.cards) == (4, 640)


def test_why_the_cards_are_only_specimens_is_known_before() -> None:
    made = plan("a5-process", "QC10", address="http://192.168.1.20:8000")
    said = made.reasons(catalogue(), office=None)
    assert said[0] == "网址http://192.168.1.20:8000不是 https。"
    assert any("还没有经办公室确认" in reason for reason in said)
    assert len(said) == len(set(said))


def test_a_service_that_left_the_card_is_told() -> None:
    with pytest.raises(Problem, match="service-not-found"):
        planned_reasons(["QC14"], ["370102"], "https://a.example", catalogue(), office=None)


def test_a_sample_can_be_drawn_for_every_design() -> None:
    for design, service in (("a5-process", "QC10"), ("card-90x54-catalogue", "")):
        order, imprint = sample(
            service,
            "gx",
            "https://mbk.jinan.gov.cn",
            catalogue(),
            design=design,
            office=None,
        )
        assert order.copies[0].code == "000000000000"
        assert order.copies[0].district_name == "高新区"
        target = io.BytesIO()
        render(order, imprint, format=Format.PDF, target=target)
        assert target.getvalue().startswith(b"%PDF")
