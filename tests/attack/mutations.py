"""Requests that are nearly right: bytes of good ones changed, cut, doubled and exchanged."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from tests.attack.inputs import FORM, MULTIPART, ORIGIN
from tests.attack.wire import request

QUIET_S: Final = 0.1  # then the peer says that no more comes
ENDS_S: Final = 20.0  # and by then the connection is over

WORDS: Final = (
    *(b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b"&", b"=", b"%00", b"%", b"\xff"),
    *(b"Transfer-Encoding: chunked\r\n", b"Content-Length: 3\r\n", b"Content-Length: -1\r\n"),
    *(b"Transfer-Encoding : x\r\n", b"Host: a\r\n", b"Connection: close\r\n", b"Upgrade: h2c\r\n"),
    *(b"Expect: 100-continue\r\n", b"Cookie: a=\"\\", b"Range: bytes=0-,-1\r\n", b"HTTP/1.0"),
    *(b"HTTP/9.9", b"0\r\n\r\n", b"7fffffffffffffff\r\n", b"/../", b"//", b"?", b"#", b"*"),
    *(b"POST ", b"HEAD ", b"OPTIONS ", "\u202e".encode(), "\u0316\u0300".encode() * 8, b"[" * 64),
    *(b"Content-Encoding: gzip\r\n", b"Content-Type: text/x\r\n", b"; boundary=\r\n", b"x" * 600),
)  # fmt: skip


def seeds(code: str, clerk: str) -> tuple[bytes, ...]:
    """Good requests of every kind."""
    form = b'name=zhangsan&password=12345678901234&next=/admin&carried=[["a","b"]]'
    part = b'--b\r\nContent-Disposition: form-data; name="name"; filename="x"\r\n\r\na\r\n--b--\r\n'
    chunks = b"4\r\nname\r\n2;x=y\r\n=a\r\n0\r\nX-Trailer: 1\r\n\r\n"
    typed, many = ("Content-Type", FORM), ("Content-Type", MULTIPART)
    agent = ("User-Agent", "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.49")
    device = f"Mingbai-Device device=D0001, time=1795492800000, signature={'A' * 86}"
    event = b'{"id":"0190a0d0-0000-7000-8000-000000000000","sequence":1,"at":1,"act":"touch"}'
    events = b'{"events":[' + event + b"]}"
    report = "/api/v1/reports/scans?from=2026-11-01&to=2026-11-30&by=day,service&format=csv"
    return (
        request("GET", f"/S/{code}", agent, ("Accept-Language", "zh"), ("Accept-Encoding", "br")),
        request("GET", f"/S/{code.lower()}/QC10?by=typed&from=singlemessage", agent),
        request("HEAD", f"/kiosk/{code}/QC10", agent),
        request("GET", "/services/QC10", ("If-None-Match", 'W/"a", "b"')),
        request("GET", "/en/services/notary?received=2026-11-30&print=B0001"),
        request("GET", "/static/site.css", ("Range", "bytes=0-99,200-")),
        request("GET", "/check?code=7K3M-Q2XA-9PRD", ("Cookie", 'mbk_known="a.b"; x=1')),
        request("GET", "/admin/batches?q=%E5%8E%86", ("Cookie", "__Secure-mbk_session=abc")),
        request("POST", "/admin/sign-in", ORIGIN, typed, body=form),
        request("POST", "/admin/sign-in", ORIGIN, many, body=part),
        request("POST", "/admin/batches/new", ORIGIN, many, body=part * 3),
        request("POST", f"/C/{clerk}", ORIGIN, typed, body=b"key=1&kind=given&n=1%2C200"),
        request("POST", "/admin/begin", ORIGIN, typed, ("Transfer-Encoding", "chunked")) + chunks,
        request("POST", "/api/v1/kiosk/events", ("Authorization", device), body=events),
        request("POST", "/api/v1/kiosk/enrol", body=b'{"token":"mbd_x","key":"MFkw"}'),
        request("GET", report, ("Authorization", "Bearer mbk_0123456789")),
        request("GET", "/metrics") + request("GET", "/readyz") + request("GET", "/healthz"),
    )  # fmt: skip


def mutated(chance: random.Random, good: Sequence[bytes]) -> bytes:
    """A change of a good request, or several."""
    sent = bytearray(chance.choice(good))
    changes = (_retype,) if chance.random() < 0.5 else _CHANGES
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 6))):
        chance.choice(changes)(chance, sent)
    return bytes(sent)


def _place(chance: random.Random, sent: bytearray) -> tuple[int, int]:
    start = chance.randrange(len(sent) + 1)
    return start, min(len(sent), start + chance.choice((1, 1, 2, 8, 40)))


def _flip(chance: random.Random, sent: bytearray) -> None:
    if sent:
        sent[chance.randrange(len(sent))] ^= 1 << chance.randrange(8)


def _retype(chance: random.Random, sent: bytearray) -> None:
    """Other plain characters in target, values and body: what parses as a request as before."""
    places = [place for start, end in _values(bytes(sent)) for place in range(start, end)]
    for place in chance.sample(places, min(chance.choice((1, 3, 12)), len(places))):
        sent[place] = chance.choice(b"%&=/?[]{}<>'\";,.-_~+0aZ")


def _values(sent: bytes) -> Iterator[tuple[int, int]]:
    """Where target, values of headers but Host, and body stand."""
    head = sent.find(b"\r\n\r\n")
    for line in re.finditer(rb"^\w+ (\S+) HTTP|^(?!Host)[\w-]+: ([^\r]*)\r", sent, re.MULTILINE):
        yield line.span(line.lastindex or 0)
    if head >= 0:
        yield head + 4, len(sent)


def _remove(chance: random.Random, sent: bytearray) -> None:
    start, end = _place(chance, sent)
    del sent[start:end]


def _double(chance: random.Random, sent: bytearray) -> None:
    start, end = _place(chance, sent)
    sent[end:end] = sent[start:end] * chance.choice((1, 1, 3, 200))


def _insert(chance: random.Random, sent: bytearray) -> None:
    start, _ = _place(chance, sent)
    sent[start:start] = chance.choice(WORDS)


def _insert_line(chance: random.Random, sent: bytearray) -> None:
    lines = bytes(sent).split(b"\r\n")
    lines.insert(chance.randint(1, len(lines)), chance.choice(WORDS).strip(b"\r\n"))
    sent[:] = b"\r\n".join(lines)


def _exchange(chance: random.Random, sent: bytearray) -> None:
    lines = bytes(sent).split(b"\r\n")
    chance.shuffle(lines)
    sent[:] = b"\r\n".join(lines)


def _cut(chance: random.Random, sent: bytearray) -> None:
    del sent[chance.randrange(len(sent) + 1) :]


_CHANGES: Final[tuple[Callable[[random.Random, bytearray], None], ...]] = (
    *(_retype, _flip, _remove, _double, _insert, _insert_line, _exchange, _cut),
)


@dataclass
class Mutants:
    """What came back: statuses by number, and requests that were not answered as they should."""

    port: int
    answers: Counter[int] = field(default_factory=Counter)
    failed: list[tuple[bytes, bytes]] = field(default_factory=list)
    hung: list[bytes] = field(default_factory=list)

    async def send(self, sent: bytes) -> None:
        """Send bytes on a connection of their own; when all is quiet, say that no more comes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        received = bytearray()
        with suppress(OSError):
            writer.write(sent)
            await _read(reader, received, QUIET_S)
            if writer.can_write_eof():
                writer.write_eof()
            try:
                async with asyncio.timeout(ENDS_S):
                    received += await reader.read()
            except TimeoutError:
                self.hung.append(sent)
        writer.transport.abort()
        self._note(sent, bytes(received))

    def _note(self, sent: bytes, received: bytes) -> None:
        """The first answer; what came after it on the same connection is its business."""
        head = received.split(b" ", 2)
        status = int(head[1]) if received.startswith(b"HTTP/1.") else 0
        self.answers[status] += 1
        is_busy = status == 503 and b"/admin/sign-in" in sent
        is_weaker = b"location: http://" in received.lower()  # the public address is https
        is_ours = status >= 500 and status != 505 and not is_busy
        if is_ours or is_weaker or (received and not status):
            self.failed.append((sent, received[:300]))


async def _read(reader: asyncio.StreamReader, received: bytearray, quiet_s: float) -> None:
    """Read until nothing comes for a while, or the peer has closed."""
    with suppress(TimeoutError):
        while True:
            async with asyncio.timeout(quiet_s):
                piece = await reader.read(65_536)
            if not piece:
                return
            received += piece
