"""The published page is what the experiments left, under the battery of today."""

from __future__ import annotations

import pytest

from cards.design import design_ids, load
from tests.study import experiments, page
from tests.study.contestants import squares

KEPT = page.kept()


def test_the_page_is_written_from_what_is_kept() -> None:
    assert page.PAGE.read_text("utf-8") == page.text(KEPT), "run python -m tests.study page"


@pytest.mark.parametrize("name", ["sizes", "rivals", "masks"])
def test_results_are_of_the_battery_of_today(name: str) -> None:
    assert KEPT[name]["battery"] == experiments.conditions(), f"run python -m tests.study {name}"
    assert KEPT[name]["seed"] == experiments.SEED


def test_our_cards_read_worse_than_no_librarys_plain_output_but_where_that_is_borne() -> None:
    worse = {
        cell
        for one in KEPT["rivals"]["results"]
        for library, duel in one["duels"].items()
        for cell in duel["won"]
        for reader in page.READERS
        if page.is_worse(duel["won"][cell][reader], duel["lost"][cell][reader])
    }
    assert worse == page.BORNE.keys()


def test_the_designs_compared_are_as_they_were() -> None:
    for one in KEPT["rivals"]["results"]:
        assert {one["design"], *one["others"]} <= set(design_ids())
        assert one["makers"]["ours"]["shots"] >= 100
    assert load("a5-process").plan.level == "Q"


@pytest.mark.slow
def test_a_design_of_every_size_is_compared() -> None:
    kept = KEPT["rivals"]["results"]
    assert {one["box"]: (one["design"], *one["others"]) for one in kept} == squares()


def test_masks_stay_judged_while_a_fixed_one_reads_fewer_in_any_cell() -> None:
    # Nothing short of 2,000 addresses could prove one; fewer are enough to see it read worse.
    judged, fixed = (KEPT["masks"][name] for name in ("judged", "fixed"))
    worse = [
        cell
        for cell, read in judged["read"].items()
        if fixed["read"][cell]["either"] < read["either"]
    ]
    assert judged["shots"] >= 300
    assert worse


def test_worse_means_more_than_chance() -> None:
    assert not page.is_worse(0, 0)
    assert not page.is_worse(5, 9)
    assert page.is_worse(0, 10)
