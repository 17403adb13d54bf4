"""The scan: a code's address answers with the page itself, after the scan is durably stored.

This door stands before the router: a scan costs reading the code, its tag, a row and a write.
"""

from __future__ import annotations

from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from kiosk.domain.code import letters, read_code
from kiosk.domain.placement import CodeRange
from kiosk.domain.scan import Act, Class
from kiosk.domain.workflow import Service, Status
from kiosk.recorder import Target
from kiosk.web.answers import Sheet, send_messages
from kiosk.web.state import State
from kiosk.web.visitors import Visitor, read_visitor

_BUSY = (
    {
        "type": "http.response.start",
        "status": 503,
        "headers": [(b"cache-control", b"no-store"), (b"content-length", b"0")],
    },
    {"type": "http.response.body", "body": b""},
)
_METHODS = (
    {
        "type": "http.response.start",
        "status": 405,
        "headers": [(b"allow", b"GET, HEAD"), (b"content-length", b"0")],
    },
    {"type": "http.response.body", "body": b""},
)


class Opened(NamedTuple):
    """A code that was read: what it leads to, and the page that shows it."""

    target: Target
    sheet: Sheet


class ScanDoor:
    """Answers ``/S/{code}`` and ``/S/{code}/{service}``."""

    def __init__(self, state: State) -> None:
        self._state = state
        settings = state.office.settings
        self._proxies = frozenset(settings.trusted_proxies)
        self._is_secure = settings.is_secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer one request whose path begins with ``/S/``."""
        if scope["method"] not in ("GET", "HEAD"):
            await send_messages(send, _METHODS)
            return
        visitor = read_visitor(
            scope["headers"],
            scope["client"][0] if scope["client"] else "",
            proxies=self._proxies,
            is_secure=self._is_secure,
        )
        code, _, service = scope["path"][3:].partition("/")
        is_typed = b"by=typed" in scope["query_string"]
        opened = self._open(code, service, is_typed=is_typed)
        if not isinstance(opened, Opened):
            await self._refuse(code, opened, scope["method"], visitor, send)
            return
        outcome = ""
        if scope["method"] == "GET":
            outcome = await self._state.recorder.record(opened.target, visitor.visit)
        if visitor.visit.is_prefetch:
            await send_messages(send, _BUSY)
            return
        start, body = opened.sheet.messages(visitor.accept_encoding, outcome)
        await send(start)
        await send(body)

    def _open(self, code: str, service: str, *, is_typed: bool) -> Opened | Class | None:
        """What a code leads to; the class of one that leads nowhere; None: no such address."""
        number = read_code(code)
        if number is None:
            return Class.UNKNOWN
        serial = self._state.office.signer.verify(number)
        if serial is None:
            return Class.FORGED
        span = self._state.snapshot.ranges.find(serial)
        if span is None:
            return Class.UNKNOWN
        if service and span.service:
            return None  # the card of one service opens no other
        wanted = service.upper() or span.service
        target = Target(Act.VIEW if service else Act.SCAN, span, serial, wanted, is_typed)
        return self._page(target, number)

    def _page(self, target: Target, number: int) -> Opened | None:
        shelf, span = self._state.shelf, target.span
        if span.is_recalled:
            return Opened(target._replace(is_gone=True), self._recalled(span))
        if not target.service:
            return Opened(target, shelf.directory_of(letters(number), "zh", span.district))
        service = self._service(target.service)
        if service is None or (service.slot is None and service.status is not Status.WITHDRAWN):
            return None
        if service.status is Status.WITHDRAWN:
            page = shelf.pages.withdrawn("zh", service.id)
            return Opened(target._replace(is_gone=True), shelf.sheet(page))
        return Opened(target, shelf.service(service.id, "zh", span.district))

    def _service(self, wanted: str) -> Service | None:
        revision = self._state.snapshot.catalogue.by_id.get(wanted)
        return None if revision is None else revision.service

    def _recalled(self, span: CodeRange) -> Sheet:
        snapshot, shelf = self._state.snapshot, self._state.shelf
        batch = snapshot.batches[span.batch] if span.batch else None
        page = shelf.pages.recalled(
            "zh",
            reason=batch.reason if batch else None,
            replacement=batch.replacement if batch else None,
            service=span.service or None,
            district=span.district,
        )
        return shelf.sheet(page)

    async def _refuse(
        self, code: str, klass: Class | None, method: str, visitor: Visitor, send: Send
    ) -> None:
        """Say that a code was not recognised, and not which way it was wrong."""
        if klass is not None and method == "GET":
            self._state.recorder.count(Act.SCAN, klass)
        if visitor.visit.is_prefetch:
            await send_messages(send, _BUSY)
            return
        await send_messages(send, self._state.shelf.unrecognised("zh", code))
