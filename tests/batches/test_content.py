"""What the catalogue says becomes what a card says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards import design
from kiosk.batches.content import catalogue_content, desk_text, limit_words, service_content
from kiosk.domain.fact import Verify
from kiosk.domain.limit import Limit, Unit
from tests.make import catalogue
from tests.printing.make import copy, desk, imprint, service


def _content(name: str = "QC10", **changes: object) -> design.Content:
    shared = imprint(**changes)
    return service_content(service(name), copy(service(name)), shared, specimen=False)


def test_a_card_says_what_the_services_short_forms_say() -> None:
    card = service().card
    words = _content().words
    assert (words["id"], words["band"], words["title"]) == ("QC10", card.band, card.title)
    assert words["note"] == card.note.text
    assert words["law_date"] == "2026-11-23"


def test_an_office_that_is_not_known_and_a_note_not_filled_in_are_absent() -> None:
    card = service().card
    blank = replace(service(), card=replace(card, note=replace(card.note, text=None)))
    words = service_content(blank, copy(blank), imprint(office=None), specimen=False).words
    assert not {"office", "note"} & set(words)


def test_the_last_day_is_the_limit_itself() -> None:
    figure = _content().stations["figure"]
    assert isinstance(figure, design.Figure)
    limit = service().limit("apply")
    assert (figure.figure, figure.unit, figure.urgent) == (str(limit.value), "日内", True)


def test_a_service_without_a_limit_shows_its_rule_alone() -> None:
    figure = _content("QC01").stations["figure"]
    assert isinstance(figure, design.Figure)
    assert (figure.figure, figure.unit) == (None, None)
    assert figure.rule == service("QC01").card.figure.rule


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (5, Unit.WORKING_DAY, ("5", "个工作日")),
        (60, Unit.NATURAL_DAY, ("60", "日")),
        (3, Unit.MONTH, ("3", "个月")),
        (1, Unit.YEAR, ("1", "年")),
        (None, Unit.WORKING_DAY, None),
        (None, Unit.BY_AGREEMENT, None),
    ],
)
def test_limits_are_told_in_words(
    value: int | None, unit: Unit, words: tuple[str, str] | None
) -> None:
    assert limit_words(Limit(value=value, unit=unit, verify=Verify.CHECKED)) == words


def test_stops_take_their_figures_from_limits_and_keep_their_words() -> None:
    stops = _content().stations["after"]
    assert isinstance(stops, design.Stops)
    written = service().card.after.stops
    for stop, source in zip(stops.stops, written, strict=True):
        assert stop.text == "".join(source.lines)
        assert (stop.figure is None) is (source.limit is None)
        assert stop.head == source.head


def test_the_local_desk_is_told_where_it_is_known_else_whom_to_ask() -> None:
    asked = _content().stations["table"]
    assert isinstance(asked, design.Table)
    assert asked.desk == ("本地受理点", "请咨询12348")
    told = _content(desks={("QC10", "历下区"): desk()}).stations["table"]
    assert isinstance(told, design.Table)
    assert told.desk == ("本地受理点", "历下区行政复议受理窗口　解放东路99号　0531-88000000")
    elsewhere = _content(desks={("QC10", "章丘区"): desk()}).stations["table"]
    assert elsewhere == asked


def test_a_desk_tells_only_what_is_known_of_it() -> None:
    assert desk_text(desk(address=None)) == "历下区行政复议受理窗口　0531-88000000"
    assert desk_text(desk(name=None, address=None, phone=None)) == "请咨询12348"
    assert desk_text(None) == "请咨询12348"


def test_a_table_that_asks_for_no_desk_has_none() -> None:
    table = _content("QC06").stations["table"]
    assert isinstance(table, design.Table)
    assert table.desk is None


def test_the_back_leads_from_papers_to_numbers_and_lists_every_other_service_once() -> None:
    content = catalogue_content(imprint(), specimen=False)
    assert [lead.numbers for lead in content.leads] == ["06", "10/11"]
    assert [lead.title for lead in content.leads] == ["《事先告知书》", "《处罚决定书》"]
    numbers = "/".join(entry.numbers for group in content.index.values() for entry in group)
    listed = sorted([*numbers.split("/"), "06", "10", "11"])
    assert listed == [one.number for one in catalogue().services]


def test_services_of_one_item_share_a_line() -> None:
    content = catalogue_content(imprint(), specimen=False)
    assert design.Entry("合同纠纷", "12/13") in content.index["resolve"]


def test_a_paper_without_a_short_name_is_told_by_its_title() -> None:
    paper = replace(imprint().papers[0], short=None)
    content = catalogue_content(imprint(papers=(paper,)), specimen=False)
    assert content.leads[0].title == "《行政处罚事先告知书》"


def test_a_draft_is_what_the_office_has_not_confirmed() -> None:
    assert _content().is_draft
    assert catalogue_content(imprint(), specimen=False).is_draft
    assert not catalogue_content(imprint(is_confirmed=True), specimen=True).is_draft
