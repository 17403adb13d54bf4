"""What programs ask for, with a bearer token: the same reports as the pages and commands."""

from __future__ import annotations

import secrets
from io import BytesIO
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.acts import Request as Act
from kiosk.acts.token import digest_of
from kiosk.domain.problem import Problem
from kiosk.domain.report import Ask, Imprint, Report
from kiosk.reports import Format, make
from kiosk.store import tokens
from kiosk.web.requests import state_of
from kiosk.web.state import State


async def scans(request: Request) -> Response:
    """``GET /api/v1/reports/scans?from=&to=&by=&format=``."""
    name = await holder(request)
    state, asked = state_of(request), request.query_params
    for name in ("from", "to"):
        if name not in asked:
            raise Problem("parameter-missing", name=name)
    ask = Ask.read(asked["from"], asked["to"], asked.get("by", "day"))
    form = Format.read(asked.get("format", "json"))
    answer = await download(await make_report(state, ask), form)
    by = ",".join(dimension.value for dimension in ask.by)
    noted = {"from": asked["from"], "to": asked["to"], "by": by, "format": form.name}
    await state.do(Act("report.download", noted, f"token:{name}", secrets.token_hex(16)))
    return answer


async def make_report(state: State, ask: Ask) -> Report:
    """A report on the catalogue in force; raises Problem."""
    office = state.office
    imprint = Imprint.of(
        office.zone, office.now(), issuer=office.settings.site_operator or "", language="zh"
    )
    unrecorded = state.losses.within(ask.period)
    catalogue = state.snapshot.catalogue
    return await office.driver.read(
        lambda reader: make(
            reader, ask, catalogue=catalogue, imprint=imprint, unrecorded=unrecorded
        )
    )


async def download(report: Report, form: Format) -> Response:
    """A report as a file with a name that people and old programs can read."""
    target = BytesIO()
    await run_in_threadpool(form.write, report, target)
    name, ascii_name = form.file_name(report)
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=utf-8''{quote(name)}"
    return Response(
        target.getvalue(),
        media_type=form.media_type,
        headers={"content-disposition": disposition, "cache-control": "no-store"},
    )


async def holder(request: Request) -> str:
    """The name of the token that asks; raises Problem where there is none that holds."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("token-needed")
    digest = digest_of(token.strip())
    name = await state_of(request).office.driver.read(lambda reader: tokens.holder(reader, digest))
    if name is None:
        raise Problem("token-refused")
    return name
