"""The first thing a request meets: doors that must be fast, then the router."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.web.http.reply import send_reply
from kiosk.web.pages.cache import SECURITY, security
from kiosk.web.requests import read_choice
from kiosk.web.scans.scan import ScanDoor
from kiosk.web.scans.screen import ScreenDoor
from kiosk.web.state import State

_SERVICES = "/services/"


class Front:
    """Scans, screens and workflow pages are answered from memory; all else goes to the router.

    The service may live under a path (``/mbk``): a proxy may pass it on or take it away.
    """

    def __init__(self, state: State, router: ASGIApp) -> None:
        self._state = state
        self._router = router
        self._scan = ScanDoor(state)
        self._screen = ScreenDoor(state)
        self._base = state.office.settings.base_path
        self._extra = security(transport=state.office.settings.strict_transport)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._router(scope, receive, send)
            return
        path = scope["path"]
        if self._base and (path == self._base or path.startswith(self._base + "/")):
            path = scope["path"] = path[len(self._base) :] or "/"
        if path.startswith(("/S/", "/s/")):
            await self._scan(scope, receive, send)
        elif path.startswith("/kiosk/"):
            await self._screen(scope, receive, send)
        elif path.startswith(_SERVICES) and not scope["query_string"] and self._is_get(scope):
            await self._service(scope, receive, send)
        else:
            await self._routed(scope, receive, send)

    async def _service(self, scope: Scope, receive: Receive, send: Send) -> None:
        revision = self._state.snapshot.catalogue.find(scope["path"][len(_SERVICES) :])
        if revision is None:
            await self._routed(scope, receive, send)
            return
        encoding, match = read_choice(scope)
        sheet = self._state.shelf.service(revision.service.id, "zh", "")
        await send_reply(scope, send, sheet.canonical(encoding, match))

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.pop("extensions", None)  # handlers there change what others send: message by message

        async def dressed(message: Message) -> None:
            # A sheet has them already; answers of other handlers get them here.
            if message["type"] == "http.response.start" and SECURITY[0] not in message["headers"]:
                told = {name for name, _ in message["headers"]}
                lacking = [pair for pair in self._extra if pair[0] not in told]
                message["headers"] = [*message["headers"], *lacking]
            await send(message)

        if not scope["path"].isprintable():  # no address of ours, and no text for a database
            scope["path"] = "/api/-" if scope["path"].startswith("/api/") else "/-/-"
        await self._router(scope, receive, dressed)

    @staticmethod
    def _is_get(scope: Scope) -> bool:
        return scope["method"] in ("GET", "HEAD")
