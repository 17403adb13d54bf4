"""A loop that stands still: told when it turns again, ended when it does not."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.ledger import issue, require_exact
from tests.faults.process import Load, Service
from tests.faults.test_store import settle
from tests.stores import File, Store

STALLS = int(os.environ.get("FAULT_KILLS", "2"))

pytestmark = pytest.mark.faults


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path / "data", program="tests.faults.stalling")
    made.settings |= {"STALL_S": "30", "HOLD_S": "2", "STALL_FOR_S": "3"}
    yield made
    made.kill()


@pytest.fixture
def store(service: Service) -> Store:
    return File(service.data)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(is_so):
            await asyncio.sleep(0.05)


def has_more(load: Load, answers: int) -> bool:
    return len(load.waits) > answers


async def test_stalls_under_load_lose_nothing_and_are_told(
    service: Service, store: Store, tmp_path: Path
) -> None:
    service.start()
    load = Load(service.port, issue(service, tmp_path))
    (worker,) = before = service.workers
    running = asyncio.create_task(load.run(clients=16))
    for _ in range(STALLS):
        await asyncio.sleep(0.3)
        enough = len(load.waits) + 50
        os.kill(worker, signal.SIGUSR1)
        await until(partial(has_more, load, enough))
        assert "loop-stalled" in [one["alarm"] for one in service.ready()["alarms"]]
    load.stop()
    await running
    assert load.failed == load.unrecorded == []
    await until(lambda: service.ready()["alarms"] == [])
    assert service.workers == before
    assert service.log("loop-stalled")
    assert service.log("alarm-over")
    await settle(service)
    await require_exact(service, store, sent=load.sent, acknowledged=load.acknowledged)


async def test_a_worker_that_stands_still_is_ended_and_tells_where_it_stood(
    service: Service, store: Store, tmp_path: Path
) -> None:
    service.settings |= {"STALL_S": "4", "STALL_FOR_S": "600"}
    service.start()
    codes = issue(service, tmp_path)
    load = Load(service.port, codes)
    (worker,) = before = service.workers
    running = asyncio.create_task(load.run(clients=16))
    await until(lambda: len(load.recorded) > 50)
    os.kill(worker, signal.SIGUSR1)
    await asyncio.to_thread(service.wait_for_workers, before)
    await running  # their connections were cut
    (told,) = service.log("worker-stalled")
    assert any("stand_still" in line for line in told["stack"]), told
    again = Load(service.port, codes)
    running = asyncio.create_task(again.run(clients=1))
    await until(lambda: len(again.recorded) > 5)
    again.stop()
    await running
    await settle(service)
    sent = load.sent + again.sent
    acknowledged = load.acknowledged + again.acknowledged
    await require_exact(service, store, sent=sent, acknowledged=acknowledged)


async def test_a_worker_that_was_stopped_is_not_ended(service: Service) -> None:
    service.settings |= {"STALL_S": "2"}
    service.start()
    (worker,) = before = service.workers
    os.kill(worker, signal.SIGSTOP)
    await asyncio.sleep(5)  # more than twice what the watchdog waits
    os.kill(worker, signal.SIGCONT)
    assert await asyncio.to_thread(service.get, "/healthz") == b"ok"
    assert (service.workers, service.log("worker-stalled")) == (before, [])
