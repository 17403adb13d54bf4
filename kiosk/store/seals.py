"""封存: sealed days, and the removal of their rows in slices."""

from __future__ import annotations

from kiosk.domain.seal import Seal
from kiosk.store import events, implausible, judgings
from kiosk.store.driver import Reader, Row, Transaction
from kiosk.store.judgings import Judging

FIND = "select day, n, digest, sealed_at, version, removed_at from day_seal where day = :day"
OPEN = """
select day, n, digest, sealed_at, version, removed_at from day_seal
where removed_at is null order by day
"""
BETWEEN = "select day from day_seal where day between :first and :last limit 1"
DAYS = "select day from day_seal where day between :first and :last order by day"
DUE = """
select min(day) as day from scan
where day > :after and day < :before and day not in (select day from day_seal)
"""
LAST = "select max(day) as day from day_seal"
COUNT_MADE = "select count(*) as n from day_seal where sealed_at > :after and sealed_at <= :until"
COUNT_ROWS = "select count(*) as n from scan where day = :day"
ADD = """
insert into day_seal (day, n, digest, sealed_at, version)
values (:day, :rows, :digest, :sealed_at, :version)
on conflict (day) do nothing
"""
REMOVE = """
delete from scan where (id, shard) in (
    select id, shard from scan where day = :day order by at, id, shard limit :most
)
"""
REMOVE_JUDGED = """
delete from scan_judged where (day, shard, id, at) in (
    select day, shard, id, at from scan_judged where day = :day
    order by shard, id, at limit :most
)
"""
CLOSE = "update day_seal set removed_at = :at where day = :day and removed_at is null"


async def find(reader: Reader, day: int) -> Seal | None:
    """The seal of a day."""
    row = await reader.one(FIND, day=day)
    return None if row is None else _seal(row)


async def unfinished(reader: Reader) -> list[Seal]:
    """Sealed days whose rows are not all removed, by day."""
    return [_seal(row) for row in await reader.all(OPEN)]


async def has_any(reader: Reader, first: int, last: int) -> bool:
    """Whether a day of `first` to `last` is sealed."""
    return await reader.one(BETWEEN, first=first, last=last) is not None


async def days(reader: Reader, first: int, last: int) -> frozenset[int]:
    """The sealed days of `first` to `last`."""
    rows = await reader.all(DAYS, first=first, last=last)
    return frozenset(row["day"] for row in rows)


async def next_due(reader: Reader, *, after: int, before: int) -> int | None:
    """The first day between two others that has rows and no seal."""
    row = await reader.one(DUE, after=after, before=before)
    return None if row is None else row["day"]


async def last(reader: Reader) -> int | None:
    """The last day that is sealed."""
    row = await reader.one(LAST)
    return None if row is None else row["day"]


async def made(reader: Reader, *, after: int, until: int) -> int:
    """How many days were sealed between two moments."""
    row = await reader.one(COUNT_MADE, after=after, until=until)
    return 0 if row is None else int(row["n"])


async def count_rows(reader: Reader, day: int) -> int:
    """How many rows a day has."""
    row = await reader.one(COUNT_ROWS, day=day)
    return 0 if row is None else int(row["n"])


async def add(tx: Transaction, seal: Seal, *, judging: Judging | None) -> bool:
    """Seal a day; False where it is sealed already, or is no longer what was counted.

    `judging` is the day's run as it was when the totals were read: one that wrote since then moved
    some of them.
    """
    if await count_rows(tx, seal.day) != seal.rows:
        return False
    if await judgings.find(tx, seal.day) != judging:
        return False
    added = await tx.run(
        ADD,
        day=seal.day,
        rows=seal.rows,
        digest=seal.digest,
        sealed_at=seal.sealed_at,
        version=seal.version,
    )
    return added == 1


async def remove(tx: Transaction, day: int, *, most: int) -> int:
    """Remove the first rows of a sealed day, and what devices said of them; how many rows.

    Totals are not touched. What rows were before they were judged again goes after the rows
    themselves.
    """
    await events.remove(tx, day, most=most)
    apart = await implausible.remove(tx, day, most=most)
    removed = await tx.run(REMOVE, day=day, most=most)
    return removed or apart or await tx.run(REMOVE_JUDGED, day=day, most=most)


async def finish(tx: Transaction, day: int, *, at: int) -> bool:
    """Say that a day's rows are all removed; False where that was said before."""
    return await tx.run(CLOSE, day=day, at=at) == 1


def _seal(row: Row) -> Seal:
    return Seal(
        day=row["day"],
        rows=row["n"],
        digest=row["digest"],
        sealed_at=row["sealed_at"],
        version=row["version"],
        removed_at=row["removed_at"],
    )
