"""Whether the service is alive, and whether it can do its work. Neither is ever counted.

Anybody is told one word, whatever Host they name (see `kiosk.web.http.guard`): a balancer asks by
address. Figures and reasons are for who watches the service.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kiosk.domain.period import Period
from kiosk.recorder import Alarm
from kiosk.store.driver import StoreFailure
from kiosk.web.requests import state_of
from kiosk.web.state import State
from kiosk.web.watchers import is_watcher

_FRESH = {"cache-control": "no-store"}


async def alive(request: Request) -> Response:  # noqa: ARG001
    """Alive: the loop turns."""
    return PlainTextResponse("ok", headers=_FRESH)


async def ready(request: Request) -> Response:
    """Ready: the database answers, and what is opened is kept.

    The word is `ready`, or what is most wrong; only a database that fails and scans that are lost
    make it 503. Who watches also gets what of today is not counted, what waits, and every alarm.
    """
    state = state_of(request)
    if await is_watcher(request):
        answers, told = await _figures(state)
    else:
        answers, told = await state.database_answers(), {}
    alarms = [raised.alarm for raised in state.alarms.on]
    word = next((one.value for one in alarms), "ready") if answers else "database-failed"
    status = 200 if answers and Alarm.LOSING not in alarms else 503
    return JSONResponse({"status": word, **told}, status, headers=_FRESH)


async def _figures(state: State) -> tuple[bool, dict[str, object]]:
    """Whether the database answers, and what there is to tell."""
    now = state.office.now()
    today = state.office.zone.today(now)
    answers = True
    try:
        found = await state.uncounted()
    except StoreFailure:
        answers = False
        found = await state.uncounted_here()
    return answers, {
        "unrecorded": found.within(Period(today, today)),
        "spooled": found.waiting,
        "spooled_for_s": 0 if found.oldest is None else max(0, now - found.oldest) // 1_000,
        "alarms": told_alarms(state),
    }


def told_alarms(state: State) -> list[dict[str, object]]:
    """Every alarm that is on: its name, since when (epoch milliseconds), and what it names."""
    return [
        {"alarm": alarm.value, "since": since, **places} for alarm, since, places in state.alarms.on
    ]
