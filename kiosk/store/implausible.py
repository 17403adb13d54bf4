"""频率不可信: events of devices stored apart, how often a device reports, and what was accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from kiosk.domain.device import Device, Rate, Sent, estimate_of
from kiosk.domain.period import Period, Zone, day_number, day_of
from kiosk.domain.scan import RULES
from kiosk.store import events, judgings
from kiosk.store.driver import Reader, Row, Transaction
from kiosk.store.events import Entry

_RATES: Final = 500  # places asked for by one statement
_MINUTE_MS: Final = 60_000

ADD = """
insert into event_implausible (
    id, shard, device, sequence, told_at, received_at, offset_ms, clock, digest, day, at, act,
    serial, first, service, district, source, class
) values (
    :id, :shard, :device, :sequence, :told_at, :received_at, :offset_ms, :clock, :digest, :day,
    :at, :act, :serial, :first, :service, :district, :source, :class
)
"""
COUNT = """
insert into total_implausible (day, shard, n) values (:day, :shard, :n)
on conflict (day, shard) do update set n = total_implausible.n + excluded.n
"""
TOTAL = """
select cast(coalesce(sum(n), 0) as bigint) as n from total_implausible
where day between :first and :last
"""
ADD_RATE = """
insert into device_rate (device, shard, span, place, n) values (:device, :shard, :span, :place, :n)
on conflict (device, shard, span, place) do update set n = device_rate.n + excluded.n
"""
WAITING = """
select i.device, d.name, d.placement, p.name as placement_name, i.day,
    cast(count(*) as bigint) as n, min(i.received_at) as first, max(i.received_at) as last,
    max(case when s.day is null then 0 else 1 end) as is_sealed
from event_implausible i join device d on d.id = i.device join placement p on p.id = d.placement
left join day_seal s on s.day = i.day
where i.accepted_at is null
group by i.device, d.name, d.placement, p.name, i.day order by i.day desc, i.device
"""
NEXT = """
select id, shard, device, sequence, told_at, received_at, offset_ms, clock, digest, day, at, act,
    serial, first, service, district, source, class
from event_implausible where device = :device and day = :day and accepted_at is null
order by sequence, id limit :most
"""
ACCEPT = "update event_implausible set accepted_at = :at where id = :id and shard = :shard"
LEFT = """
select cast(count(*) as bigint) as n from event_implausible
where device = :device and day = :day and accepted_at is null
"""
ADD_SCAN = """
insert into scan (
    id, shard, at, day, act, serial, first, service, district, source, class, client, device,
    signs, rules
) values (
    :id, :shard, :at, :day, :act, :serial, :first, :service, :district, :source, :class, 'device',
    :estimate, 0, :rules
)
"""
# Of a sealed day, and of earlier ones that never had a scan and so are never sealed.
_OLD = """
select id, shard from event_implausible i
where i.day = :day or (i.day < :day and not exists (select 1 from scan s where s.day = i.day))
order by i.day, i.id, i.shard limit :most
"""
REMOVED = f"""
select device, max(sequence) as sequence from event_implausible
where (id, shard) in ({_OLD}) group by device order by device
"""  # noqa: S608 - the piece above
REMOVE = f"delete from event_implausible where (id, shard) in ({_OLD})"  # noqa: S608 - as above
DEVICES = "select id as device, shard from device order by id"
REMOVE_MINUTES = """
delete from device_rate
where device = :device and shard = :shard and span = 'minute' and place < :minute
"""
REMOVE_DAYS = """
delete from device_rate
where device = :device and shard = :shard and span <> 'minute' and place <= :day
"""


class Waiting(NamedTuple):
    """Touches of a device on one day that wait for somebody to look at them."""

    device: str
    name: str
    placement: str
    placement_name: str
    day: int
    n: int
    first: int
    last: int
    is_sealed: bool


async def rates(reader: Reader, device: Device, wanted: Collection[Rate]) -> Counter[Rate]:
    """How many events of a device lie in places of its own time."""
    found: Counter[Rate] = Counter()
    places = sorted(wanted)
    for start in range(0, len(places), _RATES):
        part = places[start : start + _RATES]
        named: dict[str, str | int] = {f"span{n}": rate.span for n, rate in enumerate(part)}
        named.update({f"place{n}": rate.place for n, rate in enumerate(part)})
        pairs = ", ".join(
            f"(cast(:span{n} as text), cast(:place{n} as bigint))" for n in range(len(part))
        )
        statement = f"""
        select span, place, n from device_rate
        where device = :device and shard = :shard and (span, place) in (values {pairs})
        order by span, place
        """  # noqa: S608 - places only
        rows = await reader.all(statement, device=device.id, shard=device.shard, **named)
        found.update({Rate(row["span"], row["place"]): row["n"] for row in rows})
    return found


async def count_rates(tx: Transaction, device: Device, new: Counter[Rate]) -> None:
    """Count events that were taken."""
    place = {"device": device.id, "shard": device.shard}
    rows = [place | {"span": rate.span, "place": rate.place, "n": n} for rate, n in new.items()]
    await tx.run_many(ADD_RATE, sorted(rows, key=lambda row: (row["span"], row["place"])))


async def add(
    tx: Transaction, device: Device, entries: Sequence[tuple[int, Entry]], sent: Sent
) -> None:
    """Store events apart; each with its day (20261124). They are seen, and in no other total."""
    await tx.run_many(ADD, [_row(device, day, entry, sent) for day, entry in entries])
    counts = Counter(day for day, _ in entries)
    totals = [{"day": day, "shard": device.shard, "n": n} for day, n in sorted(counts.items())]
    await tx.run_many(COUNT, totals)
    await events.see(tx, device, [entry for _, entry in entries], sent)


async def total(reader: Reader, period: Period) -> int:
    """How many events of a period's days were stored apart and not accepted."""
    days = {"first": day_number(period.first), "last": day_number(period.last)}
    row = await reader.one(TOTAL, **days)
    return int(row["n"]) if row else 0


