"""Cards are reckoned from entries that are only ever added."""

from __future__ import annotations

from itertools import count

import pytest

from kiosk.domain.stock import Entry, EntryKind, Stock, is_deviant, standing, total


def entries(*told: str) -> list[Entry]:
    """``received 100``, one a minute; ``left 9>2`` takes the place of entry 2."""
    found = []
    for number, text in zip(count(1), told, strict=False):
        kind, _, rest = text.partition(" ")
        n, _, corrects = rest.partition(">")
        mended = int(corrects) if corrects else None
        found.append(Entry(number, number * 60_000, EntryKind(kind), int(n), "a", mended))
    return found


def told(*lines: str) -> dict[str, object]:
    """What is known afterwards, but for the plan and the last moment."""
    stock = Stock.of(100, entries(*lines))
    names = (*_NAMES, "out")
    known = {name: getattr(stock, name) for name in names if getattr(stock, name) is not None}
    return known | ({"gap": stock.gap} if stock.gap else {})


_NAMES = (
    *("printed", "received", "given", "left", "spoiled", "wanted", "returned", "destroyed"),
    *("on_hand", "screen"),
)


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        ([], {}),
        (["printed 103"], {"printed": 103}),
        (["given 5"], {"given": 5, "out": 5}),
        (["received 60", "received 40"], {"received": 100, "on_hand": 100, "out": 0}),
        (
            ["received 100", "given 20", "spoiled 5"],
            {"received": 100, "given": 20, "spoiled": 5, "on_hand": 75, "out": 20},
        ),
        (
            ["received 100", "given 20", "left 70", "given 10"],
            {"received": 100, "given": 30, "left": 70, "on_hand": 60, "out": 40, "gap": 10},
        ),
        (
            ["received 50", "left 60"],
            {"received": 50, "left": 60, "on_hand": 60, "out": 0, "gap": -10},
        ),
        (
            ["received 10", "given 30"],
            {"received": 10, "given": 30, "on_hand": 0, "out": 10},
        ),
        (
            ["received 100", "left 40", "returned 30", "destroyed 10"],
            {
                "received": 100,
                "left": 40,
                "returned": 30,
                "destroyed": 10,
                "on_hand": 0,
                "out": 60,
                "gap": 60,
            },
        ),
        (["left 40"], {"left": 40, "on_hand": 40}),
        (["wanted 50"], {"wanted": 50}),
        (["wanted 50", "received 50"], {"received": 50, "on_hand": 50, "out": 0}),
        (["screen 1", "screen 0"], {"screen": False}),
    ],
)
def test_numbers_follow_from_entries(lines: list[str], known: dict[str, object]) -> None:
    assert told(*lines) == known


def test_a_correction_counts_in_the_place_of_what_it_corrects() -> None:
    lines = ("received 100", "left 9", "given 10", "left 90>2")
    assert told(*lines) == told("received 100", "left 90", "given 10")
    again = told(*lines, "left 95>4")
    assert again == told("received 100", "left 95", "given 10")
    assert told("received 100", "received 0>1")["received"] == 0


def test_what_was_corrected_does_not_stand_and_the_order_stays() -> None:
    held = standing(entries("received 100", "given 5", "received 90>1"))
    assert [(entry.number, entry.n) for entry in held] == [(3, 90), (2, 5)]


def test_a_stop_can_be_taken_back() -> None:
    assert Stock.of(1, entries("stopped 1")).is_stopped
    assert not Stock.of(1, entries("stopped 1", "stopped 0")).is_stopped


@pytest.mark.parametrize(
    ("planned", "printed", "deviant"),
    [(100, 103, False), (100, 104, True), (100, 97, False), (100, 96, True), (1_000, 1_031, True)],
)
def test_a_press_may_be_off_by_three_percent(planned: int, printed: int, *, deviant: bool) -> None:
    assert is_deviant(planned, printed) is deviant
    assert Stock.of(planned, entries(f"printed {printed}")).is_deviant is deviant


def test_the_sum_of_placements_keeps_unknown_what_nobody_noted() -> None:
    first = Stock.of(100, entries("received 100", "left 80"))
    whole = total([first, Stock.of(50, ())])
    assert (whole.planned, whole.received, whole.on_hand, whole.printed) == (150, 100, 80, None)
    assert (whole.out, whole.gap, whole.last_at) == (20, 20, 120_000)
    assert total([]).last_at is None


def test_every_kind_has_a_word() -> None:
    assert len({kind.zh for kind in EntryKind}) == len(EntryKind)
