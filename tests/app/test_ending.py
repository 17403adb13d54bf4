"""How a server ends: soon, scans first, and no half answer looks whole."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from kiosk.app import ending
from kiosk.app.server import Server
from kiosk.web.http.guard import Guard, guard_for
from kiosk.web.http.taking import bound

_ASK = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
_SIZE = 50_000_000


@dataclass
class House:
    """An application whose scans wait for a disk that the test moves."""

    stored: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        path = scope["path"]
        if path == "/scan":
            self.waiting.set()
            await self.stored.wait()
        elif path == "/report":
            self.waiting.set()
            await asyncio.Event().wait()
        size = _SIZE if path == "/file" else 4
        head = [(b"content-length", str(size).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        if path == "/file":
            while True:
                await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
                await asyncio.to_thread(int)  # reads the next piece
        await send({"type": "http.response.body", "body": b"done"})


@dataclass
class Running:
    house: House
    port: int
    server: Server
    task: asyncio.Task[None]

    async def end(self) -> float:
        """Ask it to end; the seconds that took."""
        begun = asyncio.get_running_loop().time()
        self.server.should_exit = True
        async with asyncio.timeout(30):
            await self.task
        return asyncio.get_running_loop().time() - begun


@asynccontextmanager
async def running(stored: Callable[[House], Awaitable[object]]) -> AsyncIterator[Running]:
    house = House()
    listener = socket.create_server(("127.0.0.1", 0))
    bound(listener)
    config = uvicorn.Config(
        house, http=guard_for(()), ws="none", lifespan="off", log_config=None, access_log=False
    )
    server = Server(config, lambda: stored(house))
    port = listener.getsockname()[1]
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.005)
    yield Running(house, port, server, task)
    await task


async def nothing(_: House) -> None:
    """No scan waits."""


async def test_a_file_on_its_way_is_seen_to_be_cut_off() -> None:
    async with running(nothing) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(_ASK % b"file")
        await reader.readuntil(b"\r\n\r\n")
        received = len(await reader.readexactly(65_536))
        assert await served.end() < ending.STORE_S
        with pytest.raises(ConnectionError):
            await reader.readexactly(_SIZE - received)
        writer.close()


async def test_a_scan_that_waits_for_the_disk_is_answered_before_the_end() -> None:
    async def slowly(house: House) -> None:
        await asyncio.sleep(0.3)  # the disk, longer than connections may be idle
        house.stored.set()

    async with running(slowly) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(_ASK % b"scan")
        await served.house.waiting.wait()
        await served.end()
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert answer.endswith(b"\r\n\r\ndone")
        assert b"connection: close" in answer
        writer.close()


async def test_a_disk_that_never_answers_does_not_keep_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ending, "STORE_S", 0.2)

    async def never(_: House) -> None:
        await asyncio.Event().wait()

    async with running(never) as served:
        _, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(_ASK % b"scan")
        await served.house.waiting.wait()
        await served.end()
        writer.close()


async def test_an_answer_that_was_not_begun_is_given_up() -> None:
    async with running(nothing) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(_ASK % b"report")
        await served.house.waiting.wait()
        await served.end()
        with pytest.raises(ConnectionError):
            await reader.readexactly(1)
        assert not served.server.server_state.tasks
        writer.close()


async def test_who_asks_once_more_before_the_end_is_answered() -> None:
    async with running(nothing) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(_ASK % b"page")
        await reader.readuntil(b"done")
        served.server.should_exit = True
        crowd = cast("type[Guard]", served.server.config.http_protocol_class).crowd
        while not crowd.is_draining:
            await asyncio.sleep(0.005)
        writer.write(_ASK % b"page")
        again = await reader.read()
        assert again.endswith(b"\r\n\r\ndone")
        assert b"connection: close" in again
        writer.close()
