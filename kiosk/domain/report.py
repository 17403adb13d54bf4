"""扫码统计: what is asked, and a table whose parts add up to its total, whatever the grain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from kiosk.domain.edition import Edition
from kiosk.domain.period import Period, Zone
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Class

BETWEEN_SETS = ", "
MOST_DAYS = 1_100  # three years and a little: a whole term of office with leap days
_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Value = date | str
"""What a line is keyed by: a date for a day, else an id. Empty is no value: a whole-catalogue
card has no service, a hall's screen code no batch."""


class Dimension(StrEnum):
    """What a report can be broken down by."""

    DAY = "day"
    SERVICE = "service"
    DISTRICT = "district"
    PLACEMENT = "placement"
    BATCH = "batch"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a report is asked for: whole days, and the dimensions in the order of its columns."""

    period: Period
    by: tuple[Dimension, ...]

    def __post_init__(self) -> None:
        if not self.by or len(set(self.by)) != len(self.by):
            raise ValueError(self.by)

    @classmethod
    def read(cls, first: str, last: str, by: str) -> Ask:
        """From text: ISO days, both included, and dimensions with commas; raises Problem."""
        begin, end = _day(first), _day(last)
        if end < begin:
            raise Problem("report-days-reversed", first=begin, last=end)
        days = (end - begin).days + 1
        if days > MOST_DAYS:
            raise Problem("report-too-long", days=days, most=MOST_DAYS)
        return cls(Period(begin, end), _dimensions(by))

    @property
    def asked(self) -> dict[str, str]:
        """The text it was read from, tidied, as the log keeps it: from, to, by."""
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        return {"from": first, "to": last, "by": ",".join(self.by)}


class Line(NamedTuple):
    """Counts of one key, in the order of `Ask.by`. Only what persons did, but for `repeats`.

    A tuple: a year has 50,000 of them, and a frozen dataclass takes four times as long to make.
    """

    key: tuple[Value, ...]
    scans: int
    repeats: int
    views: int
    touches: int

    @classmethod
    def total(cls, lines: Iterable[Line]) -> Line:
        """The sum of lines, under no key."""
        scans = repeats = views = touches = 0
        for line in lines:
            scans += line.scans
            repeats += line.repeats
            views += line.views
            touches += line.touches
        return cls((), scans, repeats, views, touches)


class Clocks(NamedTuple):
    """Touches that devices reported, by whose time they are counted: their own or ours.

    They are among the touches of a report; those of screens without a device are in neither.
    """

    device: int
    receipt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """From all openings of codes to the headline, `person`: every opening has one class."""

    all: int
    repeat: int
    robot: int
    preview: int
    staff: int
    recalled: int
    flood: int
    forged: int
    unknown: int
    person: int

    def __post_init__(self) -> None:
        if self.all != sum(number for _, number in self.parts):
            raise ValueError(self)

    @classmethod
    def of(cls, counts: Mapping[Class, int]) -> Waterfall:
        """From the number of scans by class; classes that did not occur are 0."""
        parts = {klass.value: counts.get(klass, 0) for klass in Class}
        return cls(all=sum(parts.values()), **parts)

    @property
    def parts(self) -> tuple[tuple[Class, int], ...]:
        """What is taken away from all, one by one, and what remains."""
        return (
            (Class.REPEAT, self.repeat),
            (Class.ROBOT, self.robot),
            (Class.PREVIEW, self.preview),
            (Class.STAFF, self.staff),
            (Class.RECALLED, self.recalled),
            (Class.FLOOD, self.flood),
            (Class.FORGED, self.forged),
            (Class.UNKNOWN, self.unknown),
            (Class.PERSON, self.person),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Who made a report, when, and in which language (``zh`` or ``en``) it speaks.

    `made_at` is local to the zone of the days, whose name is `timezone`; `issuer` is empty where
    the office has not been set.
    """

    made_at: datetime
    timezone: str
    issuer: str = ""
    language: str = "zh"

    @classmethod
    def of(cls, zone: Zone, made_at: int, *, issuer: str = "", language: str = "zh") -> Imprint:
        """From an instant in epoch milliseconds."""
        return cls(
            made_at=zone.clock(made_at), timezone=zone.name, issuer=issuer, language=language
        )


Names = Mapping[Dimension, Mapping[str, str]]
"""What people call an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A table, what it adds up to, and how it was counted.

    `unrecorded` openings were answered but could not be stored; `spooled` ones are stored but
    not yet in the totals. `rules` names the rule set that classed the scans, or several, oldest
    first; `editions` are what the period's days said before they were judged again, and say now.
    `implausible` touches of devices were stored apart. `robots` names the list of robots with its
    version, `kinds` says of what kind a placement is. From `doubted_from` on days bear the time of
    a clock that is in doubt.
    Raises Problem where lines and waterfall tell different stories.
    """

    ask: Ask
    lines: tuple[Line, ...]
    total: Line = field(init=False)
    waterfall: Waterfall
    clocks: Clocks
    unrecorded: int
    spooled: int = 0
    implausible: int = 0
    rules: str
    editions: tuple[Edition, ...] = ()
    robots: str
    is_draft: bool
    names: Names
    kinds: Mapping[str, str]
    imprint: Imprint
    doubted_from: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", Line.total(self.lines))
        counted = (self.total.scans, self.total.repeats)
        is_whole = counted == (self.waterfall.person, self.waterfall.repeat)
        if not is_whole or sum(self.clocks) > self.total.touches:
            raise Problem("report-inconsistent")

    def name(self, dimension: Dimension, value: Value) -> str:
        """What people call a value; an id that nobody named stands for itself."""
        known = self.names.get(dimension)
        text = str(value)
        return text if known is None else known.get(text, text)

    @property
    def rule_sets(self) -> tuple[str, ...]:
        """The names in `rules`."""
        return tuple(self.rules.split(BETWEEN_SETS))

    @property
    def unsealed_from(self) -> date | None:
        """The first day of the period that is not closed, because the clock is in doubt."""
        if self.doubted_from is None or self.ask.period.last < self.doubted_from:
            return None
        return max(self.doubted_from, self.ask.period.first)

    @property
    def is_over(self) -> bool:
        """Whether the period is over beyond doubt: asked for again it says the same."""
        return self.unfinished_from is None and self.unsealed_from is None

    @property
    def unfinished_from(self) -> date | None:
        """The first day of the period that was not over when the report was made."""
        today = self.imprint.made_at.date()
        if self.ask.period.last < today:
            return None
        return max(today, self.ask.period.first)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Problem("report-day-faulty", text=text)
    return day


def _dimensions(by: str) -> tuple[Dimension, ...]:
    words = tuple(word.strip() for word in by.split(",") if word.strip())
    known = ", ".join(Dimension)
    if not words:
        raise Problem("report-by-missing", known=known)
    if len(set(words)) != len(words):
        raise Problem("report-by-repeated", by=by)
    for word in words:
        if word not in frozenset(Dimension):
            raise Problem("report-by-unknown", word=word, known=known)
    return tuple(Dimension(word) for word in words)