async def waiting(reader: Reader) -> list[Waiting]:
    """What nobody has accepted yet, newest day first."""
    rows = await reader.all(WAITING)
    return [Waiting(**{**row, "is_sealed": bool(row["is_sealed"])}) for row in rows]


async def left(reader: Reader, device: str, day: int) -> int:
    """How many of a device's events of a day wait."""
    row = await reader.one(LEFT, device=device, day=day)
    return int(row["n"]) if row else 0


async def accept(tx: Transaction, device: str, day: int, *, now: int, zone: Zone, most: int) -> int:
    """Make scans of the first events that wait, with their share of all totals; how many."""
    rows = await tx.all(NEXT, device=device, day=day, most=most)
    if not rows:
        return 0
    await tx.run_many(ACCEPT, [{"id": r["id"], "shard": r["shard"], "at": now} for r in rows])
    await tx.run_many(ADD_SCAN, [_scan(row, estimate_of(device)) for row in rows])
    await tx.run_many(events.ADD, [_event(row) for row in rows])
    await _add_totals(tx, rows, zone)
    shards = sorted({row["shard"] for row in rows})
    await tx.run_many(
        judgings.ADD_RULES, [{"day": day, "rules": RULES, "shard": shard} for shard in shards]
    )
    return len(rows)


async def remove(tx: Transaction, day: int, *, most: int) -> int:
    """Remove the first events up to a day, and what was counted of rates; how many events."""
    for row in await tx.all(REMOVED, day=day, most=most):
        await tx.run(events.FORGET, device=row["device"], sequence=row["sequence"])
    midnight = datetime.combine(day_of(day), datetime.min.time(), UTC)  # what is before is over
    minute = round(midnight.timestamp() * 1_000) // _MINUTE_MS
    every = await tx.all(DEVICES)
    await tx.run_many(REMOVE_MINUTES, [dict(row) | {"minute": minute} for row in every])
    await tx.run_many(REMOVE_DAYS, [dict(row) | {"day": day} for row in every])
    return await tx.run(REMOVE, day=day, most=most)


async def _add_totals(tx: Transaction, rows: Iterable[Row], zone: Zone) -> None:
    lines = [dict(row) | _hour(row, zone) for row in rows]
    for statement, columns in judgings.TOTALS:
        counts = Counter(tuple(line[column] for column in columns) for line in lines)
        await tx.run_many(
            statement,
            [dict(zip(columns, key, strict=True)) | {"n": n} for key, n in sorted(counts.items())],
        )
    clocks = Counter((line["day"], line["class"], line["clock"], line["shard"]) for line in lines)
    names = ("day", "class", "clock", "shard")
    await tx.run_many(
        events.COUNT,
        [dict(zip(names, key, strict=True)) | {"n": n} for key, n in sorted(clocks.items())],
    )
    apart = Counter((line["day"], line["shard"]) for line in lines)
    await tx.run_many(
        COUNT, [{"day": day, "shard": shard, "n": -n} for (day, shard), n in sorted(apart.items())]
    )


def _hour(row: Row, zone: Zone) -> dict[str, int]:
    moment = zone.moment(row["at"])
    return {"month": moment.month, "weekday": moment.weekday, "hour": moment.hour}


def _scan(row: Row, estimate: bytes) -> dict[str, Any]:
    names = ("id", "shard", "at", "day", "act", "serial", "first", "service", "district", "source")
    return {name: row[name] for name in (*names, "class")} | {"estimate": estimate, "rules": RULES}


def _event(row: Row) -> dict[str, Any]:
    names = ("id", "shard", "device", "sequence", "received_at", "offset_ms", "clock", "digest")
    return {name: row[name] for name in names} | {"at": row["told_at"]}


def _row(device: Device, day: int, entry: Entry, sent: Sent) -> dict[str, object]:
    event, scan = entry.event, entry.scan
    return {
        "id": event.id,
        "shard": device.shard,
        "device": device.id,
        "sequence": event.sequence,
        "told_at": event.at,
        "received_at": sent.received_at,
        "offset_ms": sent.offset_ms,
        "clock": entry.clock.value,
        "digest": entry.digest,
        "day": day,
        "at": scan.at,
        "act": scan.act,
        "serial": scan.serial,
        "first": scan.first,
        "service": scan.service,
        "district": scan.district,
        "source": scan.source,
        "class": scan.klass,
    }
