"""What was printed is compared box by box, and line by line inside a box."""

from __future__ import annotations

from datetime import date
from typing import Any

from kiosk.domain.printed import (
    Change,
    ChangeKind,
    PrintedBox,
    PrintedCard,
    PrintedFact,
    PrintedLaw,
    changes,
    is_wrong,
    shown,
)

FACT = (PrintedFact(source="card.cost"),)


def box(name: str, *lines: str, facts: tuple[PrintedFact, ...] = FACT, **of: Any) -> PrintedBox:
    return PrintedBox(box=name, title=name.upper(), lines=lines, facts=facts, **of)


def card(*boxes: PrintedBox, laws: tuple[PrintedLaw, ...] = ()) -> PrintedCard:
    return PrintedCard(service="QC10", revision=1, boxes=boxes, laws=laws)


def test_equal_cards_have_no_changes_and_fixed_words_are_not_compared() -> None:
    kept = card(box("cost", "不收费"), box("foot", "旧", facts=()))
    assert changes(kept, card(box("cost", "不收费"), box("foot", "新", facts=()))) == ()


def test_only_lines_that_differ_are_told() -> None:
    found = changes(card(box("rows", "甲", "乙", "丙")), card(box("rows", "甲", "丁", "丙", "戊")))
    assert found == (Change(ChangeKind.WORDS, "rows", "ROWS", ("乙",), ("丁", "戊")),)
    assert is_wrong(found)
    assert shown(found) == found


def test_lines_in_another_order_are_told_whole() -> None:
    (found,) = changes(card(box("rows", "甲", "乙")), card(box("rows", "乙", "甲")))
    assert (found.was, found.now) == (("甲", "乙"), ("乙", "甲"))


def test_a_box_that_is_gone_says_nothing_now() -> None:
    (found,) = changes(card(box("note", "注意"), box("desk", "问", is_open=True)), card())[:1]
    assert (found.was, found.now, found.kind) == (("注意",), (), ChangeKind.WORDS)


def test_what_sent_people_to_ask_was_not_wrong() -> None:
    kept = card(box("desk", "请咨询12348", is_open=True))
    found = changes(kept, card(box("desk", "某路1号")))
    assert [change.kind for change in found] == [ChangeKind.FILLED]
    assert not is_wrong(found)
    assert shown(found) == found


def test_a_law_of_another_version_is_told_to_the_office_alone() -> None:
    old = PrintedLaw(id="a", title="甲法", number="1号", in_force_from=date(2020, 1, 1))
    new = PrintedLaw(id="a", title="甲法", in_force_until=date(2026, 12, 31))
    gone = PrintedLaw(id="b", title="乙法")
    found = changes(card(laws=(old, gone)), card(laws=(new,)))
    assert found == (
        Change(ChangeKind.LAW, "law.a", "甲法", ("1号，2020-01-01起施行",), ("2026-12-31止",)),
    )
    assert not is_wrong(found)
    assert shown(found) == ()


def test_a_withdrawn_service_is_one_change() -> None:
    (found,) = changes(card(box("cost", "不收费")), None)
    assert found.kind is ChangeKind.WITHDRAWN
    assert is_wrong([found])
