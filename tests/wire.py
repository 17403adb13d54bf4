"""Raw bytes over a connection: what a client library would not send."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from tests.serving import Served

HOST = b"Host: mbk.example.gov.cn\r\n"
CLOSE = b"Connection: close\r\n\r\n"


async def exchange(served: Served, *parts: bytes, wait: float = 0.0) -> bytes:
    """Send raw bytes; all that comes back until the service closes or three seconds pass."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    received = bytearray()

    async def read() -> None:
        while piece := await reader.read(65_536):
            received.extend(piece)

    reading = asyncio.create_task(read())
    # Being cut off is no failure here: what was answered before counts.
    with suppress(ConnectionError):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(wait)
    with suppress(ConnectionError, TimeoutError):
        await asyncio.wait_for(reading, 3)
    writer.close()
    return bytes(received)


def status(received: bytes) -> int:
    return int(received.split(b" ", 2)[1]) if received.startswith(b"HTTP/1.1 ") else 0
