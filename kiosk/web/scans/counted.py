"""The door of an address that is counted: who comes, what is written down, and then the page.

Doors stand before the router: an opening costs reading the code, its tag, a row and a write.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple, Protocol

from starlette.types import Receive, Scope, Send

from kiosk.domain.code import read_code
from kiosk.domain.placement import CodeRange
from kiosk.domain.scan import Act, Class, Sign
from kiosk.recorder import Target
from kiosk.web.http.reply import Reply, reply, send_reply
from kiosk.web.http.visitors import read_visitor
from kiosk.web.scans.staff_mark import is_marked
from kiosk.web.state import State

_BUSY = reply(503, [(b"cache-control", b"no-store"), (b"content-length", b"0")], b"")
_METHODS = reply(405, [(b"allow", b"GET, HEAD"), (b"content-length", b"0")], b"")

# What another process may just have made: a code, or the key that signed it.
_NOT_HERE = frozenset({Class.UNKNOWN, Class.FORGED})


class Ready(Protocol):
    """A page ready to be sent (a `Sheet`, or what is spliced)."""

    def reply(self, accept_encoding: bytes, outcome: str) -> Reply:
        """The answer."""


class Issued(NamedTuple):
    """A code that was read, verified and found, and the range it was made in."""

    number: int
    serial: int
    span: CodeRange


class Reading(NamedTuple):
    """What an address was read as: the page, and what is written down of its opening.

    A `target` gets a row before the page is sent; a `klass` alone (a code that leads nowhere) is
    counted by the day; without either nothing is counted.
    """

    page: Ready
    target: Target | None = None
    klass: Class | None = None


class Door(ABC):
    """Answers the addresses of one act."""

    act: ClassVar[Act]  # what openings of a code that leads nowhere count as

    def __init__(self, state: State) -> None:
        self.state = state
        settings = state.office.settings
        self._proxies = frozenset(settings.trusted_proxies)
        self._is_secure = settings.is_secure

    @abstractmethod
    def read(self, path: str, query: bytes) -> Reading:
        """What an address leads to; `path` without the public address's own path."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer one request."""
        if scope["method"] not in ("GET", "HEAD"):
            await send_reply(scope, send, _METHODS)
            return
        visitor = read_visitor(
            scope["headers"],
            scope["client"][0] if scope["client"] else "",
            proxies=self._proxies,
            is_secure=self._is_secure,
        )
        page, target, klass = self.read(scope["path"], scope["query_string"])
        visit = visitor.visit
        if visitor.cookie and is_marked(self.state, visitor.cookie):
            visit = visit._replace(signs=visit.signs | Sign.STAFF.value)
        if klass in _NOT_HERE and await self.state.look_again():
            page, target, klass = self.read(scope["path"], scope["query_string"])
        outcome = ""
        if scope["method"] == "GET":
            if target is not None:
                outcome = await self.state.recorder.record(target, visit)
            elif klass is not None:
                self.state.recorder.count(self.act, klass)
        if visit.is_prefetch:
            await send_reply(scope, send, _BUSY)
            return
        await send_reply(scope, send, page.reply(visitor.accept_encoding, outcome))

    def find(self, code: str) -> Issued | Class:
        """A code that was issued; else the class of an opening of one that was not."""
        number = read_code(code)
        if number is None:
            return Class.UNKNOWN
        serial = self.state.office.signer.verify(number)
        if serial is None:
            return Class.FORGED
        span = self.state.snapshot.ranges.find(serial)
        return Class.UNKNOWN if span is None else Issued(number, serial, span)
