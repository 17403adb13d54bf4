"""HTTP as bytes: what no client library would send, and what comes back."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from tests.faults.process import HOST

PATIENCE_S = 30.0


class Reply(NamedTuple):
    """An answer; status 0 where the connection was cut, -1 where none came in time."""

    status: int
    head: bytes = b""
    body: bytes = b""

    @property
    def is_last(self) -> bool:
        """Whether the connection is gone."""
        return self.status <= 0 or b"\r\nconnection: close" in self.head.lower()


CUT = Reply(0)
LATE = Reply(-1)


class Wire:
    """A connection that is opened when it is needed, and again after it was closed."""

    def __init__(self, port: int, *, address: str = "127.0.0.1") -> None:
        self._port = port
        self._address = address
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes, *, patience_s: float = PATIENCE_S) -> Reply:
        """Send a request; its answer."""
        try:
            async with asyncio.timeout(patience_s):
                reply = await self._ask(request)
        except TimeoutError:
            reply = LATE
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            reply = CUT
        if reply.is_last:
            self.close()
        return reply

    def close(self) -> None:
        """Close it, whatever is under way."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None

    async def _ask(self, request: bytes) -> Reply:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                "127.0.0.1", self._port, local_addr=(self._address, 0)
            )
        reader, writer = self._streams
        writer.write(request)
        return await read_reply(reader, is_head=request.startswith(b"HEAD "))


async def read_reply(reader: asyncio.StreamReader, *, is_head: bool = False) -> Reply:
    """One answer, its body whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    fields = head.lower()
    if is_head or status in (204, 304):
        return Reply(status, head)
    if b"\r\ncontent-length: " in fields:
        length = int(fields.split(b"\r\ncontent-length: ")[1].split(b"\r\n")[0])
        return Reply(status, head, await reader.readexactly(length))
    if b"\r\ntransfer-encoding: chunked" in fields:
        return Reply(status, head, await _chunks(reader))
    return Reply(status, head, await reader.read())


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return bytes(body)


def request(
    method: str, path: str, *headers: tuple[str, str], body: bytes | None = None, host: str = HOST
) -> bytes:
    """A request with the Host of the service."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + (body or b"")


async def once(port: int, sent: bytes, *, patience_s: float = PATIENCE_S) -> Reply:
    """A request over a connection of its own."""
    wire = Wire(port)
    try:
        return await wire.ask(sent, patience_s=patience_s)
    finally:
        wire.close()
