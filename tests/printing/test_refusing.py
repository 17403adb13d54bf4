"""Refusals of the drawing, told as problems."""

from __future__ import annotations

import pytest

import assets
from cards.design import compose, parse
from kiosk.domain.problem import Problem
from kiosk.printing.refusing import refusals
from kiosk.printing.wording import service_content
from tests.printing.make import copy, imprint, service


def test_a_faulty_design_is_told_with_all_its_faults() -> None:
    with pytest.raises(Problem) as refused, refusals("a5-process"):
        parse("id = 1", name="a5-process")
    assert refused.value.code == "design-faulty"
    assert refused.value.places["count"] == 6
    assert "a5-process.toml:1: id: " in refused.value.text("zh")


def test_a_design_that_fills_the_quiet_zone_is_told_with_the_box() -> None:
    text = assets.read_bytes("designs", "a5-process.toml").decode()
    spoilt = parse(text.replace("h = 137.4", "h = 139.4"), name="a5-process")
    content = service_content(service(), copy(service()), imprint(), specimen=False)
    with pytest.raises(Problem) as refused, refusals("a5-process", "QC10"):
        compose(spoilt, content, version=4)
    assert refused.value.code == "design-quiet-zone"
    assert "path.note" in refused.value.text("en")


def test_what_is_no_refusal_is_left_alone() -> None:
    with pytest.raises(KeyError), refusals("a5-process"):
        raise KeyError("apply")
