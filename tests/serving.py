"""The whole service on a loopback port, inside the test's own loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx

from kiosk.acts import Act, Answer
from kiosk.app.folder import Folder
from kiosk.app.server import Server, configuration
from kiosk.app.service import running
from kiosk.app.start import CLOCKS, Clocks, now_ms
from kiosk.config import Settings
from kiosk.domain.placement import CodeRange, Spot
from kiosk.store import batches
from kiosk.web.http.guard import Guard
from kiosk.web.http.taking import bound
from kiosk.web.state import State
from tests.acting import asked
from tests.make import spot
from tests.preflighted import verdict

WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; V2307A; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 "
    "MicroMessenger/8.0.49.2600(0x28003137) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN"
)

BROWSER = {"accept-language": "zh-CN,zh;q=0.9", "sec-fetch-mode": "navigate"}  # what all send


@dataclass
class Served:
    """A running service and how to reach it."""

    state: State
    port: int
    client: httpx.AsyncClient
    guard: type[Guard] = Guard

    async def do(self, act: str | Act, /, **args: Any) -> Answer:
        """Do an act as the command line would."""
        return await self.state.do(asked(act, **args))

    async def batch(self, *spots: Spot, **changes: Any) -> list[CodeRange]:
        """Make a batch; its ranges in the order of placements and services."""
        args: dict[str, Any] = {
            "design": "a5-process",
            "services": ["QC10"],
            "spots": [
                {"district": s.district, "name": s.name, "kind": s.kind.value, "copies": s.copies}
                for s in spots or (spot(),)
            ],
            "numbered": False,
        }
        made = await self.do("batch.create", **(args | changes))
        ranges = await self.state.office.driver.read(batches.ranges)
        return [span for span in ranges if span.batch == made["batch"]]

    async def passed(self, batch: str) -> None:
        """Say that pre-flight passed a batch as it is now."""
        await self.do("batch.preflight", **await verdict(self.state.office, batch))

    def code(self, span: CodeRange) -> str:
        """The first code of a range."""
        return self.state.office.signer.code(span.first)

    async def waterfall(self) -> dict[str, int]:
        """Scans of all days by class."""
        await asyncio.sleep(0)
        rows = await self.state.office.driver.read(
            lambda reader: reader.all(
                "select class, sum(n) as n from total_day where act = 'scan' group by class"
            )
        )
        return {row["class"]: row["n"] for row in rows}


@asynccontextmanager
async def serving(
    settings: Settings,
    *,
    now: Callable[[], int] = now_ms,
    steady: Callable[[], int] | None = None,
    host: str = "127.0.0.1",
) -> AsyncIterator[Served]:
    """Run the service until the block ends.

    A test that moves its clock lets time pass; one whose clock jumps says what does not: `steady`.
    """
    folder = Folder.of(settings)
    lock = folder.lock()
    assert lock is not None
    listener = socket.create_server((host, 0))
    bound(listener)
    port = listener.getsockname()[1]
    try:
        clocks = CLOCKS if now is now_ms else Clocks(now, steady or now, has_server=False)
        async with running(settings, folder, clocks=clocks) as state:
            server = Server(configuration(settings, state), state.recorder.stored)
            task = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:
                await asyncio.sleep(0.005)
            headers = BROWSER | {"user-agent": WECHAT, "accept-encoding": "identity"}
            base = f"http://{host}:{port}"
            async with httpx.AsyncClient(base_url=base, headers=headers, timeout=120) as client:
                yield Served(
                    state, port, client, cast("type[Guard]", server.config.http_protocol_class)
                )
            server.should_exit = True
            await task
    finally:
        lock.release()
