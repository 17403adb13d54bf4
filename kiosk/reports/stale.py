"""印后有变: stale batches with how many of their cards are out and which are still scanned.

The same list for the desk's page, for programs, and for the command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kiosk.batches import Stale, StaleBatch, StaleBox, read_stock
from kiosk.domain.period import Period, Zone
from kiosk.domain.placement import Batch
from kiosk.domain.stock import Stock, total
from kiosk.reports import scans_by_batch
from kiosk.store import batches
from kiosk.store.driver import Reader

SCAN_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """A stale batch; `scans` are those of the last `SCAN_DAYS` days.

    `unnoted` is the number of placements of which nobody said how many cards are out.
    """

    batch: Batch
    stale: StaleBatch
    stock: Stock
    scans: int
    unnoted: int


async def listed(reader: Reader, stale: Stale, *, zone: Zone, now: int) -> tuple[Listed, ...]:
    """The batches, those whose cards are wrong first, then those still scanned most."""
    period = Period.until(zone.today(now), days=SCAN_DAYS)
    scans: Mapping[str, int] = await scans_by_batch(reader, period) if stale.batches else {}
    found = []
    for one in stale.batches:
        batch = await batches.find(reader, one.batch)
        if batch is not None:
            stocks = [placed.stock for placed in await read_stock(reader, one.batch)]
            unnoted = sum(stock.out is None for stock in stocks)
            found.append(Listed(batch, one, total(stocks), scans.get(one.batch, 0), unnoted))
    return tuple(sorted(found, key=lambda item: (not item.stale.is_wrong, -item.scans)))


def stale_json(found: tuple[Listed, ...], unkept: tuple[str, ...], zone: Zone) -> dict[str, Any]:
    """The list as programs read it; a number that nobody noted is null."""
    return {
        "batches": [
            {
                "batch": one.batch.id,
                "design": one.batch.design,
                "state": one.batch.state.value,
                "printed_at": _moment(one.stale.at, zone),
                "wrong": one.stale.is_wrong,
                "planned": one.stock.planned,
                "printed": one.stock.printed,
                "out": one.stock.out,
                "unnoted": one.unnoted,
                "scans": one.scans,
                "changes": [_box(box, zone) for box in one.stale.boxes],
            }
            for one in found
        ],
        "unkept": list(unkept),
    }


def _box(box: StaleBox, zone: Zone) -> dict[str, Any]:
    return {
        "service": box.service or None,
        "districts": list(box.districts),
        "kind": box.change.kind.value,
        "box": box.change.box,
        "title": box.change.title,
        "was": list(box.change.was),
        "now": list(box.change.now),
        "from": _moment(box.since, zone),
        "due": box.is_due,
    }


def _moment(at: int, zone: Zone) -> str:
    return zone.clock(at).isoformat(timespec="seconds")
