"""When a clock is believed: bounds to the millisecond."""

from __future__ import annotations

import pytest

from kiosk.domain.clock import (
    NEAR_MS,
    STOP_MOST_MS,
    Doubt,
    Mark,
    doubt_of,
    doubt_while,
    is_over,
)
from tests.make import NOON

DAY_MS = 24 * 3_600_000


@pytest.mark.parametrize(
    ("ahead", "doubt"),
    [
        (0, None),
        (-NEAR_MS, None),
        (-NEAR_MS - 1, Doubt.BEHIND),
        (-365 * DAY_MS, Doubt.BEHIND),
        (44 * DAY_MS, None),
        (STOP_MOST_MS, None),
        (STOP_MOST_MS + 1, Doubt.AHEAD),
        (500 * DAY_MS, Doubt.AHEAD),
    ],
)
def test_at_a_start_what_passed_was_a_stop_of_at_most_45_days(
    ahead: int, doubt: Doubt | None
) -> None:
    assert doubt_of(NOON + ahead, Mark(0, NOON)) is doubt


def test_a_clock_of_which_nothing_is_known_is_right() -> None:
    assert doubt_of(NOON, Mark(0, None)) is None


@pytest.mark.parametrize(
    ("ahead", "doubt"),
    [
        (NEAR_MS, None),
        (NEAR_MS + 1, Doubt.AHEAD),
        (-NEAR_MS, None),
        (-NEAR_MS - 1, Doubt.BEHIND),
    ],
)
def test_while_a_process_runs_nothing_over_a_quarter_of_an_hour_is_a_stop(
    ahead: int, doubt: Doubt | None
) -> None:
    assert doubt_while(NOON + ahead, NOON, Mark(0, NOON - 60_000)) is doubt


def test_what_another_process_knows_to_have_come_has_come() -> None:
    assert doubt_while(NOON, NOON, Mark(0, NOON + NEAR_MS + 1)) is Doubt.BEHIND


@pytest.mark.parametrize(
    ("now", "doubt"),
    [
        (2 * 3_600_000, Doubt.AHEAD),  # goes on from where it was doubted
        (3 * 3_600_000, Doubt.AHEAD),
        (2 * 3_600_000 - NEAR_MS - 1, None),  # was set meanwhile: a stop
        (3_600_000, None),
        (-3_600_000, Doubt.BEHIND),
    ],
)
def test_a_restart_does_not_make_a_doubted_clock_right(now: int, doubt: Doubt | None) -> None:
    mark = Mark(0, NOON, doubted_at=NOON + 2 * 3_600_000)
    assert doubt_of(NOON + now, mark) is doubt


@pytest.mark.parametrize(
    ("left", "over"),
    [(0, True), (1, False), (DAY_MS + NEAR_MS, False), (DAY_MS + NEAR_MS + 1, True)],
)
def test_what_was_made_by_a_clock_that_was_ahead_does_not_live_longer(
    left: int, over: bool
) -> None:
    assert is_over(NOON + left, NOON, life_ms=DAY_MS) is over


def test_a_stop_is_told_for_a_week() -> None:
    mark = Mark(0, NOON, stopped_at=NOON - DAY_MS, begun_at=NOON)
    assert mark.notice(NOON + 7 * DAY_MS - 1) == (NOON - DAY_MS, NOON)
    assert mark.notice(NOON + 7 * DAY_MS) is None
    assert Mark(0, NOON).notice(NOON) is None
