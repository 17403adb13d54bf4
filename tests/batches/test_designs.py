"""Designs and the services a batch is for."""

from __future__ import annotations

import pytest

from cards.typeset import missing_glyphs
from kiosk.batches import designs, offer, services_for
from kiosk.domain.problem import Problem
from tests.cards.goldens import OF_A_SERVICE, OF_CATALOGUE
from tests.make import catalogue


def test_the_designs_say_what_they_show() -> None:
    shows = {one.id: one.shows for one in designs()}
    assert {name for name, what in shows.items() if what == "service"} == {
        *("a5-process", *OF_A_SERVICE)
    }
    assert {name for name, what in shows.items() if what == "catalogue"} == set(OF_CATALOGUE)
    assert [name for name, what in shows.items() if what == "all"] == ["leaflet-a4-fold3"]
    titles = [one.title for one in designs()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a5-process", {"first", "figure", "table", "bring", "cost", "after", "note"}),
        ("card-90x54-service", {"first", "figure", "bring", "cost"}),
        ("card-90x54-service-zh-en", {"figure", "bring", "cost"}),
        ("leaflet-a4-fold3", {"term", "cost"}),
        ("poster-a3-zh-en", set()),
        ("tent", set()),
    ],
)
def test_a_design_says_which_parts_of_a_service_it_prints(name: str, parts: set[str]) -> None:
    assert offer(name).prints == parts


def test_the_services_of_a_leaflet_are_all_of_the_card() -> None:
    everything = services_for("leaflet-a4-fold3", None, catalogue())
    assert everything == tuple(f"QC{number:02}" for number in range(1, 14))
    assert offer("leaflet-a4-fold3").kinds(13) == offer("tent").kinds(1) == 1
    assert offer("a5-process").kinds(13) == 13


def test_all_services_of_the_card_are_meant_where_none_is_named() -> None:
    everything = services_for("a5-process", None, catalogue())
    assert everything == tuple(f"QC{number:02}" for number in range(1, 14))


def test_services_are_named_by_id_or_slug_in_any_order() -> None:
    named = ["administrative-reconsideration", "qc04"]
    assert services_for("a5-process", named, catalogue()) == ("QC04", "QC10")


def test_a_catalogue_card_is_for_no_single_service() -> None:
    assert services_for("card-90x54-catalogue", None, catalogue()) == ("",)


@pytest.mark.parametrize(
    ("design", "wanted", "code"),
    [
        ("card-90x54-catalogue", ["QC10"], "services-not-chosen"),
        ("leaflet-a4-fold3", ["QC10"], "services-not-chosen"),
        ("a5-process", [], "services-missing"),
        ("a5-process", ["QC10", "qc10"], "services-repeated"),
        ("a5-process", ["QC14"], "service-not-found"),
        ("poster-a0", None, "design-not-found"),
    ],
)
def test_a_wrong_choice_is_refused(design: str, wanted: list[str] | None, code: str) -> None:
    with pytest.raises(Problem) as refused:
        services_for(design, wanted, catalogue())
    assert refused.value.code == code
    assert refused.value.text("zh")
    assert refused.value.text("en")


def test_the_catalogue_check_asks_the_print_fonts() -> None:
    assert missing_glyphs("明白😀") == {"😀"}
