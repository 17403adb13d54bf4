"""Whether the service is alive, and whether it can do its work. Neither is ever counted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kiosk.domain.period import Period
from kiosk.store import meta
from kiosk.store.driver import StoreFailure
from kiosk.web.requests import state_of

_FRESH = {"cache-control": "no-store"}


async def alive(request: Request) -> Response:  # noqa: ARG001
    """Alive: the loop turns."""
    return PlainTextResponse("ok", headers=_FRESH)


async def ready(request: Request) -> Response:
    """Ready: the database answers; scans of today that could not be recorded."""
    state = state_of(request)
    today = state.office.zone.today(state.office.now())
    try:
        await state.office.driver.read(lambda reader: meta.find(reader, "timezone"))
    except StoreFailure:
        return JSONResponse({"status": "database-failed"}, 503, headers=_FRESH)
    lost = state.losses.within(Period(today, today))
    return JSONResponse({"status": "ready", "unrecorded": lost}, headers=_FRESH)
