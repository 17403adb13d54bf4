"""Browsers in which somebody has signed in before: strangers' failures cannot make them wait.

Without this, whoever keeps guessing at a name keeps its owner out as well. A known browser is
counted on its own, with the same growing wait, so the mark is worth nothing to a thief.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kiosk.acts.throttle import keyed
from kiosk.web.http.own_cookie import KNOWN
from kiosk.web.requests import state_of

_KEPT_S: Final = 180 * 86_400


def browser_of(request: Request, name: str) -> str | None:
    """The mark of a browser in which the account `name` signed in before."""
    found = KNOWN.read(request, state_of(request).office.settings)
    mark, _, tag = (found or "").partition(".")
    if mark and hmac.compare_digest(tag.encode(), _tag(request, name, mark).encode()):
        return mark
    return None


def make_known(request: Request, response: Response, name: str) -> None:
    """Mark the browser, anew at each sign-in."""
    settings, mark = state_of(request).office.settings, secrets.token_urlsafe(16)
    value = f"{mark}.{_tag(request, name, mark)}"
    KNOWN.give(response, settings, value, max_age=_KEPT_S)


def _tag(request: Request, name: str, mark: str) -> str:
    return keyed(state_of(request).office, "known browser", f"{name}\0{mark}")
