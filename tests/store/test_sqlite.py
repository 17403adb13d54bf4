"""The one writer: groups and transactions never mix, readers cannot write, ids count once."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Opening, Scan
from kiosk.store.driver import Reader, StoreFailure, Transaction
from kiosk.store.schema import migrate
from kiosk.store.sqlite import SqliteDriver

NOON = 1_795_492_800_000  # 2026-11-24 12:00 in Jinan


def scan(number: int, **changes: object) -> Scan:
    row = Scan(
        number.to_bytes(16, "big"),
        NOON,
        "scan",
        number,
        0,
        "QC10",
        "370102",
        "card",
        "person",
        "wechat",
        b"device12",
        0,
    )
    return row._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
async def driver(tmp_path: Path) -> AsyncIterator[SqliteDriver]:
    opened = await SqliteDriver.open(tmp_path / "kiosk.sqlite3", Zone("Asia/Shanghai"))
    await migrate(opened, now=NOON)
    yield opened
    await opened.close()


async def total(driver: SqliteDriver, table: str) -> int:
    async def work(reader: Reader) -> int:
        row = await reader.one(f"select coalesce(sum(n), 0) as n from {table}")
        assert row is not None
        return int(row["n"])

    return await driver.read(work)


async def count_scans(driver: SqliteDriver) -> int:
    async def work(reader: Reader) -> int:
        row = await reader.one("select count(*) as n from scan")
        assert row is not None
        return int(row["n"])

    return await driver.read(work)


async def test_a_group_is_stored_with_its_share_of_every_total(driver: SqliteDriver) -> None:
    await driver.record([scan(1), scan(2), scan(3, klass="robot")], {})
    await driver.record([scan(4)], {Opening(NOON, "scan", "forged"): 5})

    async def work(reader: Reader) -> list[tuple[object, ...]]:
        rows = await reader.all(
            "select day, act, service, district, class, source, n from total_day order by class"
        )
        return [tuple(row.values()) for row in rows]

    assert await driver.read(work) == [
        (20261124, "scan", "", "", "forged", "", 5),
        (20261124, "scan", "QC10", "370102", "person", "card", 3),
        (20261124, "scan", "QC10", "370102", "robot", "card", 1),
    ]
    assert await count_scans(driver) == 4
    assert await total(driver, "total_range") == 4
    assert await total(driver, "total_hour") == 4


async def test_the_same_id_is_stored_and_counted_once(driver: SqliteDriver) -> None:
    await driver.record([scan(1), scan(2)], {})
    await driver.record([scan(2), scan(3), scan(3)], {})
    assert await count_scans(driver) == 3
    for table in ("total_day", "total_range", "total_hour"):
        assert await total(driver, table) == 3


@pytest.mark.parametrize("size", [2, 63, 64, 65, 255, 256, 257, 700])
async def test_a_group_of_any_size_is_stored_and_counted_whole(
    driver: SqliteDriver, size: int
) -> None:
    """Groups are cut into statements; known ids lie in the first, at a cut and in the last."""
    known = [scan(0), scan(min(64, size - 1)), scan(size - 1)]
    await driver.record(known, {})
    await driver.record([scan(number) for number in range(size)], {Opening(NOON, "scan", "x"): 2})
    assert await count_scans(driver) == size
    assert await total(driver, "total_day") == size + 2
    for table in ("total_range", "total_hour"):
        assert await total(driver, table) == size


async def test_a_group_that_fails_at_its_end_leaves_nothing(driver: SqliteDriver) -> None:
    """In one statement and in many."""
    broken = scan(9_999, district=None)
    for size in (1, 300):
        with pytest.raises(StoreFailure, match="NOT NULL"):
            await driver.record([*(scan(number) for number in range(size)), broken], {})
        assert await count_scans(driver) == 0
        for table in ("total_day", "total_range", "total_hour"):
            assert await total(driver, table) == 0
    await driver.record([scan(1)], {})
    assert await count_scans(driver) == 1


async def test_a_failed_transaction_leaves_nothing(driver: SqliteDriver) -> None:
    async def work(tx: Transaction) -> None:
        await tx.run("insert into meta (name, value) values ('a', 'b')")
        raise LookupError

    with pytest.raises(LookupError):
        await driver.write(work)
    assert await driver.read(lambda reader: reader.one("select 1 from meta")) is None
    await driver.record([scan(1)], {})
    assert await count_scans(driver) == 1


async def test_a_cancelled_caller_does_not_leave_the_writer_inside(driver: SqliteDriver) -> None:
    async def work(tx: Transaction) -> None:
        await tx.run("insert into meta (name, value) values ('a', 'b')")
        await asyncio.sleep(0.05)
        await tx.run("insert into meta (name, value) values ('c', 'd')")

    for _ in range(20):
        task = asyncio.create_task(driver.write(work))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await driver.write(lambda tx: tx.run("delete from meta"))
    await driver.record([scan(1)], {})
    assert await count_scans(driver) == 1


async def test_groups_wait_for_a_transaction_and_see_it_whole(driver: SqliteDriver) -> None:
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


async def test_a_reader_cannot_write(driver: SqliteDriver) -> None:
    with pytest.raises(StoreFailure, match="readonly"):
        await driver.read(lambda reader: reader.all("delete from meta returning name"))


async def test_a_reader_sees_one_moment(driver: SqliteDriver) -> None:
    async def work(reader: Reader) -> tuple[int, int]:
        before = await reader.one("select count(*) as n from scan")
        await driver.record([scan(1)], {})
        after = await reader.one("select count(*) as n from scan")
        assert before is not None
        assert after is not None
        return before["n"], after["n"]

    assert await driver.read(work) == (0, 0)
    assert await count_scans(driver) == 1


async def test_a_database_locked_by_another_process_fails_within_two_seconds(
    driver: SqliteDriver, tmp_path: Path
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


async def test_the_writer_syncs_every_commit(driver: SqliteDriver) -> None:
    rows = await driver.write(lambda tx: tx.all("pragma synchronous"))
    assert [dict(row) for row in rows] == [{"synchronous": 2}]
    rows = await driver.write(lambda tx: tx.all("pragma journal_mode"))
    assert [dict(row) for row in rows] == [{"journal_mode": "wal"}]


async def test_a_sound_database_has_no_complaint_while_it_is_written_to(
    driver: SqliteDriver,
) -> None:
    checking = asyncio.create_task(driver.check())
    await driver.record([scan(number) for number in range(300)], {})
    assert await checking == ()
    assert await driver.check() == ()


async def test_migrations_run_once_and_a_newer_database_is_refused(driver: SqliteDriver) -> None:
    assert await migrate(driver, now=NOON) == 3
    await driver.write(
        lambda tx: tx.run("insert into migration (number, name, applied_at) values (99, 'x', 0)")
    )
    with pytest.raises(Problem, match="schema 99"):
        await migrate(driver, now=NOON)
