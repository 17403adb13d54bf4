"""待核的触屏: touches of devices that were stored apart, day by day; somebody may accept them."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.acts.device import PAUSE_S
from kiosk.domain.device import DAY_MOST, MINUTE_MOST
from kiosk.domain.digits import read_digits
from kiosk.domain.period import day_of
from kiosk.domain.problem import Problem
from kiosk.store import implausible
from kiosk.web.admin.page import admin_page, see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.forms import form_of, text_of
from kiosk.web.requests import state_of

SHOWN = 300


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The list."""
    return await _page(request, staff)


async def accept(request: Request, staff: Staff) -> ASGIApp:
    """Count the touches of one device on one day."""
    form = form_of(request)
    device, day = text_of(form, "device"), read_digits(text_of(form, "day"), most=8) or 0
    part, left = 0, 1
    try:
        while left:
            args = {"device": device, "day": day, "part": part}
            done = await do_as(request, staff, "device.accept-touches", args)
            part, left = part + 1, done["left"]
            await asyncio.sleep(PAUSE_S)  # scans wait for each part
    except Problem as problem:
        return await _page(request, staff, problem=problem)
    return see_other(request, "/admin/implausible", accepted=1)


async def _page(request: Request, staff: Staff, *, problem: Problem | None = None) -> ASGIApp:
    office = state_of(request).office
    found = await office.driver.read(implausible.waiting)
    return admin_page(
        request,
        staff,
        "implausible",
        problem=problem,
        found=[(one, day_of(one.day)) for one in found[:SHOWN]],
        clock=office.zone.clock,
        is_accepted="accepted" in request.query_params,
        most=(MINUTE_MOST, DAY_MOST),
    )
