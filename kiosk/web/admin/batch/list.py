"""印制批次: all of them, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.placement import Batch
from kiosk.reports import scans_by_batch
from kiosk.store import batches
from kiosk.store.driver import Reader
from kiosk.web.admin.batch.labels import SCAN_DAYS, design_of, scan_period, service_names
from kiosk.web.admin.page import admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.requests import state_of

LISTED = 50


@dataclass(frozen=True, slots=True)
class Item:
    """A batch in the list; `services` are ids, none for the whole catalogue."""

    batch: Batch
    title: str
    services: tuple[str, ...]
    placements: int
    cards: int
    scans: int
    made_at: datetime


async def show(request: Request, staff: Staff) -> ASGIApp:
    """A page of the list; ``?before=`` older batches."""
    state, before = state_of(request), request.query_params.get("before", "")
    period = scan_period(state)

    async def work(reader: Reader) -> tuple[list[Item], str]:
        rows = [row for row in await reader.all(batches.LIST) if not before or row["id"] < before]
        services = await batches.services(reader)
        scans = await scans_by_batch(reader, period)
        items = []
        for row in rows[:LISTED]:
            batch, of = batches.batch_of(row), services.get(row["id"], ())
            design = design_of(batch.design)
            items.append(
                Item(
                    batch,
                    design.title if design else batch.design,
                    tuple(service for service in of if service),
                    row["placements"],
                    row["copies"] * (design.kinds(len(of)) if design else len(of)),
                    scans.get(batch.id, 0),
                    state.office.zone.clock(batch.made_at),
                )
            )
        return items, rows[LISTED - 1]["id"] if len(rows) > LISTED else ""

    items, older = await state.office.driver.read(work)
    return admin_page(
        request,
        staff,
        "batches",
        items=items,
        older=older,
        is_first=not before,
        names=service_names(state.snapshot.catalogue, language_of(request)),
        days=SCAN_DAYS,
    )
