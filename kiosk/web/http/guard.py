"""A bare install must be safe without a proxy: deadlines, sizes and one known Host.

uvicorn alone lets a thousand trickling connections stay open, and takes headers of any size,
two Hosts and HTTP/0.9. This protocol closes them, in the parser's own callbacks, and sends the
answers that are ready (`kiosk.web.http.reply`) in one write.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlsplit
from weakref import WeakSet

import httptools
from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kiosk.web.http.reply import WHOLE, Header, Reply

HEAD_S = 10.0  # from the first byte, or from the connection, to the end of the headers
BODY_S = 30.0
DRAIN_S = 1.0  # an idle connection, once the server is to end
CLOSING_S = 30.0  # a peer that does not read its answer
SWEEP_S = 1.0
HEAD_BYTES = 16 * 1024
URL_BYTES = 2_048
HEADERS = 64
CONNECTIONS = 10_000
CONNECTIONS_PER_ADDRESS = 1_000  # a hall's phones come from one address

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Refusal(Exception):  # noqa: N818 - the request is refused, the server is well
    """What the parser's callbacks raise to end a connection."""


class Guard(HttpToolsProtocol):
    """uvicorn's protocol with limits; use a class from `guard_for`."""

    hosts: ClassVar[frozenset[str]] = _LOOPBACK
    proxies: ClassVar[frozenset[str]] = frozenset()
    _known_hosts: ClassVar[dict[bytes, bool]]
    _open: ClassVar[WeakSet[Guard]]
    _by_address: ClassVar[Counter[str]]
    _said: ClassVar[tuple[list[Header], bytes]] = ([], b"")
    is_swept: ClassVar[bool] = False
    is_draining = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and give it ten seconds for its first request."""
        super().connection_made(transport)
        self._refused: int | None = None
        self._in_head = False
        self._head_bytes = 0
        self._chunk = 0
        self._extensions: Any = {WHOLE: self._answer}
        self._closing_since: float | None = None
        self._deadline: float | None = self.loop.time() + HEAD_S
        self._address = self.client[0] if self.client else ""
        self._open.add(self)
        self._by_address[self._address] += 1
        if len(self._open) > CONNECTIONS or self._crowded():
            transport.abort()
        elif not self.is_swept:
            type(self).is_swept = True
            self.loop.call_later(SWEEP_S, type(self).sweep, self.loop)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._open.discard(self)
        self._by_address[self._address] -= 1
        if self._by_address[self._address] <= 0:
            del self._by_address[self._address]

    def data_received(self, data: bytes) -> None:
        """Feed the parser; a head that grows too long ends here, before it is kept."""
        if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            self._deadline = self.loop.time() + HEAD_S
        self._chunk = len(data)
        super().data_received(data)
        if self._in_head and self._refused is None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refused = 431
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """Start the clock of a request's head."""
        super().on_message_begin()
        self._in_head = True
        self._head_bytes = 0
        self._deadline = self.loop.time() + HEAD_S

    def on_headers_complete(self) -> None:
        """Admit a request of bounded size with exactly one Host, ours; then wait for its body.

        Bounds are looked at once, here: a head that does not end is cut in `data_received`.
        """
        self._in_head = False
        self._deadline = self.loop.time() + BODY_S
        if self.parser.get_http_version() not in ("1.0", "1.1"):
            self._refuse(505)
        if len(self.url) > URL_BYTES:
            self._refuse(414)
        if len(self.headers) > HEADERS or self._is_long():
            self._refuse(431)
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) != 1:
            self._refuse(400)
        if not self._is_ours(hosts[0]) or not self._is_plain_target():
            self._refuse(421)
        super().on_headers_complete()
        self.scope["extensions"] = self._extensions
        if self.is_draining:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """The request is whole: what takes time now is our own work."""
        super().on_message_complete()
        self._deadline = None

    def shutdown(self) -> None:
        """Let the connection end: after its next answer, or when it stays idle.

        Closed at once, a request that is on its way just then would fail.
        """
        self.is_draining = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.keep_alive = False
        else:
            self.loop.call_later(DRAIN_S, self._end_if_idle)

    def _end_if_idle(self) -> None:
        is_idle = self.cycle is None or self.cycle.response_complete
        if is_idle and not self._in_head and not self.transport.is_closing():
            self.transport.close()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words stay inside
        """Answer what cannot be read, in one line, and close."""
        if self.transport.is_closing():
            return
        status = self._refused or 400
        self.transport.write(
            STATUS_LINE[status]
            + b"content-length: 0\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
        )
        self.transport.close()

    def _answer(self, scope: Scope, answer: Reply) -> bool:
        """Send a whole answer in one write, then do what uvicorn does after sending one."""
        cycle = self.cycle
        if cycle.scope is not scope or cycle.response_started or cycle.disconnected:
            return False  # also where requests came without waiting: this one is not the last
        if cycle.flow.write_paused:
            return False
        cycle.response_started = True
        cycle.waiting_for_100_continue = False
        self.transport.write(
            b"".join(
                (
                    answer.head,
                    self._lines(self.server_state.default_headers),
                    b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n",
                    b"" if scope["method"] == "HEAD" else answer.body["body"],
                )
            )
        )
        cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        return True

    @classmethod
    def _lines(cls, headers: list[Header]) -> bytes:
        """The date, and what else the server says of itself: a new list once a second."""
        if headers is not cls._said[0]:
            lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
            cls._said = (headers, lines)
        return cls._said[1]

    def _is_long(self) -> bool:
        """Whether the head is too long: counted only where what came with it is."""
        if self._head_bytes + self._chunk <= HEAD_BYTES:
            return False
        lines = sum(len(name) + len(value) + 4 for name, value in self.headers)
        return len(self.url) + lines > HEAD_BYTES

    def _refuse(self, status: int) -> None:
        self._refused = status
        raise Refusal

    def _crowded(self) -> bool:
        crowded = self._by_address[self._address] > CONNECTIONS_PER_ADDRESS
        return crowded and self._address not in self.proxies

    def _is_ours(self, host: bytes) -> bool:
        known = self._known_hosts.get(host)
        if known is None:
            known = _host_name(host) in self.hosts
            if known:
                self._known_hosts[host] = known
        return known

    def _is_plain_target(self) -> bool:
        """Whether the target is a path; an absolute address must name one of our hosts."""
        if self.url.startswith(b"/") or self.url == b"*":
            return True
        try:
            host = httptools.parse_url(self.url).host
        except httptools.HttpParserInvalidURLError:
            return False
        return host is not None and self._is_ours(host)

    @classmethod
    def sweep(cls, loop: asyncio.AbstractEventLoop) -> None:
        """End what is late, once a second while anything is open."""
        now = loop.time()
        for connection in list(cls._open):
            connection.end_if_late(now)
        if cls._open:
            loop.call_later(SWEEP_S, cls.sweep, loop)
        else:
            cls.is_swept = False

    def end_if_late(self, now: float) -> None:
        """Cut a connection whose time is up."""
        if self.transport.is_closing():
            self._closing_since = self._closing_since or now
            if now - self._closing_since > CLOSING_S:
                self.transport.abort()
        elif self._deadline is not None and now > self._deadline:
            self.transport.abort()


def guard_for(hosts: Iterable[str], *, proxies: Iterable[str] = ()) -> type[Guard]:
    """A protocol class for uvicorn's ``http=`` that answers to `hosts` and to loopback.

    Connections from `proxies` are not counted against the limit of one address.
    """
    names = _LOOPBACK | {host.lower() for host in hosts}
    members: dict[str, Any] = {
        "hosts": frozenset(names),
        "proxies": frozenset(proxies),
        "_known_hosts": {},
        "_open": WeakSet(),
        "_by_address": Counter(),
    }
    return type("HostGuard", (Guard,), members)


def _host_name(host: bytes) -> str | None:
    try:
        return urlsplit(f"//{host.decode('ascii')}").hostname
    except ValueError:
        return None
