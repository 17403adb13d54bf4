"""服务器时间: what is known of it, and the click with which somebody says that it is right."""

from __future__ import annotations

from datetime import datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.acts.clock import ConfirmClock
from kiosk.domain.clock import Doubt
from kiosk.domain.digits import read_digits
from kiosk.domain.problem import Problem
from kiosk.store import clocks
from kiosk.web.admin.page import admin_page, see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.forms import form_of, text_of
from kiosk.web.requests import state_of
from kiosk.web.state import State

_DIGITS_MOST = 15


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The clock beside what is certain, and the button while it is in doubt."""
    return await _page(request, staff)


async def confirm(request: Request, staff: Staff) -> ASGIApp:
    """Take the clock as right."""
    state, form = state_of(request), form_of(request)
    try:
        _require_near(state)
        await do_as(request, staff, ConfirmClock.act_name, {"at": _seen(form)})
    except Problem as problem:
        return await _page(request, staff, problem)
    return see_other(request, "/admin")


async def _page(request: Request, staff: Staff, problem: Problem | None = None) -> ASGIApp:
    state = state_of(request)
    await state.clock.look()
    newest = await state.office.driver.read(clocks.newest)
    now, zone = state.office.now(), state.office.zone
    return admin_page(
        request,
        staff,
        "clock",
        problem=problem,
        doubt=state.clock.doubt,
        seen=now,
        clock=zone.clock(now),
        certain=zone.clock(state.clock.certain()),
        newest=None if newest is None else zone.clock(newest),
        is_ahead=newest is not None and newest > now,
        days=state.office.settings.retention_days,
    )


async def last_stop(state: State) -> tuple[datetime, datetime] | None:
    """The stop that ended lately, which the overview tells."""
    mark = await state.office.driver.read(clocks.find)
    stop, clock = mark.notice(state.office.now()), state.office.zone.clock
    return None if stop is None else (clock(stop[0]), clock(stop[1]))


def _seen(form: FormData) -> int:
    """What the clock said on the page; raises Problem."""
    at = read_digits(text_of(form, "at"), most=_DIGITS_MOST)
    if at is None:
        raise Problem("form-unreadable")
    return at


def _require_near(state: State) -> None:
    """Refuse to confirm what another clock contradicts; raises Problem."""
    if state.clock.doubt is Doubt.APART:
        raise Problem("clock-apart")
