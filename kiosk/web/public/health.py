"""Whether the service is alive, and whether it can do its work. Neither is ever counted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kiosk.domain.period import Period
from kiosk.recorder import Alarm
from kiosk.store.driver import StoreFailure
from kiosk.web.requests import state_of
from kiosk.web.state import State

_FRESH = {"cache-control": "no-store"}


async def alive(request: Request) -> Response:  # noqa: ARG001
    """Alive: the loop turns."""
    return PlainTextResponse("ok", headers=_FRESH)


async def ready(request: Request) -> Response:
    """Ready: the database answers, and what is opened is kept.

    The word is `ready`, or what is most wrong; only a database that fails and scans that are lost
    make it 503. With it what of today is not counted, what waits to be, and every alarm.
    """
    state = state_of(request)
    now = state.office.now()
    today = state.office.zone.today(now)
    status = 200
    try:
        found = await state.uncounted()
    except StoreFailure:
        status = 503
        found = await state.uncounted_here()
    alarms = [raised.alarm for raised in state.alarms.on]
    word = "database-failed" if status == 503 else next((one.value for one in alarms), "ready")
    if Alarm.LOSING in alarms:
        status = 503
    told: dict[str, object] = {
        "status": word,
        "alarms": told_alarms(state),
        "unrecorded": found.within(Period(today, today)),
        "spooled": found.waiting,
        "spooled_for_s": 0 if found.oldest is None else max(0, now - found.oldest) // 1_000,
    }
    return JSONResponse(told, status, headers=_FRESH)


def told_alarms(state: State) -> list[dict[str, object]]:
    """Every alarm that is on: its name, since when (epoch milliseconds), and what it names."""
    return [
        {"alarm": alarm.value, "since": since, **places} for alarm, since, places in state.alarms.on
    ]
