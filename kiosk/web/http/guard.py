"""A bare install must be safe without a proxy: deadlines, sizes and one known Host.

uvicorn alone lets a thousand trickling connections stay open, and takes headers of any size,
two Hosts and HTTP/0.9. This protocol closes them, in the parser's own callbacks, and sends the
answers that are ready (`kiosk.web.http.reply`) in one write. What it touches of uvicorn's private
parts is held by tests/web/test_uvicorn.py.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any, ClassVar

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from kiosk.web.http.crowd import Crowd, Standing
from kiosk.web.http.host import Hosts
from kiosk.web.http.reply import WHOLE, Header, Reply
from kiosk.web.http.taking import reset, taking_of
from kiosk.web.http.told import Told
from kiosk.web.http.visitors import client_of

HEAD_S = 10.0  # from the first byte, or from the connection, to the end of the headers
BODY_S = 30.0
DRAIN_S = 1.0  # an idle connection, once the server is to end
STALL_S = 20.0  # in this time a peer must take
STALL_BYTES = 4_096  # so much of what waits for it, or all of it
UNREAD_S = 3.0  # then who does not take anything makes room for a newcomer
SWEEP_S = 1.0
HEAD_BYTES = 16 * 1024
URL_BYTES = 2_048
HEADERS = 64
CRUMBS = 512  # parts of a body in one slice
SLICE_BYTES = 4_096  # of what came in one piece: so many requests at most are read before a look
PIPELINED = 16  # requests that wait for the one before; then reading waits too
CONNECTIONS = 10_000
CONNECTIONS_PER_ADDRESS = 1_000  # a hall's phones come from one address
_SWEPT_AT_ONCE = 200

# uvicorn tells of each request that it cannot read, and of failures of ours: only these are kept.
_LOGGER = logging.getLogger("kiosk.http")


class Refusal(Exception):  # noqa: N818 - the request is refused, the server is well
    """What the parser's callbacks raise to end a connection."""


