"""时钟: the last time that was known to be right, kept for all processes of a database."""

from __future__ import annotations

from typing import NamedTuple

from kiosk.domain.clock import Doubt, Mark, doubt_of
from kiosk.store import catalogues, seals
from kiosk.store.driver import Reader, Transaction

FIND = "select number, good_at, doubted_at, stopped_at, begun_at from clock where id = 1"
# A confirmation that came in between is newer than what this process knows.
KEEP = """
update clock set good_at = :at, doubted_at = null
where id = 1 and number = :number and (good_at is null or good_at < :at)
"""
DOUBT = "update clock set doubted_at = :at where id = 1 and number = :number"
TELL = "update clock set stopped_at = :stopped_at, begun_at = :begun_at where id = 1"
CONFIRM = """
update clock set number = number + 1, good_at = :at, doubted_at = null, stopped_at = null,
    begun_at = null
where id = 1
"""
NEWEST = "select at from scan order by day desc, at desc limit 1"
RECEIVED = "select max(seen_at) as at from device"


class Known(NamedTuple):
    """What a database tells of time: the mark, and days that are over for certain.

    `sealed` is the last sealed day (20261124), `published_at` the first publication.
    """

    mark: Mark
    sealed: int | None
    published_at: int | None


async def find(reader: Reader) -> Mark:
    """The mark."""
    row = await reader.one(FIND)
    return Mark(0, None) if row is None else Mark(**row)


async def known(reader: Reader) -> Known:
    """The mark, and what is over."""
    return Known(
        await find(reader), await seals.last(reader), await catalogues.first_published(reader)
    )


async def doubt(reader: Reader, now: int) -> Doubt | None:
    """Whether a clock that says `now` is in doubt, by what is kept."""
    return doubt_of(now, await find(reader))


async def newest(reader: Reader) -> int | None:
    """The newest scan's own time, or the last receipt from a device."""
    rows = [await reader.one(NEWEST), await reader.one(RECEIVED)]
    return max((row["at"] for row in rows if row and row["at"] is not None), default=None)


async def keep(tx: Transaction, mark: Mark, at: int) -> None:
    """Say that the clock is right; an earlier time than the one that is kept changes nothing."""
    await tx.run(KEEP, number=mark.number, at=at)


async def keep_doubt(tx: Transaction, mark: Mark, at: int) -> None:
    """Say what the clock says while it is in doubt."""
    await tx.run(DOUBT, number=mark.number, at=at)


async def tell_stop(tx: Transaction, stopped_at: int, begun_at: int) -> None:
    """Say that nothing was recorded between two moments."""
    await tx.run(TELL, stopped_at=stopped_at, begun_at=begun_at)


async def confirm(tx: Transaction, at: int) -> None:
    """Say that the clock is right, whatever was known."""
    await tx.run(CONFIRM, at=at)
