"""Whether the service is alive, and whether it can do its work. Neither is ever counted.

Anybody is told one word, whatever Host they name (see `kiosk.web.http.guard`): a balancer asks by
address. Figures and reasons are for who watches the service.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kiosk.domain.period import Period
from kiosk.store.driver import StoreFailure
from kiosk.web.requests import state_of
from kiosk.web.state import State
from kiosk.web.watchers import is_watcher

_FRESH = {"cache-control": "no-store"}


async def alive(request: Request) -> Response:  # noqa: ARG001
    """Alive: the loop turns."""
    return PlainTextResponse("ok", headers=_FRESH)


async def ready(request: Request) -> Response:
    """Ready: the database answers. Who watches also gets what is not counted, and alarms."""
    state = state_of(request)
    if await is_watcher(request):
        is_ready, told = await _all(state)
    else:
        is_ready, told = await state.answers(), {}
    word = "ready" if is_ready else "database-failed"
    return JSONResponse({"status": word, **told}, 200 if is_ready else 503, headers=_FRESH)


async def _all(state: State) -> tuple[bool, dict[str, object]]:
    """Whether the database answers, what of today is not counted and waits to be, what is wrong."""
    now = state.office.now()
    today = state.office.zone.today(now)
    is_ready = True
    try:
        found = await state.uncounted()
    except StoreFailure:
        is_ready = False
        found = await state.uncounted_here()
    return is_ready, {
        "unrecorded": found.within(Period(today, today)),
        "spooled": found.waiting,
        "spooled_for_s": 0 if found.oldest is None else max(0, now - found.oldest) // 1_000,
        "alarms": [
            {
                "alarm": raised.alarm.value,
                "since": raised.since,
                "places": {name: str(place) for name, place in raised.places.items()},
            }
            for raised in state.alarms.on
        ],
    }