class Guard(HttpToolsProtocol):
    """uvicorn's protocol with limits; use a class from `guard_for`."""

    hosts: ClassVar[Hosts]
    proxies: ClassVar[frozenset[str]]
    crowd: ClassVar[Crowd[Guard]]
    refusal_lines: ClassVar[bytes]
    _refusals: ClassVar[Told]
    _cuts: ClassVar[Told]
    _said: ClassVar[tuple[list[Header], bytes]] = ([], b"")
    is_swept: ClassVar[bool] = False
    is_draining = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and give it ten seconds for its first request."""
        super().connection_made(transport)
        self.logger = _LOGGER
        self._refused: int | None = None
        self._in_head = False
        self._head_bytes = 0
        self._held = b""
        self._under_way: RequestResponseCycle | None = None
        self._extensions: Any = {WHOLE: self._answer}
        self._deadline: float | None = self.loop.time() + HEAD_S
        self._owes = False  # something was sent, or will be, that the peer has to take
        self._taken = 0
        self._taken_at: float | None = None
        self._is_over = False
        self._passed_on: str | None = None
        self._address = self.client[0] if self.client else ""
        self._is_proxied = self._address in self.proxies
        if not self.crowd.join(self, self._address):
            self._cuts.add("crowded", self.loop)
            transport.abort()
            return
        if self.crowd.is_draining:
            self.shutdown()
        if not self.is_swept:
            type(self).is_swept = True
            self.loop.call_later(SWEEP_S, type(self).sweep, self.loop)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._give_up()
        self.crowd.leave(self)
        self._end_passed_on()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, in slices: a peer may send many requests before it reads an answer."""
        if self._held:
            self._held += data  # at most what was on its way when reading was paused
        elif len(data) <= SLICE_BYTES and not self.pipeline:
            self._parse(data)
        else:
            self._parse_slices(data)

    def _parse_slices(self, data: bytes) -> None:
        for at in range(0, len(data), SLICE_BYTES):
            if len(self.pipeline) >= PIPELINED:
                self._held = data[at:]
                self.flow.pause_reading()
                return
            self._parse(data[at : at + SLICE_BYTES])
            if self.transport.is_closing():
                return

    def _parse(self, data: bytes) -> None:
        """Feed the parser; a head that grows too long ends here, before it is kept."""
        if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            self._deadline = self.loop.time() + HEAD_S
        self._chunk, self._parts = len(data), 0
        super().data_received(data)
        if self._in_head and self._refused is None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refused = 431
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """Start the clock of a request's head."""
        super().on_message_begin()
        self._in_head, self._is_over = True, False
        self._head_bytes = 0
        self._deadline = self.loop.time() + HEAD_S

    def on_headers_complete(self) -> None:
        """Admit a request of bounded size with exactly one Host, ours; then wait for its body.

        Bounds are looked at once, here: a head that does not end is cut in `_parse`.
        """
        self._in_head = False
        self._deadline = self.loop.time() + BODY_S
        if self.parser.get_http_version() not in ("1.0", "1.1"):
            self._refuse(505)
        if len(self.url) > URL_BYTES:
            self._refuse(414)
        if len(self.headers) > HEADERS or self._is_long():
            self._refuse(431)
        if status := self.hosts.refusal(self.headers, self.url):
            self._refuse(status)
        if self._is_proxied and self._passed_on is None:
            client = client_of(self.headers, self._address, self.proxies)
            self._passed_on = self.crowd.begin(client)
            if self._passed_on is None:
                self._refuse(503)
        self._owes = True
        super().on_headers_complete()
        if not self.pipeline:
            self._under_way = self.cycle
        self.scope["extensions"] = self._extensions
        if self.is_draining:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take a part of a body; in crumbs it costs more than it brings."""
        self._parts += 1
        if self._parts > CRUMBS:
            self._refuse(400)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole: what takes time now is our own work."""
        super().on_message_complete()
        self._deadline = None

    def on_response_complete(self) -> None:
        """Go on with what waits; while much does, nothing more is read."""
        if self.pipeline:
            self._under_way = self.pipeline[-1][0]
        elif self._passed_on is not None:
            self._end_passed_on()
        super().on_response_complete()
        if len(self.pipeline) >= PIPELINED:
            self.flow.pause_reading()
        elif self._held and not self.transport.is_closing():
            held, self._held = self._held, b""
            self.data_received(held)

    def _give_up(self) -> None:
        """Nobody reads any more what is asked for here: whoever makes it need not send it."""
        self._held = b""
        for cycle in (self._under_way, *(waiting for waiting, _ in self.pipeline)):
            if cycle is not None and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()

    def _end_passed_on(self) -> None:
        if self._passed_on is not None:
            self.crowd.end(self._passed_on)
            self._passed_on = None

    def timeout_keep_alive_handler(self) -> None:
        """Close what is idle; where an answer still waits to be taken, when it was."""
        self._is_over = True
        if not self._owes:
            super().timeout_keep_alive_handler()

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
        if self._is_answered and not self._in_head and not self.transport.is_closing():
            self.transport.close()

    def end_unless_working(self) -> None:
        """The server ends: cut all but those whose answer we have not begun.

        An answer that was begun is seen to be cut off; one that the kernel has whole it delivers.
        """
        if self._is_answered and not self._in_head and not self.transport.get_write_buffer_size():
            self.transport.close()
        elif self.standing is not Standing.BUSY or self._has_begun:
            self.cut()

    def cut(self) -> None:
        """End the connection at once; who was being answered sees that the answer is not whole."""
        if self.standing is Standing.IDLE and not self._owes:
            self.transport.close()
            return
        self._give_up()
        reset(self.transport)

    @property
    def _has_begun(self) -> bool:
        return self._under_way is not None and self._under_way.response_started

    @property
    def _is_answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    @property
    def standing(self) -> Standing:
        """What the connection waits for just now."""
        if self._deadline is not None and (self._in_head or not self._is_answered):
            return Standing.ASKING
        if self._is_answered:
            return Standing.IDLE
        since = self._taken_at
        is_stuck = since is not None and self.loop.time() - since > UNREAD_S
        return Standing.UNREAD if is_stuck and self.flow.write_paused else Standing.BUSY

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words stay inside
        """Answer what cannot be read, in one line, and close."""
        if self.transport.is_closing():
            return
        status = self._refused or 400
        self._refusals.add(str(status), self.loop)
        self._owes = True
        self.transport.write(
            STATUS_LINE[status]
            + b"content-length: 0\r\ncache-control: no-store\r\nconnection: close\r\n"
            + self.refusal_lines
            + b"\r\n"
        )
        self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Anybody may ask for another protocol, and is answered in this one."""

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

    @classmethod
    def sweep(cls, loop: asyncio.AbstractEventLoop) -> None:
        """End what is late, once a second while anything is open."""
        if len(cls.crowd):
            loop.call_later(SWEEP_S, cls.sweep, loop)  # first: whatever is found, it goes on
            cls._sweep_some(loop, list(cls.crowd))
        else:
            cls.is_swept = False

    @classmethod
    def _sweep_some(cls, loop: asyncio.AbstractEventLoop, left: list[Guard]) -> None:
        """Look at a few, then let others have their turn."""
        now = loop.time()
        for connection in left[-_SWEPT_AT_ONCE:]:
            connection.end_if_late(now)
        del left[-_SWEPT_AT_ONCE:]
        if left:
            loop.call_soon(cls._sweep_some, loop, left)

    def end_if_late(self, now: float) -> None:
        """Cut a connection whose time is up, or whose peer does not take what it asked for."""
        if self._deadline is not None and self.flow.read_paused:
            self._deadline = max(self._deadline, now + HEAD_S)  # it is we who do not listen
        elif (
            self._deadline is not None and now > self._deadline and not self.transport.is_closing()
        ):
            self._cuts.add("late", self.loop)
            self.cut()
            return
        if self._owes:
            self._look_at_peer(now)

    def _look_at_peer(self, now: float) -> None:
        taking = taking_of(self.transport)
        if taking is None or not taking.is_waiting:
            self._taken_at = None
            self._owes = not self._is_answered
            if self._is_over and self._is_answered and not self._in_head:
                super().timeout_keep_alive_handler()
        elif self._taken_at is None or taking.taken - self._taken >= STALL_BYTES:
            self._taken, self._taken_at = taking.taken, now
        elif now - self._taken_at > STALL_S:
            self._cuts.add("unread", self.loop)
            self.cut()


def guard_for(
    hosts: Iterable[str],
    *,
    proxies: Iterable[str] = (),
    base: str = "",
    connections: int = CONNECTIONS,
    refusal_headers: Iterable[Header] = (),
) -> type[Guard]:
    """A protocol class for uvicorn's ``http=`` that answers to `hosts` and to loopback.

    Connections from `proxies` are not counted against the limit of one address, but what they pass
    on is. `base` is the path of the public address, `refusal_headers` what answers that the guard
    gives by itself carry as well.
    """
    _LOGGER.setLevel(logging.ERROR)
    trusted = frozenset(proxies)
    members: dict[str, Any] = {
        "hosts": Hosts(hosts, base=base),
        "proxies": trusted,
        "crowd": Crowd(most=connections, of_address=CONNECTIONS_PER_ADDRESS, proxies=trusted),
        "refusal_lines": b"".join(b"%s: %s\r\n" % header for header in refusal_headers),
        "_refusals": Told("requests-refused"),
        "_cuts": Told("connections-cut"),
    }
    return type("HostGuard", (Guard,), members)
