"""行为事件 of devices: each beside the scan it became, under the same key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from kiosk.domain.device import Clock, Device, DeviceProof, Event, Gap, Sent
from kiosk.domain.scan import Scan
from kiosk.store import devices
from kiosk.store.driver import Ledger, Reader, Row, Transaction

_SIZES: Final = (16, 500)  # ids asked for by one statement; the last are asked for again to fill it
SHOWN: Final = 10  # gaps of a device that are told one by one

ADD = """
insert into device_event (
    id, shard, device, sequence, at, received_at, offset_ms, clock, digest
) values (:id, :shard, :device, :sequence, :at, :received_at, :offset_ms, :clock, :digest)
"""
COUNT = """
insert into total_clock (day, class, clock, shard, n) values (:day, :class, :clock, :shard, :n)
on conflict (day, class, clock, shard) do update set n = total_clock.n + excluded.n
"""
_SLICE = "select id, shard from scan where day = :day order by at, id, shard limit :most"
REMOVED = f"""
select device, max(sequence) as sequence from device_event
where (id, shard) in ({_SLICE}) group by device order by device
"""  # noqa: S608 - the piece above
FORGET = """
update device set forgotten = :sequence where id = :device and forgotten < :sequence
"""
REMOVE = f"delete from device_event where (id, shard) in ({_SLICE})"  # noqa: S608 - as above
# What is stored apart has arrived too.
_ARRIVED = """(
    select device, sequence from device_event
    union all
    select device, sequence from event_implausible where accepted_at is null
)"""
PROVED = f"""
select d.id, d.name, d.forgotten, cast(count(e.sequence) as bigint) as known,
    cast(coalesce(max(e.sequence), d.forgotten) as bigint) as highest,
    cast(count(distinct e.sequence) as bigint) as numbers
from device d left join {_ARRIVED} e on e.device = d.id and e.sequence > d.forgotten
group by d.id, d.name, d.forgotten order by d.id
"""  # noqa: S608 - the piece above
GAPS = f"""
select before + 1 as first, sequence - 1 as last from (
    select sequence, lag(sequence, 1, cast(:forgotten as bigint)) over (order by sequence) as before
    from {_ARRIVED} as arrived where device = :device and sequence > :forgotten
) as steps where sequence > before + 1 order by sequence limit :most
"""  # noqa: S608 - as above
STRAYS = """
select cast(count(*) as bigint) as n from device_event e
left join scan s on s.id = e.id and s.shard = e.shard
where e.device = :device and s.id is null
"""


class Entry(NamedTuple):
    """An event with its digest, the scan it becomes, whose time that has, and its own time."""

    event: Event
    digest: bytes
    scan: Scan
    clock: Clock
    own: int | None


class Known(NamedTuple):
    """What is kept under an id: an event's digest, None where it was no event; stored apart?"""

    digest: bytes | None
    is_apart: bool


async def known(reader: Reader, ids: Sequence[bytes], *, shard: int) -> dict[bytes, Known]:
    """What is kept of ids that are known."""
    if not ids:
        return {}
    size = next(size for size in _SIZES if len(ids) <= size)
    asked = [*ids, *[ids[-1]] * (size - len(ids))]
    places = {f"id{number}": one for number, one in enumerate(asked)}
    rows = await reader.all(_known(size), shard=shard, **places)
    return {
        bytes(row["id"]): Known(row["digest"] and bytes(row["digest"]), row["is_apart"] == 1)
        for row in rows
    }


async def add(
    ledger: Ledger, device: Device, entries: Sequence[tuple[int, Entry]], sent: Sent
) -> None:
    """Add events with their scans and all totals; each with its day (20261124)."""
    rows = [_row(device, entry, sent) for _, entry in entries]
    # Another device's event under the same id, stored since we looked, ends the transaction here.
    await ledger.run_many(ADD, rows)
    await ledger.record([entry.scan for _, entry in entries])
    counts = Counter((day, entry.scan.klass, entry.clock.value) for day, entry in entries)
    totals = [
        {"day": day, "class": klass, "clock": clock, "shard": device.shard, "n": n}
        for (day, klass, clock), n in sorted(counts.items())
    ]
    await ledger.run_many(COUNT, totals)
    await see(ledger, device, [entry for _, entry in entries], sent)


async def see(tx: Transaction, device: Device, entries: Sequence[Entry], sent: Sent) -> None:
    """A device reported something new."""
    await tx.run(
        devices.SEE,
        id=device.id,
        at=sent.received_at,
        offset_ms=sent.offset_ms,
        sequence=max(entry.event.sequence for entry in entries),
    )


async def remove(tx: Transaction, day: int, *, most: int) -> None:
    """Remove the events of a day's first scans; how far a device's were removed is kept."""
    for row in await tx.all(REMOVED, day=day, most=most):
        await tx.run(FORGET, device=row["device"], sequence=row["sequence"])
    await tx.run(REMOVE, day=day, most=most)


async def proofs(reader: Reader) -> list[DeviceProof]:
    """What is known of every device's events, by the device's id."""
    return [await _proof(reader, row) for row in await reader.all(PROVED)]


async def _proof(reader: Reader, row: Row) -> DeviceProof:
    place = {"device": row["id"], "forgotten": row["forgotten"]}
    gaps = await reader.all(GAPS, **place, most=SHOWN)
    strays = await reader.one(STRAYS, device=row["id"])
    return DeviceProof(
        row["name"],
        known=row["known"],
        highest=row["highest"],
        forgotten=row["forgotten"],
        gaps=tuple(Gap(gap["first"], gap["last"]) for gap in gaps),
        missing=row["highest"] - row["forgotten"] - row["numbers"],
        repeated=row["known"] - row["numbers"],
        strays=int(strays["n"]) if strays else 0,
    )


def _row(device: Device, entry: Entry, sent: Sent) -> dict[str, object]:
    event = entry.event
    return {
        "id": event.id,
        "shard": device.shard,
        "device": device.id,
        "sequence": event.sequence,
        "at": event.at,
        "received_at": sent.received_at,
        "offset_ms": sent.offset_ms,
        "clock": entry.clock.value,
        "digest": entry.digest,
    }


@cache
def _known(size: int) -> str:
    ids = ", ".join(f":id{number}" for number in range(size))
    return f"""
    select s.id, e.digest, 0 as is_apart from scan s
    left join device_event e on e.id = s.id and e.shard = s.shard
    where s.shard = :shard and s.id in ({ids})
    union all
    select id, digest, 1 as is_apart from event_implausible
    where shard = :shard and id in ({ids}) and accepted_at is null
    """  # noqa: S608 - places only
