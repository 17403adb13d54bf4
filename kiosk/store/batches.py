"""印制批次 and the ranges of serials they were given."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kiosk.domain.placement import Batch, BatchState, CodeRange, Placement, Step
from kiosk.domain.scan import Origin
from kiosk.store.driver import Reader, Row, Transaction

COUNT = "select count(*) as n from batch"
ADD = """
insert into batch (id, design, state, numbered, url, made_at, made_by)
values (:id, :design, :state, :numbered, :url, :made_at, :made_by)
"""
ADD_PLACEMENT = """
insert into batch_placement (batch, placement, position, copies)
values (:batch, :placement, :position, :copies)
"""
ADD_RANGE = """
insert into code_range (first, last, key, batch, placement, service, source)
values (:first, :last, :key, :batch, :placement, :service, :source)
"""
OVERLAP = "select first from code_range where first <= :last and last >= :first limit 1"
SET_STATE = """
update batch set state = :state, reason = :reason, replacement = :replacement where id = :id
"""
FIND = """
select id, design, state, numbered, url, made_at, made_by, reason, replacement from batch
where id = :id
"""
LIST = """
select b.id, b.design, b.state, b.numbered, b.url, b.made_at, b.made_by, b.reason, b.replacement,
    count(p.placement) as placements, cast(coalesce(sum(p.copies), 0) as bigint) as copies
from batch b left join batch_placement p on p.batch = b.id
group by b.id, b.design, b.state, b.numbered, b.url, b.made_at, b.made_by, b.reason, b.replacement
order by b.id desc
"""
PLACEMENTS = """
select p.id, p.district, p.name, p.kind, b.copies from batch_placement b
join placement p on p.id = b.placement where b.batch = :batch order by b.position
"""
RANGES = """
select r.first, r.last, r.key, r.batch, r.placement, p.district, r.service, r.source, b.state
from code_range r join placement p on p.id = r.placement left join batch b on b.id = r.batch
order by r.first
"""
LIFE = """
select at, actor, act, subject, detail from log
where subject = :batch and act in ('batch.create', 'batch.set-state', 'batch.recall')
order by number
"""
STATES_SINCE = """
select subject as batch, min(at) as at from log
where act = 'batch.set-state' and detail like '%"in_use"%' group by subject order by subject
"""
SCREENS_OF = """
select r.first, r.last, r.key, r.batch, r.placement, p.district, r.service, r.source, null as state
from batch_placement b
join placement p on p.id = b.placement
join code_range r on r.placement = p.id and r.batch is null
where b.batch = :batch
order by r.first
"""
SERVICES = """
select batch, service from code_range
where batch is not null group by batch, service order by batch, service
"""
SCREEN_SERVICES = """
select service from code_range where placement = :placement and batch is null order by service
"""
RANGES_OF = """
select r.first, r.last, r.key, r.batch, r.placement, p.district, r.service, r.source, b.state
from code_range r join placement p on p.id = r.placement left join batch b on b.id = r.batch
where r.batch = :batch
order by r.first
"""


async def next_id(tx: Transaction) -> str:
    """The id of the next batch: batches are never deleted, so counting is enough."""
    row = await tx.one(COUNT)
    return f"B{(row['n'] if row else 0) + 1:04d}"


async def add(tx: Transaction, batch: Batch) -> None:
    """Add a batch."""
    await tx.run(
        ADD,
        id=batch.id,
        design=batch.design,
        state=batch.state.value,
        numbered=int(batch.numbered),
        url=batch.url,
        made_at=batch.made_at,
        made_by=batch.made_by,
    )


async def add_placements(
    tx: Transaction, batch: str, allotments: Iterable[tuple[Placement, int]]
) -> None:
    """Say where a batch goes: placements in order, and how many copies each."""
    rows = [
        {"batch": batch, "placement": placement.id, "position": position, "copies": copies}
        for position, (placement, copies) in enumerate(allotments)
    ]
    await tx.run_many(ADD_PLACEMENT, rows)


async def add_ranges(tx: Transaction, spans: Iterable[CodeRange]) -> None:
    """Give serials away; they must be free (see `is_free`)."""
    rows = [
        {
            "first": span.first,
            "last": span.last,
            "key": span.key,
            "batch": span.batch,
            "placement": span.placement,
            "service": span.service,
            "source": span.source.value,
        }
        for span in spans
    ]
    await tx.run_many(ADD_RANGE, rows)


async def is_free(reader: Reader, first: int, last: int) -> bool:
    """Whether no serial of `first` to `last` was given away."""
    return await reader.one(OVERLAP, first=first, last=last) is None


async def find(reader: Reader, batch: str) -> Batch | None:
    """A batch by id."""
    row = await reader.one(FIND, id=batch)
    return None if row is None else batch_of(row)


async def ranges(reader: Reader) -> list[CodeRange]:
    """Every range, by its first serial."""
    return [_range(row) for row in await reader.all(RANGES)]


async def ranges_of(reader: Reader, batch: str) -> list[CodeRange]:
    """The ranges of one batch, by their first serial."""
    return [_range(row) for row in await reader.all(RANGES_OF, batch=batch)]


async def screens_of(reader: Reader, batch: str) -> list[CodeRange]:
    """The screen codes of the halls among a batch's placements, by their first serial."""
    return [_range(row) for row in await reader.all(SCREENS_OF, batch=batch)]


async def life(reader: Reader, batch: str) -> tuple[Step, ...]:
    """The states a batch has gone through, as the log has them."""
    return tuple(_step(row) for row in await reader.all(LIFE, batch=batch))


async def in_use_since(reader: Reader) -> dict[str, int]:
    """When each batch was set to in use, in epoch milliseconds; one that never was is absent."""
    return {row["batch"]: row["at"] for row in await reader.all(STATES_SINCE)}


async def services(reader: Reader) -> dict[str, tuple[str, ...]]:
    """What each batch has codes for; an empty text stands for the whole catalogue."""
    found: dict[str, tuple[str, ...]] = {}
    for row in await reader.all(SERVICES):
        found[row["batch"]] = (*found.get(row["batch"], ()), row["service"])
    return found


async def screen_services(reader: Reader, placement: str) -> set[str]:
    """The services a hall's screen has codes for."""
    rows = await reader.all(SCREEN_SERVICES, placement=placement)
    return {row["service"] for row in rows}


def batch_of(row: Row) -> Batch:
    """A batch from its row."""
    return Batch(
        id=row["id"],
        design=row["design"],
        state=BatchState(row["state"]),
        numbered=bool(row["numbered"]),
        url=row["url"],
        made_at=row["made_at"],
        made_by=row["made_by"],
        reason=row["reason"],
        replacement=row["replacement"],
    )


_OF_ACT = {"batch.create": BatchState.PLANNED, "batch.recall": BatchState.RECALLED}


def _step(row: Row) -> Step:
    state = _OF_ACT.get(row["act"]) or BatchState(json.loads(row["detail"])["state"])
    return Step(state, row["at"], row["actor"])


def _range(row: Row) -> CodeRange:
    return CodeRange(
        first=row["first"],
        last=row["last"],
        key=row["key"],
        batch=row["batch"],
        placement=row["placement"],
        district=row["district"],
        service=row["service"],
        source=Origin(row["source"]),
        is_recalled=row["state"] == BatchState.RECALLED.value,
    )
