"""The disk full under load and freed again: every page is shown, every opening is told of."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.balky import Balky
from tests.faults.ledger import issue, require_exact
from tests.faults.process import Load, Service
from tests.faults.test_store import settle, tell, through
from tests.stores import File, Store

MIB = 1024 * 1024
FULL_S = 1.0

pytestmark = pytest.mark.faults


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Any folder; with a size as parameter, a disk of its own of that size."""
    size = getattr(request, "param", None)
    if size is None:
        yield tmp_path
        return
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    started = Service(folder / "data")
    started.start()
    yield started
    started.kill()


@pytest.fixture
def store(service: Service) -> Store:
    return File(service.data)


def fill(filler: Path) -> None:
    """Take all the space there is."""
    with filler.open("ab", buffering=0) as file:
        for size in (MIB, 4_096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


async def require_every_opening_told(service: Service, store: Store, load: Load) -> int:
    """Each was stored, or is counted as unrecorded; nobody went without a page."""
    assert load.failed == []
    lost = service.ready()["unrecorded"]
    await settle(service)
    stored = await require_exact(service, store, sent=load.sent, acknowledged=load.acknowledged)
    assert stored + lost == len(load.sent)
    return stored


@pytest.mark.parametrize("folder", ["12m"], indirect=True)
@pytest.mark.skipif(os.geteuid() != 0, reason="to make a small disk one must be root")
async def test_a_full_disk(service: Service, store: Store, folder: Path, tmp_path: Path) -> None:
    load = Load(service.port, issue(service, tmp_path))
    filler = folder / "filler"

    def fault() -> None:
        fill(filler)
        signal.sigtimedwait([], FULL_S)
        filler.unlink()

    await through(service, load, fault)
    assert load.unrecorded
    told = service.ready()  # the load went on for half a second
    async with asyncio.timeout(20):
        while {one["alarm"] for one in told["alarms"]} < {"losing-scans", "disk-full"}:
            await asyncio.sleep(0.1)
            told = await asyncio.to_thread(service.ready)
    assert told["status"] == "losing-scans"
    assert len(service.log("losing-scans")) == 1
    stored = await require_every_opening_told(service, store, load)
    tell(f"disk full (unrecorded {len(load.unrecorded)})", load, stored)


@pytest.fixture
def balky(tmp_path: Path) -> Balky:
    return Balky.made(tmp_path)


@pytest.mark.parametrize("times", [1, 20])
async def test_a_disk_that_refuses_to_sync(balky: Balky, tmp_path: Path, times: int) -> None:
    """Nothing that was acknowledged is lost, and the database goes on with another connection."""
    service = Service(tmp_path / "data", settings=balky.environment)
    store = File(service.data)
    service.start()
    try:
        load = Load(service.port, issue(service, tmp_path))
        running = asyncio.create_task(load.run(clients=16))
        async with asyncio.timeout(60):
            while len(load.recorded) < 100:
                await asyncio.sleep(0.02)
            balky.fail(times)
            while balky.failures_left:
                await asyncio.sleep(0.02)
            before = len(load.recorded)
            while len(load.recorded) < before + 100:
                await asyncio.sleep(0.02)
            load.stop()
            await running
            while "disk-fails" not in [one["alarm"] for one in service.ready()["alarms"]]:
                await asyncio.sleep(0.1)
        assert service.log("disk-refused")
        assert service.ready()["status"] in ("disk-fails", "losing-scans")
        await asyncio.sleep(3)  # what could not even be counted is counted now
        stored = await require_every_opening_told(service, store, load)
        tell(f"{times} syncs refused (unrecorded {len(load.unrecorded)})", load, stored)
    finally:
        service.kill()


@pytest.mark.slow
@pytest.mark.parametrize("limit", ["database", "everything"])
async def test_files_that_may_not_grow(
    service: Service, store: Store, tmp_path: Path, limit: str
) -> None:
    """Where only the database is too large the spool takes over; then even that cannot grow."""
    load = Load(service.port, issue(service, tmp_path))
    running = asyncio.create_task(load.run(clients=8))
    async with asyncio.timeout(20):
        while len(load.recorded) < 50:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)
    (worker,) = service.workers
    wal = service.data / "kiosk.sqlite3-wal"
    most = wal.stat().st_size if limit == "database" else 1
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    fallen = load.spooled if limit == "database" else load.unrecorded
    async with asyncio.timeout(20):
        while len(fallen) < 50:
            await asyncio.sleep(0.02)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    before = len(load.recorded)
    async with asyncio.timeout(20):
        while len(load.recorded) < before + 50:
            await asyncio.sleep(0.02)
    load.stop()
    await running
    await asyncio.sleep(2)  # what could not even be counted is counted now
    stored = await require_every_opening_told(service, store, load)
    tell(f"no growth of {limit} (unrecorded {len(load.unrecorded)})", load, stored)
