"""异常上升: a placement whose scans of a day lie far beyond its own past; a hint, no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

PAST_DAYS: Final = 28
KNOWN_DAYS: Final = 14  # what began later than that has no past to compare with
LEAST: Final = 100  # scans; fewer than that change no figure that anybody reports
TIMES: Final = 5


class Jump(NamedTuple):
    """A day's scans of a placement, and the `most` that any of the days before had."""

    placement: str
    day: date
    scans: int
    most: int

    @property
    def times(self) -> int:
        """How many times the most of before, rounded down."""
        return self.scans // self.most


def jumps(scans: Mapping[str, Mapping[date, int]], days: Iterable[date]) -> tuple[Jump, ...]:
    """Of placements' scans by day, the `days` that jumped; the largest first.

    Compared is with the largest of four weeks, not with their mean: days of an event and days
    without anybody are both usual, and a mean of few scans says little.
    """
    found = [
        jump
        for placement, counts in scans.items()
        for day in days
        if (jump := _jump(placement, counts, day)) is not None
    ]
    return tuple(sorted(found, key=lambda jump: (-jump.scans, jump.placement, jump.day)))


def _jump(placement: str, counts: Mapping[date, int], day: date) -> Jump | None:
    if counts.get(day, 0) < LEAST:
        return None
    first = day - timedelta(days=PAST_DAYS)
    past = {one: n for one, n in counts.items() if n and first <= one < day}
    if not past or min(past) > day - timedelta(days=KNOWN_DAYS):
        return None
    jump = Jump(placement, day, counts[day], max(past.values()))
    return jump if jump.scans > TIMES * jump.most else None
