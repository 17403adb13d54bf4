"""Designs and the services a batch is for."""

from __future__ import annotations

import pytest

from kiosk.domain.problem import Problem
from kiosk.printing import designs, missing_glyphs, services_for
from tests.make import catalogue


def test_the_designs_say_what_they_show() -> None:
    assert [(one.id, one.is_per_service) for one in designs()] == [
        ("a5-process", True),
        ("card-90x54-catalogue", False),
    ]
    assert all(one.title for one in designs())


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
