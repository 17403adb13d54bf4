"""版次: what a report said before its days were judged again, and since when it says another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Counted(NamedTuple):
    """A day's scans by persons, and the rule sets that counted them."""

    scans: int
    rules: frozenset[str]


class Former(NamedTuple):
    """What a day (20261124) said until it was judged again at a moment (epoch milliseconds)."""

    day: int
    until: int
    counted: Counted


class Edition(NamedTuple):
    """One of the figures that a report has had, numbered from 1: the first has no `since`.

    `rules` are the names of its rule sets, oldest first.
    """

    number: int
    since: date | None
    rules: tuple[str, ...]
    scans: int


def editions(
    now: Mapping[int, Counted], former: Iterable[Former], date_of: Callable[[int], date]
) -> tuple[Edition, ...]:
    """All editions of a period, by what its days say now and said before; the last is today's.

    Days that were judged again on one date make one edition.
    """
    ended = sorted(former, key=lambda one: one.until)
    since: list[date | None] = [None, *sorted({date_of(one.until) for one in ended})]
    found = []
    for number, begun in enumerate(since, start=1):
        days = dict(now)
        # What ended later and first is what held then.
        for one in reversed(ended):
            if begun is None or date_of(one.until) > begun:
                days[one.day] = one.counted
        rules = frozenset().union(*(day.rules for day in days.values()))
        scans = sum(day.scans for day in days.values())
        found.append(Edition(number, begun, tuple(sorted(rules)), scans))
    return tuple(found)
