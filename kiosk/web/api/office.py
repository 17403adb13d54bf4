"""What programs ask for, with a bearer token: the same reports and print files as everywhere."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk.acts import Request as Act
from kiosk.batches import Format, offers_json, read_stock, stock_json
from kiosk.domain.problem import Problem
from kiosk.domain.reconciliation import QUIET_DAYS
from kiosk.domain.report import Ask
from kiosk.reports import Format as ReportFormat
from kiosk.reports import read_quiet_days
from kiosk.reports.stale import listed, stale_json
from kiosk.store import batches
from kiosk.store.driver import Reader
from kiosk.web.bearer import holder
from kiosk.web.files.preflight import examine, verdict_json
from kiosk.web.files.print_file import Wish, print_file
from kiosk.web.files.report import download, make_report
from kiosk.web.reconciliation import file_of, make_reconciliation
from kiosk.web.requests import state_of


async def scans(request: Request) -> Response:
    """``GET /api/v1/reports/scans?from=&to=&by=&format=``."""
    name = await holder(request)
    state, asked = state_of(request), request.query_params
    for parameter in ("from", "to"):
        if parameter not in asked:
            raise Problem("parameter-missing", name=parameter)
    ask = Ask.read(asked["from"], asked["to"], asked.get("by", "day"))
    form = ReportFormat.read(asked.get("format", "json"))
    answer = await download(await make_report(state, ask), form)
    noted = ask.asked | {"format": form.name}
    await state.do(Act("report.download", noted, f"token:{name}", secrets.token_hex(16)))
    return answer


async def reconciliation(request: Request) -> Response:
    """``GET /api/v1/reports/reconciliation?days=&format=``."""
    name = await holder(request)
    state, asked = state_of(request), request.query_params
    days = read_quiet_days(asked.get("days", str(QUIET_DAYS)))
    form = asked.get("format", "json")
    answer = await file_of(await make_reconciliation(state, days), form)
    noted = {"days": days, "format": form}
    await state.do(Act("report.reconciliation", noted, f"token:{name}", secrets.token_hex(16)))
    return answer


async def stock(request: Request) -> Response:
    """``GET /api/v1/batches/{batch}/stock``: the life of a batch, and what became of its cards."""
    await holder(request)
    office, batch = state_of(request).office, request.path_params["batch"]

    async def work(reader: Reader) -> dict[str, object]:
        placed = await read_stock(reader, batch)
        return stock_json(placed, await batches.life(reader, batch), office.zone)

    return _json(await office.driver.read(work))


async def stale(request: Request) -> Response:
    """``GET /api/v1/stale``: printed batches that no longer say what holds."""
    await holder(request)
    state = state_of(request)
    office, found = state.office, await state.stale()
    batches_found = await office.driver.read(
        lambda reader: listed(reader, found, zone=office.zone, now=office.now())
    )
    return _json(stale_json(batches_found, found.unkept, office.zone))


def _json(value: dict[str, object], *, status: int = 200) -> Response:
    return JSONResponse(value, status, headers={"cache-control": "no-store"})


async def designs(request: Request) -> Response:
    """``GET /api/v1/designs``: what may be ordered and how files of it are made."""
    await holder(request)
    return _json(offers_json())


async def preflight(request: Request) -> Response:
    """``GET /api/v1/batches/{batch}/preflight``: the verdict on a batch's cards, with its report.

    ``POST`` examines them first; 202 where that goes on.
    """
    name = await holder(request)
    state, batch = state_of(request), request.path_params["batch"]
    is_ended = True
    if request.method == "POST":
        is_ended = await examine(state, batch, by=f"token:{name}")
    return _json(await verdict_json(state, batch), status=200 if is_ended else 202)


async def files(request: Request) -> Response:
    """``GET /api/v1/batches/{batch}/files?profile=&sheet=&turn=&gutter=&range=&format=``."""
    name = await holder(request)
    state, batch = state_of(request), request.path_params["batch"]
    wish = Wish.read(request.query_params, usual=Format.ZIP)
    answer = await print_file(state, batch, wish)
    noted = {"batch": batch, **wish.noted}
    await state.do(Act("cards.download", noted, f"token:{name}", secrets.token_hex(16)))
    return answer
