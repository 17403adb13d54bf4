"""A jump is told where a placement goes far beyond its own past, and hardly ever otherwise."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from kiosk.domain.jump import Jump, jumps
from tests.make import TODAY


def past(*counts: int, last: int) -> dict[date, int]:
    """Counts of the days up to today, which has `last`."""
    days = [*counts, last]
    return {TODAY - timedelta(days=len(days) - 1 - n): count for n, count in enumerate(days)}


def test_a_day_over_five_times_the_most_of_four_weeks_is_told() -> None:
    told = jumps({"P1": past(*[20] * 28, last=10_000)}, [TODAY])
    assert told == (Jump("P1", TODAY, 10_000, 20),)
    assert told[0].times == 500
    assert jumps({"P1": past(*[20] * 28, last=101)}, [TODAY])
    assert not jumps({"P1": past(*[20] * 28, last=100)}, [TODAY])


def test_few_scans_an_event_of_before_and_what_has_no_past_are_not_told() -> None:
    for counts in (
        past(*[1] * 28, last=99),
        past(*[5] * 10, 300, *[5] * 17, last=1_400),
        past(*[5] * 13, last=5_000),  # its cards went out two weeks ago
        past(last=5_000),
        past(*[0] * 28, last=5_000),
    ):
        assert not jumps({"P1": counts}, [TODAY])


def test_what_is_older_than_four_weeks_does_not_hide_a_jump() -> None:
    counts = past(9_000, *[5] * 28, last=5_000)
    assert [jump.most for jump in jumps({"P1": counts}, [TODAY])] == [5]


def test_the_largest_comes_first() -> None:
    scans = {"P1": past(*[9] * 28, last=500), "P2": past(*[9] * 28, last=900)}
    assert [jump.placement for jump in jumps(scans, [TODAY])] == ["P2", "P1"]


def test_ordinary_life_is_not_told_but_for_its_briefings() -> None:
    """Two hundred placements for a year: weekends, good and bad days, a briefing each quarter."""
    rolls, told, days = random.Random(1), list[Jump](), 0
    for _ in range(200):
        usual = math.exp(rolls.uniform(0, 5))
        year = {TODAY + timedelta(days=n): _day(rolls, usual, n) for n in range(365)}
        told += jumps({"P": year}, list(year)[28:])
        days += 365 - 28
    assert days == 67_400
    assert told
    assert all(_is_briefing((jump.day - TODAY).days) for jump in told)


def _day(rolls: random.Random, usual: float, n: int) -> int:
    weekday = (TODAY + timedelta(days=n)).weekday()
    mean = usual * (0.2 if weekday >= 5 else 1) * rolls.lognormvariate(0, 0.5)
    return round(max(0, rolls.gauss(mean, math.sqrt(mean)))) + (300 if _is_briefing(n) else 0)


def _is_briefing(n: int) -> bool:
    return n % 91 == 60
