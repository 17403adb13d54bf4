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
    """Ready: the database answers. With it what of today is not counted, and what waits to be."""
    state = state_of(request)
    now = state.office.now()
    today = state.office.zone.today(now)
    spooled = state.recorder.spooled
    told: dict[str, object] = {
        "status": "ready",
        "unrecorded": state.losses.within(Period(today, today)),
        "spooled": spooled.waiting,
        "spooled_for_s": 0 if spooled.oldest is None else max(0, now - spooled.oldest) // 1_000,
    }
    try:
        await state.office.driver.read(lambda reader: meta.find(reader, "timezone"))
    except StoreFailure:
        return JSONResponse(told | {"status": "database-failed"}, 503, headers=_FRESH)
    return JSONResponse(told, headers=_FRESH)
