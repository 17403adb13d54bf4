"""A placement is silent whose cards are out for long and were not scanned."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.domain.placement import Batch, BatchState, Placement, PlacementKind
from kiosk.domain.reconciliation import Reckoned
from kiosk.domain.stock import Entry, EntryKind, Placed, Stock

FIRST, FIRST_MS = date(2026, 11, 1), 1_000_000
QUIET = FIRST, FIRST_MS


def reckoned(
    *entries: tuple[EntryKind, int, int],
    state: BatchState = BatchState.IN_USE,
    last: date | None = None,
    in_use_at: int | None = None,
) -> Reckoned:
    batch = Batch("B0001", "a5-process", state, False, "", 0, "a")
    noted = tuple(Entry(n, at, kind, count, "a") for n, (kind, count, at) in enumerate(entries, 1))
    placement = Placement("P0001", "370102", "甲", PlacementKind.WINDOW)
    placed = Placed(batch, placement, Stock.of(100, noted), noted)
    return Reckoned.of(placed, scans=0, last_scan=last, in_use_at=in_use_at, quiet=QUIET)


GIVEN = (EntryKind.GIVEN, 10, FIRST_MS - 1)
RECEIVED = (EntryKind.RECEIVED, 100, FIRST_MS - 5)


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        (reckoned(GIVEN), True),
        (reckoned(GIVEN, state=BatchState.DELIVERED), True),
        (reckoned(GIVEN, last=date(2026, 10, 31)), True),
        (reckoned(GIVEN, last=FIRST), False),
        (reckoned((EntryKind.GIVEN, 10, FIRST_MS)), False),
        (reckoned(RECEIVED), False),  # all of them still lie there
        (reckoned(RECEIVED, (EntryKind.LEFT, 90, FIRST_MS - 2)), True),
        (reckoned(in_use_at=FIRST_MS - 1), True),
        (reckoned(in_use_at=FIRST_MS), False),
        (reckoned(), False),
        (reckoned(GIVEN, state=BatchState.RECALLED), False),
        (reckoned(GIVEN, state=BatchState.USED_UP), False),
        (reckoned(GIVEN, state=BatchState.PRINTED), False),
    ],
)
def test_who_is_silent(line: Reckoned, *, silent: bool) -> None:
    assert line.is_silent is silent


def test_since_when_cards_are_out_is_the_first_that_was_given() -> None:
    assert reckoned(RECEIVED, GIVEN, in_use_at=1).since == FIRST_MS - 1
    assert reckoned(RECEIVED, in_use_at=1).since == FIRST_MS - 5
    assert reckoned(in_use_at=1).since == 1
