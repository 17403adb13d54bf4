"""What handlers ask of a request, and the answers they give it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from kiosk.web.http.headers import MATCH
from kiosk.web.http.reply import send_reply
from kiosk.web.pages.cache import Sheet, Told
from kiosk.web.pages.public import Updated
from kiosk.web.state import State


def state_of(request: Request) -> State:
    """The state of the service."""
    state: State = request.app.state.state
    return state


def district_of(request: Request) -> str:
    """The district that an address asks for; empty where it names none that exists."""
    asked = request.query_params.get("district", "")
    return asked if asked in state_of(request).snapshot.catalogue.districts else ""


def updated_of(request: Request, service: str, district: str) -> Updated | None:
    """What has changed since the batch that an address names was printed (``?print=B0001``)."""
    asked = request.query_params.get("print")
    return state_of(request).updated(asked, service, district) if asked else None


class Canonical:
    """A page at its own address: kept by browsers, and asked again each time."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer."""
        encoding, match = read_choice(scope)
        await send_reply(scope, send, self._sheet.canonical(encoding, match))


class Fresh:
    """A page of this moment: never kept."""

    def __init__(self, sheet: Sheet | Told) -> None:
        self._sheet = sheet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer."""
        encoding, _ = read_choice(scope)
        await send_reply(scope, send, self._sheet.reply(encoding, ""))


def read_choice(scope: Scope) -> tuple[bytes, bytes]:
    """Accept-Encoding and If-None-Match of a request."""
    encoding = match = b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            encoding = value
        elif name == b"if-none-match":
            match = value[:MATCH]
    return encoding, match
