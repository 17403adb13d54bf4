"""核对: totals against the rows they were made of, a day or a month in one snapshot each.

The database adds rows up; only lines of totals come into memory. What a table of totals is split
over does not matter: its lines are always added up by the columns that name them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, timedelta

from kiosk.domain.period import HOUR_MS, Moment, Zone, day_of
from kiosk.domain.proof import (
    BY_BOTH,
    BY_CLOCK,
    BY_DAY,
    BY_HOUR,
    BY_RANGE,
    BY_RULES,
    BY_WEEKDAY,
    DayProof,
    Line,
    MonthProof,
    compare,
    digest_of,
    with_rows,
)
from kiosk.domain.seal import Seal, SealProof
from kiosk.store import seals
from kiosk.store.driver import Reader

QUARTER_MS = HOUR_MS // 4  # every zone's hours begin at a whole quarter of an hour

NEXT_DAY = """
select min(day) as day from (
    select min(day) as day from scan where day > :after
    union all
    select min(day) as day from total_day where day > :after
    union all
    select min(day) as day from total_range where day > :after
    union all
    select min(day) as day from total_clock where day > :after
    union all
    select min(day) as day from day_seal where day > :after
) as days
"""
NEXT_MONTH = "select min(month) as month from total_hour where month > :after"
NEXT_WITH_ROWS = "select min(day) as day from scan where day > :after and day <= :last"
ROWS = """
select day, first, act, service, district, class, source, rules, cast(count(*) as bigint) as n
from scan where day = :day
group by day, first, act, service, district, class, source, rules
order by day, first, act, service, district, class, source, rules
"""
# 900000 milliseconds are a quarter of an hour: which hour that is, only the zone knows.
QUARTERS = """
select quarter, act, service, district, class, cast(count(*) as bigint) as n
from (
    select (at - :start) / 900000 as quarter, act, service, district, class
    from scan where day = :day
) as openings
group by quarter, act, service, district, class
order by quarter, act, service, district, class
"""
DAYS = """
select day, act, service, district, class, source, cast(sum(n) as bigint) as n
from total_day where day between :first and :last
group by day, act, service, district, class, source
order by day, act, service, district, class, source
"""
RANGES = """
select day, first, act, service, class, source, cast(sum(n) as bigint) as n
from total_range where day = :day
group by day, first, act, service, class, source
order by day, first, act, service, class, source
"""
# A scan that says it came from a device and of which no event is known has an empty clock.
EVENTS = """
select s.day, s.class, coalesce(e.clock, '') as clock, cast(count(*) as bigint) as n
from scan s left join device_event e on e.id = s.id and e.shard = s.shard
where s.day = :day and s.client = 'device'
group by s.day, s.class, coalesce(e.clock, '')
order by s.day, s.class, coalesce(e.clock, '')
"""
CLOCKS = """
select day, class, clock, cast(sum(n) as bigint) as n
from total_clock where day = :day
group by day, class, clock
order by day, class, clock
"""
SETS = """
select distinct day, rules, cast(1 as bigint) as n from day_rules where day = :day
order by day, rules
"""
HOURS = """
select month, weekday, hour, act, service, district, class, cast(sum(n) as bigint) as n
from total_hour where month = :month
group by month, weekday, hour, act, service, district, class
order by month, weekday, hour, act, service, district, class
"""


async def next_day(reader: Reader, after: int) -> int | None:
    """The first day after another that has rows, totals or a seal."""
    row = await reader.one(NEXT_DAY, after=after)
    return None if row is None else row["day"]


async def next_month(reader: Reader, after: int) -> int | None:
    """The first month (202611) after another that has hours."""
    row = await reader.one(NEXT_MONTH, after=after)
    return None if row is None else row["month"]


async def day(reader: Reader, number: int) -> DayProof:
    """A day (20261124) that is not sealed: its totals recomputed from its rows."""
    rows = await reader.all(ROWS, day=number)
    by_day = await reader.all(DAYS, first=number, last=number)
    by_range = await reader.all(RANGES, day=number)
    events = await reader.all(EVENTS, day=number)
    by_clock = await reader.all(CLOCKS, day=number)
    told = BY_RULES.fold(await reader.all(SETS, day=number))
    sets = dict.fromkeys(BY_RULES.fold(rows), 1)  # told where they are; how often they are not
    differences = (
        *compare(BY_DAY, BY_DAY.fold(rows), BY_DAY.fold(with_rows(by_day))),
        *compare(BY_RANGE, BY_RANGE.fold(rows), BY_RANGE.fold(by_range)),
        *compare(BY_CLOCK, BY_CLOCK.fold(events), BY_CLOCK.fold(by_clock)),
        *compare(BY_RULES, sets, {key: told[key] for key in sets}),
    )
    digest = digest_of(by_day, by_range, by_clock)
    return DayProof(number, sum(row["n"] for row in rows), digest, differences)


async def sealed(reader: Reader, seal: Seal) -> SealProof:
    """A sealed day: its totals now, and the rows it still has."""
    by_day = await reader.all(DAYS, first=seal.day, last=seal.day)
    by_range = await reader.all(RANGES, day=seal.day)
    by_clock = await reader.all(CLOCKS, day=seal.day)
    return SealProof(
        seal,
        digest_of(by_day, by_range, by_clock),
        counted=sum(line["n"] for line in by_range),
        rows=await seals.count_rows(reader, seal.day),
        differences=compare(BY_BOTH, BY_BOTH.fold(by_range), BY_BOTH.fold(with_rows(by_day))),
    )


async def month(reader: Reader, number: int, zone: Zone) -> MonthProof:
    """A month (202611): hours from its rows where no day is sealed, else from its days."""
    first, last = number * 100, number * 100 + 99
    told = await reader.all(HOURS, month=number)
    if await seals.has_any(reader, first, last):
        days = await reader.all(DAYS, first=first, last=last)
        found = BY_WEEKDAY.fold(_on_weekdays(days))
        differences = compare(BY_WEEKDAY, found, BY_WEEKDAY.fold(told))
        return MonthProof(number, has_rows=False, differences=differences)
    opened = [line async for line in _in_hours(reader, first, last, zone)]
    differences = compare(BY_HOUR, BY_HOUR.fold(opened), BY_HOUR.fold(told))
    return MonthProof(number, has_rows=True, differences=differences)


async def _in_hours(reader: Reader, first: int, last: int, zone: Zone) -> AsyncIterator[Line]:
    """The rows of days, added up by quarters of an hour; each line with month, weekday, hour."""
    after = first - 1
    while (number := await _next_with_rows(reader, after, last)) is not None:
        after = number
        start, moments = _quarters(number, zone)
        for row in await reader.all(QUARTERS, day=number, start=start):
            moment = moments.get(row["quarter"], _outside(number))
            yield dict(row) | {
                "month": moment.month,
                "weekday": moment.weekday,
                "hour": moment.hour,
            }


async def _next_with_rows(reader: Reader, after: int, last: int) -> int | None:
    row = await reader.one(NEXT_WITH_ROWS, after=after, last=last)
    return None if row is None else row["day"]


def _on_weekdays(days: Iterable[Line]) -> Iterator[Line]:
    """Lines of days; each with month and weekday."""
    for line in with_rows(days):
        date_of = _date(line["day"])
        weekday = -1 if date_of is None else date_of.weekday()
        yield dict(line) | {"month": line["day"] // 100, "weekday": weekday}


def _quarters(number: int, zone: Zone) -> tuple[int, dict[int, Moment]]:
    """When a day begins, and where each of its quarters of an hour lies, by their number."""
    first = _date(number)
    if first is None:
        return 0, {}
    start, end = zone.start_of(first), zone.start_of(first + timedelta(days=1))
    count = (end - start) // QUARTER_MS
    return start, {place: zone.moment(start + place * QUARTER_MS) for place in range(count)}


def _outside(number: int) -> Moment:
    """Where a row is told that lies outside its own day: in no hour, which no total has."""
    return Moment(number, number // 100, -1, -1)


def _date(number: int) -> date | None:
    """The day of a number; None where somebody wrote a number that is no day."""
    try:
        return day_of(number)
    except ValueError:
        return None
