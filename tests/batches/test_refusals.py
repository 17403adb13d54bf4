"""Refusals of the drawing, told as problems."""

from __future__ import annotations

import pytest

import assets
from cards.design import Crowded, compose, parse
from cards.typeset import Overflow
from kiosk.batches.content import service_content
from kiosk.batches.refusals import refusals
from kiosk.domain.problem import Problem
from tests.printing.make import copy, imprint, service


def test_a_faulty_design_is_told_with_all_its_faults() -> None:
    with pytest.raises(Problem) as refused, refusals("a5-process"):
        parse("id = 1", name="a5-process")
    assert refused.value.code == "design-faulty"
    assert refused.value.places["count"] == 6
    assert "a5-process.toml:1: id: " in refused.value.text("zh")


def test_a_design_that_fills_the_quiet_zone_is_told_with_the_box() -> None:
    text = assets.read_bytes("designs", "a5-process.toml").decode()
    spoilt = parse(text.replace("h = 138.6", "h = 140.6"), name="a5-process")
    content = service_content(service(), copy(service()), imprint(), specimen=False)
    with pytest.raises(Problem) as refused, refusals("a5-process", service()):
        compose(spoilt, content, version=4)
    assert refused.value.code == "design-quiet-zone"
    assert "path.note" in refused.value.text("en")
    assert "“注意”（path.note）" in refused.value.text("zh")


def test_a_box_is_named_as_the_card_names_it() -> None:
    long = Overflow(box="path.table", text="**区县**人民政府", surplus=3)
    with pytest.raises(Problem) as refused, refusals("a5-process", service()):
        raise long
    assert refused.value.text("zh") == (
        "QC10的卡面放不下：“向谁申请”（path.table）超出3个字，请写短一些（区县人民政府）。"
    )
    assert refused.value.text("en").startswith("QC10 does not fit its card: path.table is 3")


def test_a_box_without_a_title_goes_by_its_own_name() -> None:
    with pytest.raises(Problem) as refused, refusals("poster", service()):
        raise Crowded(box="corner", surplus=1.25)
    assert "：“corner”高出1.2毫米" in refused.value.text("zh")


def test_what_is_no_refusal_is_left_alone() -> None:
    with pytest.raises(KeyError), refusals("a5-process"):
        raise KeyError("apply")
