"""Days that are judged again: their rows in order, what changes, and what it was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kiosk.domain.period import Period, Zone, day_number
from kiosk.store import editions, ledger
from kiosk.store.driver import Reader, Row, Transaction

ROWS = """
select id, shard, at, act, serial, service, class, client, device, signs, rules from scan
where day = :day and (at, id, shard) > (:at, :id, :shard)
order by at, id, shard limit :most
"""
FIND = "select at, rules, slices, finished_at from day_judging where day = :day"
BEGIN = """
insert into day_judging (day, at, rules, slices) values (:day, :at, :rules, 0)
on conflict (day) do update
set at = excluded.at, rules = excluded.rules, slices = 0, finished_at = null
"""
COUNT_SLICE = "update day_judging set slices = slices + 1 where day = :day"
END = "update day_judging set finished_at = :at where day = :day"
ROW = """
select day, first, act, service, district, source, class, rules, at from scan
where id = :id and shard = :shard and day = :day
"""
REMEMBER = """
insert into scan_judged (day, shard, id, at, class, rules, became)
values (:day, :shard, :id, :run, :class, :rules, :became)
on conflict (day, shard, id, at) do update set became = excluded.became
"""
JUDGE = "update scan set class = :became, rules = :now where id = :id and shard = :shard"
NAME_RULES = """
update scan set rules = :now where id = :id and shard = :shard and day = :day and class = :class
"""
ADD = """
insert into {table} as t ({keys}, n) values ({places}, :n)
on conflict ({keys}) do update set n = t.n + excluded.n
"""
# A line that says 0 would be a line of a report.
EMPTY: Final = (
    "delete from total_day where day = :day and n = 0",
    "delete from total_range where day = :day and n = 0",
    "delete from total_hour where month = :month and n = 0",
)
ADD_RULES = """
insert into day_rules (day, rules, shard) values (:day, :rules, :shard)
on conflict (day, rules, shard) do nothing
"""
RULES_OF_ROWS = "select rules from scan where day = :day and rules <> :rules limit 1"
RULES = """
select distinct rules from day_rules where day between :first and :last order by rules
"""
DROP_RULES = "delete from day_rules where day = :day and rules <> :rules"
CHANGES = """
select class, became, cast(count(*) as bigint) as n from scan_judged
where day = :day and at = :at and class <> became group by class, became order by class, became
"""


class Place(NamedTuple):
    """Where a reading of a day's rows goes on: after this row."""

    at: int
    id: bytes
    shard: int


START: Final = Place(-(1 << 62), b"", -1)


class Verdict(NamedTuple):
    """What a row is from now on."""

    id: bytes
    shard: int
    klass: str


class Verdicts(NamedTuple):
    """Of some rows of a day: those that stay what they are, and those of another class."""

    same: tuple[Verdict, ...]
    others: tuple[Verdict, ...]


class Judging(NamedTuple):
    """A run over a day: when it began, by which rules, how much it wrote, and its end."""

    at: int
    rules: str
    slices: int
    finished_at: int | None


async def rows(reader: Reader, day: int, after: Place, *, most: int) -> list[Row]:
    """The next rows of a day, by their moments."""
    return await reader.all(ROWS, day=day, at=after.at, id=after.id, shard=after.shard, most=most)


async def find(reader: Reader, day: int) -> Judging | None:
    """The last run over a day."""
    row = await reader.one(FIND, day=day)
    return None if row is None else Judging(**row)


async def rule_sets(reader: Reader, period: Period) -> tuple[str, ...]:
    """The rule sets that counted the days of a period, oldest first; none where nothing is."""
    first, last = day_number(period.first), day_number(period.last)
    return tuple(row["rules"] for row in await reader.all(RULES, first=first, last=last))


async def begin(tx: Transaction, day: int, *, rules: str, now: int) -> int:
    """The run over a day that is not finished, or a new one; when it began.

    What the day said until then is kept as an edition.
    """
    found = await find(tx, day)
    if found is not None and found.finished_at is None and found.rules == rules:
        return found.at
    await editions.keep(tx, day, at=now)
    await tx.run(BEGIN, day=day, at=now, rules=rules)
    return now


