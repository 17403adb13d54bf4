"""数量登记 of batches: how many cards were to go where, and what was noted of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.batches.designs import offer
from kiosk.domain.period import Zone
from kiosk.domain.placement import Batch, Step
from kiosk.domain.problem import Problem
from kiosk.domain.stock import Entry, Placed, Stock, total
from kiosk.store import batches, placements, stocks
from kiosk.store.driver import Reader

ALLOTMENTS = """
select b.batch, p.id, p.district, p.name, p.kind, b.copies from batch_placement b
join placement p on p.id = b.placement order by b.batch, b.position
"""
AT_PLACEMENT = """
select p.id, p.district, p.name, p.kind, b.copies from batch_placement b
join placement p on p.id = b.placement where b.batch = :batch and p.id = :placement
"""
SERVICES = "select count(distinct service) as n from code_range where batch = :batch"


async def read_placed(reader: Reader, batch: str, placement: str) -> Placed:
    """What became of a batch's cards at one placement; raises Problem."""
    found = await _find(reader, batch)
    row = await reader.one(AT_PLACEMENT, batch=batch, placement=placement)
    if row is None:
        raise Problem("batch-placement-not-found", batch=batch, placement=placement)
    services = await reader.one(SERVICES, batch=batch)
    entries = {placement: await stocks.at_placement(reader, batch, placement)}
    kinds = kinds_of(found.design, services["n"] if services else 0)
    (placed,) = _placed(found, [row], kinds=kinds, entries=entries)
    return placed


async def read_stock(reader: Reader, batch: str) -> tuple[Placed, ...]:
    """What became of a batch's cards, in the order of its placements; raises Problem."""
    found = await _find(reader, batch)
    services = await reader.one(SERVICES, batch=batch)
    return _placed(
        found,
        await reader.all(batches.PLACEMENTS, batch=batch),
        kinds=kinds_of(found.design, services["n"] if services else 0),
        entries=await stocks.of_batch(reader, batch),
    )


async def read_stocks(reader: Reader) -> tuple[Placed, ...]:
    """The same of all batches, the newest first."""
    made = [batches.batch_of(row) for row in await reader.all(batches.LIST)]
    services, entries = await batches.services(reader), await stocks.of_all(reader)
    allotted: dict[str, list[Mapping[str, object]]] = {}
    for row in await reader.all(ALLOTMENTS):
        allotted.setdefault(row["batch"], []).append(row)
    return tuple(
        placed
        for batch in made
        for placed in _placed(
            batch,
            allotted.get(batch.id, []),
            kinds=kinds_of(batch.design, len(services.get(batch.id, ()))),
            entries=entries.get(batch.id, {}),
        )
    )


def kinds_of(design: str, services: int) -> int:
    """How many different cards of a design lie at a placement, for so many services."""
    try:
        return offer(design).kinds(services)
    except Problem:
        return services  # a design that is no longer kept


def stock_json(placed: Sequence[Placed], life: Sequence[Step], zone: Zone) -> dict[str, Any]:
    """A batch's life and its cards as programs read it; what nobody noted is null."""
    return {
        "batch": placed[0].batch.id,
        "state": placed[0].batch.state.value,
        "life": [
            {"state": step.state.value, "at": _moment(step.at, zone), "by": step.actor}
            for step in life
        ],
        "total": _numbers(total([one.stock for one in placed])),
        "placements": [
            {
                "placement": one.placement.id,
                "name": one.placement.name,
                "district": one.placement.district,
                "kind": one.placement.kind.value,
                **_numbers(one.stock),
                "screen": one.stock.screen,
                "stopped": one.stock.is_stopped,
                "entries": [_entry(entry, zone) for entry in one.entries],
            }
            for one in placed
        ],
    }


def _numbers(stock: Stock) -> dict[str, int | None]:
    return {name: getattr(stock, name) for name in _NUMBERS}


_NUMBERS = (
    *("planned", "printed", "received", "given", "left", "spoiled", "wanted"),
    *("returned", "destroyed", "on_hand", "out", "gap"),
)


def _entry(entry: Entry, zone: Zone) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": _moment(entry.at, zone),
        "kind": entry.kind.value,
        "n": entry.n,
        "by": entry.actor,
        "corrects": entry.corrects,
        "note": entry.note,
    }


def _moment(at: int, zone: Zone) -> str:
    return zone.clock(at).isoformat(timespec="seconds")


async def _find(reader: Reader, batch: str) -> Batch:
    found = await batches.find(reader, batch)
    if found is None:
        raise Problem("batch-not-found", batch=batch)
    return found


def _placed(
    batch: Batch,
    rows: list[Mapping[str, object]],
    *,
    kinds: int,
    entries: Mapping[str, tuple[Entry, ...]],
) -> tuple[Placed, ...]:
    found = []
    for row in rows:
        placement, noted = placements.placement_of(row), entries.get(str(row["id"]), ())
        stock = Stock.of(int(str(row["copies"])) * kinds, noted)
        found.append(Placed(batch, placement, stock, noted))
    return tuple(found)
