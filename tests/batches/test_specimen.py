"""Why a card is a 样张."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.batches import Order, reasons
from kiosk.domain.fact import Verify
from kiosk.domain.workflow import Status
from tests.printing.make import CODE, catalogue_order, copy, desk, imprint, order, service, verified


def _sure(**changes: object) -> Order:
    return Order("a5-process", (copy(verified(service()), **changes),))


def test_a_confirmed_card_with_a_public_address_is_no_specimen() -> None:
    assert reasons(_sure(), imprint()) == ()
    assert reasons(catalogue_order(), imprint(is_confirmed=True)) == ()


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        ("http://mbk.jinan.gov.cn", ["不是 https"]),
        ("https://localhost:8000", ["只在本机或内网有效"]),
        ("https://demo.localhost", ["只在本机或内网有效"]),
        ("https://kiosk", ["只在本机或内网有效"]),
        ("http://192.168.1.5:8000", ["不是 https", "只在本机或内网有效"]),
        ("https://[::1]:8000", ["只在本机或内网有效"]),
        ("https://[fd00::1]", ["只在本机或内网有效"]),
        ("https://10.1.2.3", ["只在本机或内网有效"]),
        ("https://KIOSK.local:8443", ["只在本机或内网有效"]),
        ("https://mbk.internal", ["只在本机或内网有效"]),
        ("https://mbk.lan", ["只在本机或内网有效"]),
        ("https://119.29.29.29", []),
        ("https://mbk.jinan.gov.cn/mbk", []),
    ],
)
def test_the_address_must_open_on_a_strangers_phone(origin: str, found: list[str]) -> None:
    told = reasons(_sure(url=f"{origin}/S/{CODE}"), imprint())
    assert len(told) == len(found)
    assert all(word in sentence for word, sentence in zip(found, told, strict=True))


@pytest.mark.parametrize(
    ("verify", "sentence"),
    [
        (Verify.PARTIAL, "QC10 行政复议申请的“带什么”待核实（只见于旁证）。"),
        (Verify.KNOWLEDGE, "QC10 行政复议申请的“带什么”待核实。"),
        (Verify.OFFICE, "QC10 行政复议申请的“带什么”待填。"),
    ],
)
def test_every_printed_fact_must_be_checked(verify: Verify, sentence: str) -> None:
    sure = verified(service())
    card = replace(sure.card, bring=replace(sure.card.bring, verify=verify))
    one = Order("a5-process", (copy(replace(sure, card=card)),))
    assert reasons(one, imprint()) == (sentence,)


def test_a_limit_counts_where_the_card_prints_its_figure() -> None:
    sure = verified(service())
    steps = tuple(
        replace(step, limits=tuple(replace(limit, verify=Verify.PARTIAL) for limit in step.limits))
        for step in sure.steps
    )
    told = reasons(Order("a5-process", (copy(replace(sure, steps=steps)),)), imprint())
    assert told == (
        "QC10 行政复议申请的“最晚哪天”待核实（只见于旁证）。",
        "QC10 行政复议申请的“之后”待核实（只见于旁证）。",
    )


def test_a_local_desk_counts_only_where_it_is_printed() -> None:
    unsure = imprint(desks={("QC10", "历下区"): desk(verify=Verify.OFFICE)})
    assert reasons(_sure(), unsure) == ("QC10 行政复议申请的“本地受理点”待填。",)
    assert reasons(_sure(district_name="章丘区"), unsure) == ()


def test_a_note_that_is_not_filled_in_is_not_printed_and_does_not_count() -> None:
    sure = verified(service())
    blank = replace(sure.card.note, text=None, verify=Verify.OFFICE)
    card = replace(sure.card, note=blank)
    assert reasons(Order("a5-process", (copy(replace(sure, card=card)),)), imprint()) == ()


def test_a_service_that_is_not_confirmed_is_named() -> None:
    draft = replace(verified(service()), status=Status.STARTER)
    told = reasons(Order("a5-process", (copy(draft),)), imprint())
    assert told == ("QC10 行政复议申请还没有经办公室确认。",)


def test_a_catalogue_card_names_the_services_that_are_not_confirmed() -> None:
    (told,) = reasons(catalogue_order(), imprint())
    assert "QC01" in told
    assert "QC13" in told


def test_each_reason_is_told_once_whatever_the_number_of_cards() -> None:
    one, many = order("QC10"), order("QC10", "QC10", "QC10")
    assert reasons(one, imprint()) == reasons(many, imprint())


def test_reasons_are_told_in_english_too() -> None:
    told = reasons(_sure(url=f"http://mbk.jinan.gov.cn/S/{CODE}"), imprint(), language="en")
    assert told == ("The address http://mbk.jinan.gov.cn is not https.",)
