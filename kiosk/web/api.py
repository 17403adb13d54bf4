"""What programs ask for, with a bearer token: the same reports and print files as everywhere."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from kiosk.acts import Request as Act
from kiosk.acts.token import digest_of
from kiosk.domain.problem import Problem
from kiosk.domain.report import Ask
from kiosk.printing import Format
from kiosk.reports import Format as ReportFormat
from kiosk.store import tokens
from kiosk.web.print_file import Wish, print_file
from kiosk.web.report import download, make_report
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


async def files(request: Request) -> Response:
    """``GET /api/v1/batches/{batch}/files?profile=&sheet=&turn=&gutter=&range=&format=``."""
    name = await holder(request)
    state, batch = state_of(request), request.path_params["batch"]
    wish = Wish.read(request.query_params, usual=Format.ZIP)
    answer = await print_file(state, batch, wish)
    noted = {"batch": batch, **wish.noted}
    await state.do(Act("cards.download", noted, f"token:{name}", secrets.token_hex(16)))
    return answer


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
