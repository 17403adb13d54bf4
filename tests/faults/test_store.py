"""The database locked, gone or cut off under load: every page is shown, every scan counted."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.sqlite_library import sqlite3
from tests.faults.ledger import issue, require_exact
from tests.faults.process import Load, Service
from tests.postgres import Postgres
from tests.stores import Database, Store, in_folder

SECONDS = float(os.environ.get("FAULT_SECONDS", "2"))
CLIENTS = 32

pytestmark = pytest.mark.faults


@pytest.fixture
def service(store: Store, tmp_path: Path) -> Iterator[Service]:
    started = Service(in_folder(store, tmp_path), settings=store.environment)
    started.start()
    yield started
    started.kill()


async def through(service: Service, load: Load, fault: object) -> float:
    """Load before, during and after a fault; the longest any client waited during it."""
    running = asyncio.create_task(load.run(clients=CLIENTS))
    async with asyncio.timeout(60):
        while len(load.recorded) < CLIENTS:  # the first page is made when it is asked for
            await asyncio.sleep(0.02)
    load.waits.clear()
    await asyncio.sleep(0.5)
    await asyncio.to_thread(fault)  # type: ignore[arg-type]
    await asyncio.sleep(0.5)
    load.stop()
    await running
    return load.longest


async def settle(service: Service) -> None:
    """Wait until the spool is empty, then end the service."""
    async with asyncio.timeout(30):
        while (await asyncio.to_thread(service.ready))["spooled"]:
            await asyncio.sleep(0.1)
    service.stop()


async def test_a_lock_held_by_another_process(
    service: Service, store: Store, tmp_path: Path
) -> None:
    load = Load(service.port, issue(service, tmp_path))

    def lock() -> None:
        thief = sqlite3.connect(service.data / "kiosk.sqlite3", isolation_level=None)
        thief.execute("begin immediate")
        signal.sigtimedwait([], SECONDS)
        thief.execute("rollback")
        thief.close()

    longest = await through(service, load, lock)
    assert load.failed == load.unrecorded == []
    assert load.recorded
    assert load.spooled
    assert longest < 2
    await settle(service)
    stored = await require_exact(service, store, sent=load.sent, acknowledged=load.acknowledged)
    tell("locked", load, stored)


@pytest.mark.on_postgres
@pytest.mark.parametrize(
    "fault",
    [
        "crashed",
        pytest.param("cut", marks=pytest.mark.slow),
        pytest.param("stopped", marks=pytest.mark.slow),
        pytest.param("slow", marks=pytest.mark.slow),
    ],
)
async def test_a_server_that_fails(
    service: Service, store: Store, postgres: Postgres, tmp_path: Path, fault: str
) -> None:
    assert isinstance(store, Database)
    load = Load(service.port, issue(service, tmp_path))

    def fail() -> None:
        if fault == "slow":
            hold = f"begin; lock table scan; select pg_sleep({SECONDS}); commit"
            postgres.query(hold, database=store.name)
        elif fault == "cut":
            for _ in range(10):
                postgres.query(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    f"where datname = '{store.name}' and pid <> pg_backend_pid()"
                )
                signal.sigtimedwait([], 0.1)
        else:
            postgres.stop(how=signal.SIGQUIT if fault == "crashed" else signal.SIGINT)
            signal.sigtimedwait([], SECONDS / 3)
            postgres.start()

    longest = await through(service, load, fail)
    assert load.failed == load.unrecorded == []
    assert load.recorded
    assert longest < 3
    await settle(service)
    stored = await require_exact(service, store, sent=load.sent, acknowledged=load.acknowledged)
    tell(fault, load, stored)


def tell(fault: str, load: Load, stored: int) -> None:
    print(  # noqa: T201 - the figures are the point
        f"\n{fault}: sent {len(load.sent)}, recorded {len(load.recorded)}, "
        f"spooled {len(load.spooled)}, stored {stored}, longest wait {load.longest:.2f} s"
    )
