"""对账: cards planned, printed, delivered, given out and scanned; and who is silent."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.domain.reconciliation import QUIET_DAYS
from kiosk.domain.stock import total
from kiosk.reports import read_quiet_days
from kiosk.web.admin.page import admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.reconciliation import file_of, make_reconciliation
from kiosk.web.requests import state_of

SHOWN = 300


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The table; ``?days=`` how long cards may lie unscanned before their placement is named."""
    typed, problem = request.query_params.get("days", str(QUIET_DAYS)), None
    try:
        days = read_quiet_days(typed)
    except Problem as told:
        days, problem = QUIET_DAYS, told
    state, language = state_of(request), language_of(request)
    found = await make_reconciliation(state, days, language=language)
    return admin_page(
        request,
        staff,
        "reconciliation",
        problem=problem,
        form={"days": typed},
        found=found,
        days=days,
        usual=QUIET_DAYS,
        lines=found.lines[:SHOWN],
        shown=SHOWN,
        total=total([line.placed.stock for line in found.lines]),
        scans=sum(line.scans for line in found.lines),
        clock=state.office.zone.clock,
    )


async def download(request: Request, staff: Staff) -> ASGIApp:
    """The table as a file; the log says who took it."""
    days = read_quiet_days(request.query_params.get("days", str(QUIET_DAYS)))
    form = request.query_params.get("format", "xlsx")
    made = await make_reconciliation(state_of(request), days, language=language_of(request))
    answer = await file_of(made, form)
    await do_as(request, staff, "report.reconciliation", {"days": days, "format": form})
    return answer
