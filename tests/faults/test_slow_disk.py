"""A disk that takes long to sync: what waits is recorded, and is not lost."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.balky import Balky
from tests.faults.ledger import issue, require_exact
from tests.faults.process import Load, Service
from tests.faults.test_store import settle
from tests.postgres import private_postgres
from tests.stores import Database, File, Store, in_folder

SYNCS_S = [float(told) for told in os.environ.get("FAULT_SYNCS", "0.15").split(",")]
IS_MEASURED = "FAULT_SYNCS" in os.environ
SECONDS = min(float(os.environ.get("FAULT_SECONDS", "4")), 12.0)
CLIENTS = 16

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def balky() -> Iterator[Balky]:
    folder = Path(tempfile.mkdtemp(prefix="mbk-balky-", dir="/tmp"))
    folder.chmod(0o755)  # the database server may run as somebody else
    yield Balky.made(folder)
    shutil.rmtree(folder)


@pytest.fixture
def store(store_kind: str, balky: Balky, tmp_path: Path) -> Iterator[Store]:
    """SQLite on the slow disk, or a server whose disk is slow while the node's own is not."""
    balky.slow(0)
    if store_kind == "sqlite":
        yield File(tmp_path)
        return
    with private_postgres(balky.environment) as server:
        server.query("create database slow template template0 encoding 'utf8'")
        yield Database(server, "slow")
        balky.slow(0)


@pytest.fixture
def service(store: Store, balky: Balky, tmp_path: Path) -> Iterator[Service]:
    started = Service(in_folder(store, tmp_path), settings=store.environment)
    if not store.environment:
        started.settings |= balky.environment
    started.start()
    yield started
    balky.slow(0)
    started.kill()


@pytest.mark.on_every_store(is_quick=True)
@pytest.mark.parametrize("sync_s", SYNCS_S)
async def test_scans_wait_for_a_slow_disk_and_none_is_lost(
    service: Service, store: Store, balky: Balky, tmp_path: Path, sync_s: float
) -> None:
    load = Load(service.port, issue(service, tmp_path))
    running = asyncio.create_task(load.run(clients=CLIENTS))
    async with asyncio.timeout(60):
        while not load.recorded:  # the first page is made when it is asked for
            await asyncio.sleep(0.02)
    balky.slow(sync_s)
    await asyncio.sleep(4 * sync_s + 1)  # what is usual must have been seen
    begun = len(load.waits)
    await asyncio.sleep(SECONDS)
    load.stop()
    await running
    balky.slow(0)
    waits = sorted(load.waits[begun:])
    p50, p99 = (waits[int(len(waits) * part)] for part in (0.5, 0.99))
    print(  # noqa: T201 - the figures are the point
        f"\n{type(store).__name__}, {sync_s * 1_000:.0f} ms a sync: sent {len(load.sent)}, "
        f"recorded {len(load.recorded)}, spooled {len(load.spooled)}, "
        f"lost {len(load.unrecorded)}, p50 {p50 * 1_000:.0f} ms, p99 {p99 * 1_000:.0f} ms"
    )
    assert load.failed == load.unrecorded == []
    assert load.recorded
    if IS_MEASURED:
        assert p99 <= 2 * sync_s + 0.3
    await settle(service)
    await require_exact(service, store, sent=load.sent, acknowledged=load.acknowledged)