async def apply(
    tx: Transaction, day: int, verdicts: Verdicts, *, rules: str, now: int, zone: Zone
) -> int:
    """Make a day's rows what they were judged to be, and their totals too; how many changed.

    A row that is not what it was when it was judged keeps its rule set: the next run sees it.
    """
    run = await begin(tx, day, rules=rules, now=now)
    changed = await _changed(tx, day, verdicts.others, run=run, now=rules)
    await tx.run_many(REMEMBER, changed)
    await tx.run_many(JUDGE, changed)
    same = [{"id": v.id, "shard": v.shard, "class": v.klass} for v in verdicts.same]
    await tx.run_many(NAME_RULES, [one | {"day": day, "now": rules} for one in same])
    await _move_totals(tx, changed, zone)
    shards = sorted({verdict.shard for verdict in (*verdicts.same, *verdicts.others)})
    await tx.run_many(ADD_RULES, [{"day": day, "rules": rules, "shard": s} for s in shards])
    await tx.run(COUNT_SLICE, day=day)
    return len(changed)


async def finish(tx: Transaction, day: int, *, rules: str, now: int) -> tuple[Row, ...]:
    """End the run over a day; what it changed, from class to class and how often.

    Rows that came while it ran keep the rule sets that they name.
    """
    run = await begin(tx, day, rules=rules, now=now)
    if await tx.one(RULES_OF_ROWS, day=day, rules=rules) is None:
        await tx.run(DROP_RULES, day=day, rules=rules)
    await tx.run(END, day=day, at=now)
    return tuple(await tx.all(CHANGES, day=day, at=run))


async def _changed(
    tx: Transaction, day: int, verdicts: Sequence[Verdict], *, run: int, now: str
) -> list[dict[str, object]]:
    """The rows whose class becomes another, with all that their totals are keyed by."""
    found: list[dict[str, object]] = []
    for verdict in verdicts:
        row = await tx.one(ROW, id=verdict.id, shard=verdict.shard, day=day)
        if row is not None and row["class"] != verdict.klass:
            places = {"id": verdict.id, "shard": verdict.shard, "became": verdict.klass}
            found.append({**row, **places, "run": run, "now": now})
    return found


def _adding(table: str, keys: Sequence[str]) -> str:
    places = ", ".join(f":{column}" for column in keys)
    return ADD.format(table=table, keys=", ".join(keys), places=places)


TOTALS: Final = tuple((_adding(table, keys), keys) for table, keys in ledger.TOTALS.items())
"""For each table of totals, how `n` is added to a line, and what keys the line."""


async def _move_totals(tx: Transaction, changed: Iterable[Mapping[str, Any]], zone: Zone) -> None:
    """Take rows from the totals of their old class, and add them to those of the new one."""
    lines = [dict(row) | _hour(row, zone) for row in changed]
    for statement, columns in TOTALS:
        counts: Counter[tuple[Any, ...]] = Counter()
        for line in lines:
            counts[tuple(line[column] for column in columns)] -= 1
            counts[tuple((line | {"class": line["became"]})[column] for column in columns)] += 1
        # In the order that groups of the recorder take them too.
        deltas = sorted((key, n) for key, n in counts.items() if n)
        await tx.run_many(
            statement, [dict(zip(columns, key, strict=True)) | {"n": n} for key, n in deltas]
        )
    for day, month in sorted({(line["day"], line["month"]) for line in lines}):
        for statement in EMPTY:
            await tx.run(statement, **_named(statement, day=day, month=month))


def _hour(row: Mapping[str, Any], zone: Zone) -> dict[str, int]:
    moment = zone.moment(row["at"])
    return {"month": moment.month, "weekday": moment.weekday, "hour": moment.hour}


def _named(statement: str, **places: object) -> dict[str, object]:
    return {name: place for name, place in places.items() if f":{name}" in statement}
