"""Peers that do not read, say nothing or come in crowds: bounded, and nobody else is kept out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from kiosk.config import Settings
from kiosk.web.http import guard
from kiosk.web.http.taking import bound
from tests.make import Clock
from tests.serving import Served, serving
from tests.wire import CLOSE, HOST, exchange, status

pytestmark = pytest.mark.faults

_PAGE = b"GET /services/QC10 HTTP/1.1\r\n" + HOST + b"\r\n"
_ENOUGH_S = 20.0


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    async with serving(settings, now=clock) as served:
        yield served


async def until(what: str, is_so: object) -> None:
    """Wait until a callable says yes."""
    assert callable(is_so)
    async with asyncio.timeout(_ENOUGH_S):
        while not is_so():
            await asyncio.sleep(0.02)


class Peer:
    """A connection whose receive buffer is small, and that reads only when told to."""

    def __init__(self, port: int, *, buffer: int = 2_048) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)

    def send(self, data: bytes) -> None:
        """Send as much as the service's side takes."""
        with suppress(BlockingIOError):
            self.socket.send(data)

    def read(self, most: int) -> bytes | None:
        """What is there; None where nothing is yet. Raises ConnectionError once it was cut."""
        try:
            return self.socket.recv(most)
        except BlockingIOError:
            return None

    async def is_cut(self) -> bool:
        """Whether the connection ends with a reset, when all is read that is left."""
        async with asyncio.timeout(_ENOUGH_S):
            while True:
                try:
                    read = self.read(65_536)
                except ConnectionError:
                    return True
                if read == b"":
                    return False
                if read is None:
                    await asyncio.sleep(0.01)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines in tenths of seconds."""
    monkeypatch.setattr(guard, "STALL_S", 0.5)
    monkeypatch.setattr(guard, "SWEEP_S", 0.05)


@pytest.mark.usefixtures("quick")
async def test_who_does_not_read_is_cut_and_holds_little_meanwhile(served: Served) -> None:
    peers = [Peer(served.port) for _ in range(20)]
    for peer in peers:
        peer.send(_PAGE * 300)
    await until("all are here", lambda: len(served.guard.crowd) >= 20)
    most = 0
    while len(served.guard.crowd) > 1:
        for connection in served.guard.crowd:
            most = max(most, connection.transport.get_write_buffer_size())
            assert len(connection.pipeline) <= guard.PIPELINED + guard.SLICE_BYTES // 40
        await asyncio.sleep(0.01)
    assert 0 < most < 512 * 1024
    assert all([await peer.is_cut() for peer in peers])
    for peer in peers:
        peer.socket.close()
    assert (await served.client.get("/services/QC10")).status_code == 200


@pytest.mark.usefixtures("quick")
async def test_who_reads_slowly_but_does_read_gets_all_of_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "STALL_S", 1.0)
    monkeypatch.setattr(guard, "HEAD_S", 1.0)  # of what we have not read yet: no fault of theirs
    asked = 150
    whole = await exchange(served, _PAGE.replace(b"\r\n\r\n", b"\r\n" + CLOSE))
    assert status(whole) == 200
    peer = Peer(served.port, buffer=8_192)
    peer.send(_PAGE * asked)
    received = bytearray()
    async with asyncio.timeout(60):
        while len(received) < 3 * len(whole):  # for a few seconds, in small pieces
            await asyncio.sleep(guard.STALL_S / 4)
            received += peer.read(65_536) or b""
        while received.count(b"HTTP/1.1 200 OK") < asked or not received.endswith(whole[-40:]):
            await asyncio.sleep(0)
            received += peer.read(1 << 20) or b""
    peer.socket.close()


async def test_requests_that_do_not_wait_are_read_a_few_at_a_time_and_all_answered(
    served: Served,
) -> None:
    one = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    asked = 1_000
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(one * asked + one.replace(b"\r\n\r\n", b"\r\n" + CLOSE))
    most, received = 0, 0
    async with asyncio.timeout(120):
        while piece := await reader.read(65_536):
            received += piece.count(b"HTTP/1.1 200 OK")
            for connection in served.guard.crowd:
                most = max(most, len(connection.pipeline))
    writer.close()
    assert received >= asked  # a status line may lie across two pieces
    assert 1 < most <= guard.PIPELINED + guard.SLICE_BYTES // len(one) + 1


async def test_a_newcomer_takes_the_place_of_the_oldest_that_says_nothing(served: Served) -> None:
    served.guard.crowd.of_address = 20
    opened = [await asyncio.open_connection("127.0.0.1", served.port) for _ in range(40)]
    await until(
        "room was made",
        lambda: (
            sum(reader.at_eof() for reader, _ in opened)
            or any(reader.exception() for reader, _ in opened)
        ),
    )
    received = await exchange(served, b"GET /healthz HTTP/1.1\r\n" + HOST + CLOSE)
    assert status(received) == 200
    assert len(served.guard.crowd) <= 20
    for _, writer in opened:
        writer.close()


async def test_the_most_crowded_address_makes_room(served: Served) -> None:
    served.guard.crowd.most = 12
    few = [await _connected(served.port, "127.0.0.2") for _ in range(3)]
    many = [await _connected(served.port, "127.0.0.3") for _ in range(30)]
    received = await exchange(served, b"GET /healthz HTTP/1.1\r\n" + HOST + CLOSE)
    assert status(received) == 200
    assert len(served.guard.crowd) <= 12
    for reader, writer in few:  # none of them had to go
        writer.write(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        async with asyncio.timeout(_ENOUGH_S):
            assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
    for _, writer in (*few, *many):
        writer.close()


async def _connected(port: int, source: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))


async def test_behind_a_proxy_requests_under_way_are_counted_by_whom_it_passes_on(
    settings: Settings, clock: Clock
) -> None:
    proxied = settings.model_copy(update={"trusted_proxies": ("127.0.0.1",)})
    async with serving(proxied, now=clock) as served:
        served.guard.crowd.of_address = 5
        upload = (
            b"POST /api/v1/kiosk/enrol HTTP/1.1\r\n"
            + HOST
            + b"X-Forwarded-For: %s\r\nContent-Length: 9\r\n\r\n"
        )
        held = []
        for _ in range(5):
            reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
            writer.write(upload % b"6.6.6.6")
            held.append((reader, writer))
        await until("five wait", lambda: served.guard.crowd._passed_on["6.6.6.6"] == 5)
        one = b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-Forwarded-For: %s\r\n" + CLOSE
        assert status(await exchange(served, one % b"6.6.6.6")) == 503
        assert status(await exchange(served, one % b"7.7.7.7")) == 200
        for _, writer in held:
            writer.close()
        await until("all are gone", lambda: not served.guard.crowd._passed_on)
        assert status(await exchange(served, one % b"6.6.6.6")) == 200


async def test_who_asks_for_much_and_hangs_up_is_no_failure_of_ours(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        peer = Peer(served.port)
        peer.send(_PAGE * 300)
        await asyncio.sleep(0.02)
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        peer.socket.close()
    await until("all are gone", lambda: len(served.guard.crowd) <= 1)
    assert (await served.client.get("/services/QC10")).status_code == 200
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_the_kernel_keeps_little_for_who_does_not_read() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        bound(listener)
        with Peer(listener.getsockname()[1]).socket, listener.accept()[0] as taken:
            taken.setblocking(False)
            sent = 0
            with suppress(BlockingIOError):
                while True:
                    sent += taken.send(b"x" * 65_536)
            assert sent < 512 * 1024
