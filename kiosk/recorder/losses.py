"""Scans that could not be recorded, counted by day in a file that needs no space and no database.

Every day has a fixed place of eight bytes: the day's number and the count. The file is written
whole once; afterwards it is only overwritten in place and synced, which works on a full disk.
"""

from __future__ import annotations

import os
import struct
from datetime import date
from pathlib import Path

from kiosk.domain.period import Period, day_number, day_of

_PLACES = 8_192  # days: more than 22 years before a place is used again
_PLACE = struct.Struct("<II")


class Losses:
    """The counts of one process's file."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        size = _PLACES * _PLACE.size
        if os.fstat(self._file).st_size < size:
            os.pwrite(self._file, bytes(size), 0)
            os.fsync(self._file)
        self._days = counts(path)

    def add(self, day: int, count: int) -> None:
        """Count losses of a day (20261124), durably; raises OSError."""
        total = self._days.get(day, 0) + count
        self._days[day] = total
        place = _place_of(day)
        os.pwrite(self._file, _PLACE.pack(day, total), place * _PLACE.size)
        os.fdatasync(self._file)

    def within(self, period: Period) -> int:
        """How many were lost in a period."""
        return sum(count for _, count in self._within(period))

    def by_day(self, period: Period) -> tuple[tuple[date, int], ...]:
        """The days of a period that lost any, in order, and how many each."""
        return tuple((day_of(day), count) for day, count in self._within(period))

    def _within(self, period: Period) -> list[tuple[int, int]]:
        first, last = day_number(period.first), day_number(period.last)
        return sorted((day, n) for day, n in list(self._days.items()) if first <= day <= last and n)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def counts(path: Path) -> dict[int, int]:
    """What a file has counted, by days (20261124); it is only read, and may be missing."""
    told = path.read_bytes() if path.exists() else b""
    whole = told[: len(told) - len(told) % _PLACE.size]
    return {day: count for day, count in _PLACE.iter_unpack(whole) if day}


def _place_of(day: int) -> int:
    year, month, of_month = day // 10_000, day // 100 % 100, day % 100
    return (year * 372 + (month - 1) * 31 + of_month - 1) % _PLACES
