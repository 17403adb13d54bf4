"""Whether the service is alive, and whether it can do its work. Neither is ever counted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kiosk.domain.period import Period
from kiosk.store.driver import StoreFailure
from kiosk.web.requests import state_of

_FRESH = {"cache-control": "no-store"}


async def alive(request: Request) -> Response:  # noqa: ARG001
    """Alive: the loop turns."""
    return PlainTextResponse("ok", headers=_FRESH)


async def ready(request: Request) -> Response:
    """Ready: the database answers. With it what of today is not counted, and what waits to be."""
    state = state_of(request)
    now = state.office.now()
    today = state.office.zone.today(now)
    status = 200
    try:
        found = await state.uncounted()
    except StoreFailure:
        status = 503
        found = await state.uncounted_here()
    told: dict[str, object] = {
        "status": "ready" if status == 200 else "database-failed",
        "unrecorded": found.within(Period(today, today)),
        "spooled": found.waiting,
        "spooled_for_s": 0 if found.oldest is None else max(0, now - found.oldest) // 1_000,
    }
    return JSONResponse(told, status, headers=_FRESH)
