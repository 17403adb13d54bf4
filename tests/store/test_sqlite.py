"""What only SQLite has to be told: its one writer, its locks, its syncing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.store.driver import Driver, StoreFailure, Transaction
from kiosk.store.sqlite_library import sqlite3
from tests.store.rows import count_scans, scan


async def test_a_database_locked_by_another_process_fails_within_two_seconds(
    driver: Driver, tmp_path: Path
) -> None:
    thief = sqlite3.connect(tmp_path / "kiosk.sqlite3", isolation_level=None)
    thief.execute("begin immediate")
    start = asyncio.get_running_loop().time()
    with pytest.raises(StoreFailure, match="locked"):
        await driver.record([scan(1)], {})
    assert asyncio.get_running_loop().time() - start < 2
    thief.execute("rollback")
    thief.close()
    await driver.record([scan(2)], {})
    assert await count_scans(driver) == 1


async def test_the_writer_syncs_every_commit(driver: Driver) -> None:
    rows = await driver.write(lambda tx: tx.all("pragma synchronous"))
    assert [dict(row) for row in rows] == [{"synchronous": 2}]
    rows = await driver.write(lambda tx: tx.all("pragma journal_mode"))
    assert [dict(row) for row in rows] == [{"journal_mode": "wal"}]


async def test_groups_wait_for_a_transaction_and_see_it_whole(driver: Driver) -> None:
    entered = asyncio.Event()

    async def work(tx: Transaction) -> None:
        await tx.run("insert into meta (name, value) values ('a', 'b')")
        entered.set()
        await asyncio.sleep(0.05)

    writing = asyncio.create_task(driver.write(work))
    await entered.wait()
    await driver.record([scan(1)], {})
    assert writing.done()
    assert await count_scans(driver) == 1


async def test_a_sound_database_has_no_complaint_while_it_is_written_to(
    driver: Driver,
) -> None:
    checking = asyncio.create_task(driver.check())
    await driver.record([scan(number) for number in range(300)], {})
    assert await checking == ()
    assert await driver.check() == ()
