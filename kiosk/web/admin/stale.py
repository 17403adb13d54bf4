"""印后有变: which printed cards no longer say what holds, or soon will not."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.catalogue import Catalogue
from kiosk.reports.stale import SCAN_DAYS, listed
from kiosk.web.admin.batch.labels import design_of, service_names
from kiosk.web.admin.page import admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.pages.texts import Language
from kiosk.web.requests import state_of


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The list."""
    state, language = state_of(request), language_of(request)
    office, stale = state.office, await state.stale()
    found = await office.driver.read(
        lambda reader: listed(reader, stale, zone=office.zone, now=office.now())
    )
    catalogue = state.snapshot.catalogue
    return admin_page(
        request,
        staff,
        "stale",
        found=found,
        unkept=stale.unkept,
        titles={one.batch.id: _title(one.batch.design) for one in found},
        names=service_names(catalogue, language),
        districts=_districts(catalogue, language),
        day=office.zone.clock,
        days=SCAN_DAYS,
    )


def _title(design: str) -> str:
    held = design_of(design)
    return held.title if held else design


def _districts(catalogue: Catalogue, language: Language) -> dict[str, str]:
    return {d.id: d.name if language == "zh" else d.en for d in catalogue.shared.districts}
