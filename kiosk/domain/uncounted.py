"""What no total has: openings that could not be recorded, and scans that wait in spools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.period import Period, day_number, day_of


@dataclass(frozen=True, slots=True)
class Uncounted:
    """`lost` by days (20261124); `waiting` scans, the `oldest` opened at (epoch milliseconds)."""

    lost: Mapping[int, int]
    waiting: int = 0
    oldest: int | None = None

    def within(self, period: Period) -> int:
        """How many were lost in a period."""
        return sum(count for _, count in self.by_day(period))

    def by_day(self, period: Period) -> tuple[tuple[date, int], ...]:
        """The days of a period that lost any, in order, and how many each."""
        first, last = day_number(period.first), day_number(period.last)
        within = sorted((day, n) for day, n in self.lost.items() if first <= day <= last and n)
        return tuple((day_of(day), n) for day, n in within)
