"""Bearer tokens: which program asks."""

from __future__ import annotations

from starlette.requests import Request

from kiosk.acts.token import digest_of
from kiosk.domain.problem import Problem
from kiosk.store import tokens
from kiosk.web.http.headers import header
from kiosk.web.requests import state_of


async def holder(request: Request) -> str:
    """The name of the token that asks; raises Problem where there is none that holds."""
    scheme, _, token = header(request, "authorization").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("token-needed")
    digest = digest_of(token.strip())
    name = await state_of(request).office.driver.read(lambda reader: tokens.holder(reader, digest))
    if name is None:
        raise Problem("token-refused")
    return name
