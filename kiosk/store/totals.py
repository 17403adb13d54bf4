"""Totals: what reports and dashboards are read from, never the single rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from operator import itemgetter

from kiosk.domain.device import Clock
from kiosk.domain.period import Period, day_number, day_of
from kiosk.domain.problem import Problem
from kiosk.domain.report import Ask, Clocks, Dimension, Line, Value, Waterfall
from kiosk.domain.scan import Class
from kiosk.store.driver import Reader, Row

# A row becomes objects in the loop that also answers scans: a month at a time lets scans between.
SLICE_DAYS = 31

WATERFALL = """
select class, cast(sum(n) as bigint) as n from total_day
where day between :first and :last and act = 'scan'
group by class order by class
"""

CLOCKS = """
select clock, cast(sum(n) as bigint) as n from total_clock
where day between :first and :last and class = 'person'
group by clock order by clock
"""

SCANS_OF_PLACEMENTS = """
select r.batch, r.placement, cast(sum(t.n) as bigint) as n, max(t.day) as last
from total_range t join code_range r on r.first = t.first
where t.act = 'scan' and t.class = 'person' and r.batch is not null
group by r.batch, r.placement order by r.batch, r.placement
"""

DAYS_OF_PLACEMENTS = """
select r.placement, t.day, cast(sum(t.n) as bigint) as n
from total_range t join code_range r on r.first = t.first
where t.day between :first and :last and t.act = 'scan' and t.class = 'person'
group by r.placement, t.day order by r.placement, t.day
"""

FIRST_DAY = "select min(day) as day from total_day"

# A statement is put together from the pieces below alone; what people ask for arrives as
# parameters. Every group that is left has a count above zero: robots alone make no line.
_FROM_DAYS = "from total_day t"
_FROM_RANGES = """
from total_range t
join code_range r on r.first = t.first
join placement p on p.id = r.placement
"""
_COUNTS = """
cast(sum(case when t.act = 'scan' and t.class = 'person' then t.n else 0 end) as bigint) as scans,
cast(sum(case when t.class = 'repeat' then t.n else 0 end) as bigint) as repeats,
cast(sum(case when t.act = 'view' then t.n else 0 end) as bigint) as views,
cast(sum(case when t.act = 'touch' then t.n else 0 end) as bigint) as touches
"""
_COUNTED = """
where t.day between :first and :last
and (t.class = 'person' or (t.class = 'repeat' and t.act = 'scan'))
"""
_DAY_COLUMNS = {
    Dimension.DAY: "t.day",
    Dimension.SERVICE: "t.service",
    Dimension.DISTRICT: "t.district",
    Dimension.SOURCE: "t.source",
}
_RANGE_COLUMNS = {
    **_DAY_COLUMNS,
    Dimension.DISTRICT: "p.district",
    Dimension.PLACEMENT: "r.placement",
    Dimension.BATCH: "coalesce(r.batch, '')",
}


async def lines(reader: Reader, ask: Ask, *, most: int) -> tuple[Line, ...]:
    """The lines of a report, ordered by their keys; raises Problem where there are over `most`.

    Keys are ids and are ordered as texts, byte by byte, whatever database answers.
    """
    statement, as_lines = lines_statement(ask.by), _reading(ask.by)
    found: list[Line] = []
    for part in _slices(ask):
        days = {"first": day_number(part.first), "last": day_number(part.last)}
        rows = await reader.all(statement, **days, most=most + 1 - len(found))
        found.extend(as_lines(rows))
        if len(found) > most:
            raise Problem("report-too-large", most=most)
    return tuple(sorted(found))


async def scans_of_placements(reader: Reader) -> dict[tuple[str, str], tuple[int, date]]:
    """Scans that counted since ever, by batch and placement, and the day of the last one."""
    rows = await reader.all(SCANS_OF_PLACEMENTS)
    return {(row["batch"], row["placement"]): (row["n"], day_of(row["last"])) for row in rows}


async def days_of_placements(reader: Reader, period: Period) -> dict[str, dict[date, int]]:
    """Scans that counted on each day of a period, by placement; days without one are not there."""
    days = {"first": day_number(period.first), "last": day_number(period.last)}
    found: dict[str, dict[date, int]] = {}
    for row in await reader.all(DAYS_OF_PLACEMENTS, **days):
        found.setdefault(row["placement"], {})[day_of(row["day"])] = row["n"]
    return found


async def first_day(reader: Reader) -> date | None:
    """The first day on which anything was opened; None where nothing ever was."""
    row = await reader.one(FIRST_DAY)
    return None if row is None or row["day"] is None else day_of(row["day"])


async def waterfall(reader: Reader, period: Period) -> Waterfall:
    """From all openings of codes in a period to those that count."""
    first, last = day_number(period.first), day_number(period.last)
    rows = await reader.all(WATERFALL, first=first, last=last)
    return Waterfall.of({Class(row["class"]): row["n"] for row in rows})


async def clocks(reader: Reader, period: Period) -> Clocks:
    """Touches that devices reported in a period, by whose time they are counted."""
    first, last = day_number(period.first), day_number(period.last)
    rows = await reader.all(CLOCKS, first=first, last=last)
    found = {row["clock"]: int(row["n"]) for row in rows}
    return Clocks(found.get(Clock.DEVICE, 0), found.get(Clock.RECEIPT, 0))


@cache
def lines_statement(by: tuple[Dimension, ...]) -> str:
    """The statement for one order of dimensions; parameters: first, last (days) and most."""
    needs_codes = Dimension.PLACEMENT in by or Dimension.BATCH in by
    columns = _RANGE_COLUMNS if needs_codes else _DAY_COLUMNS
    named = ", ".join(f"{columns[dimension]} as {dimension.value}_key" for dimension in by)
    keys = ", ".join(columns[dimension] for dimension in by)
    table = _FROM_RANGES if needs_codes else _FROM_DAYS
    return f"select {named},{_COUNTS}{table}{_COUNTED}group by {keys} order by {keys} limit :most"


def _slices(ask: Ask) -> Iterator[Period]:
    """The period in parts whose lines have no key in common."""
    if Dimension.DAY not in ask.by:
        yield ask.period
        return
    first = ask.period.first
    while first <= ask.period.last:
        last = min(first + timedelta(days=SLICE_DAYS - 1), ask.period.last)
        yield Period(first, last)
        first = last + timedelta(days=1)


def _reading(by: tuple[Dimension, ...]) -> Callable[[Sequence[Row]], Iterator[Line]]:
    """From rows to their lines; a year has 50,000, made between the answers to scans.

    Column by column, so that no code of ours runs for each line.
    """
    keys = [itemgetter(f"{dimension.value}_key") for dimension in by]
    counts = [itemgetter(name) for name in ("scans", "repeats", "views", "touches")]
    values = _Values()

    def as_lines(rows: Sequence[Row]) -> Iterator[Line]:
        columns = (map(values.__getitem__, map(key, rows)) for key in keys)
        return map(Line, zip(*columns, strict=True), *(map(count, rows) for count in counts))

    return as_lines


class _Values(dict[int | str, Value]):
    """A column's value by what is stored: days are numbers there, all else is text.

    Equal values become one object, for a year of lines holds few different ones.
    """

    def __missing__(self, stored: int | str) -> Value:
        value = self[stored] = day_of(stored) if isinstance(stored, int) else stored
        return value
