"""Ended, replaced or killed in part under load: no request fails that reached a worker alive."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from statistics import quantiles

import pytest

from tests.faults.ledger import issue, require_exact
from tests.faults.process import Load, Service
from tests.faults.test_store import settle
from tests.stores import Store

REPLACEMENTS = int(os.environ.get("FAULT_REPLACEMENTS", "1"))
CLIENTS = 64
THINK_S = 0.02

pytestmark = [pytest.mark.faults, pytest.mark.on_every_store]


@pytest.fixture
def service(service: Service) -> Service:
    """Started."""
    service.start()
    return service


async def under_way(load: Load) -> None:
    """Wait until every client has been answered a few times."""
    async with asyncio.timeout(30):
        while len(load.recorded) < 4 * CLIENTS:
            await asyncio.sleep(0.02)


def tell(what: str, load: Load, stored: int) -> None:
    p99 = quantiles(load.waits, n=100)[98]
    print(  # noqa: T201 - the figures are the point
        f"\n{what}: sent {len(load.sent)}, failed {len(load.failed)}, "
        f"recorded {len(load.recorded)}, spooled {len(load.spooled)}, stored {stored}, "
        f"p99 {p99 * 1_000:.0f} ms, longest {load.longest:.2f} s"
    )


async def test_replaced_under_load_no_request_fails(
    service: Service, store: Store, tmp_path: Path
) -> None:
    load = Load(service.port, issue(service, tmp_path), strict=True, think_s=THINK_S)
    running = asyncio.create_task(load.run(clients=CLIENTS))
    for _ in range(REPLACEMENTS):
        await asyncio.sleep(0.5)
        await asyncio.to_thread(service.replace)
    await asyncio.sleep(0.5)
    load.stop()
    await running
    assert load.failed == load.unrecorded == []
    await settle(service)
    stored = await require_exact(service, store, sent=load.sent, acknowledged=load.acknowledged)
    assert stored == len(load.sent)
    tell(f"replaced {REPLACEMENTS} times", load, stored)


@pytest.mark.slow
async def test_asked_to_end_under_load_no_request_fails(
    service: Service, store: Store, tmp_path: Path
) -> None:
    load = Load(service.port, issue(service, tmp_path), strict=True, think_s=THINK_S)
    running = asyncio.create_task(load.run(clients=CLIENTS))
    await under_way(load)
    process = service.process
    assert process is not None
    load.is_last_connection = True
    await asyncio.to_thread(service.stop)
    async with asyncio.timeout(5):
        await running  # every connection was closed by the service
    assert process.returncode == 0
    assert load.failed == load.unrecorded == []
    stored = await require_exact(service, store, sent=load.sent, acknowledged=load.acknowledged)
    assert stored == len(load.sent)
    tell("ended", load, stored)


@pytest.mark.slow
async def test_a_killed_worker_is_replaced_and_the_others_serve(
    service: Service, store: Store, tmp_path: Path
) -> None:
    load = Load(service.port, issue(service, tmp_path), think_s=THINK_S)
    running = asyncio.create_task(load.run(clients=CLIENTS))
    await under_way(load)
    before = service.workers
    os.kill(min(before), signal.SIGKILL)
    async with asyncio.timeout(30):
        while min(before) in service.workers or len(service.workers) < len(before):
            await asyncio.sleep(0.02)
    assert (await asyncio.to_thread(service.ready))["status"] == "ready"
    load.stop()
    await running
    again = Load(service.port, load.codes, strict=True, think_s=THINK_S)
    running = asyncio.create_task(again.run(clients=CLIENTS))
    await asyncio.sleep(0.5)
    again.stop()
    await running
    assert again.failed == []
    await settle(service)
    stored = await require_exact(
        service,
        store,
        sent=load.sent + again.sent,
        acknowledged=load.acknowledged + again.acknowledged,
    )
    tell("one worker killed", load, stored)
