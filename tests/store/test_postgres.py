"""What only a server can do: be shared by processes, go away, come back, answer nothing."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest

from kiosk.domain.period import Zone
from kiosk.domain.scan import Opening
from kiosk.store import postgres
from kiosk.store.driver import Driver, StoreFailure, Transaction
from kiosk.store.postgres import PostgresDriver
from kiosk.store.schema import migrate
from tests.postgres import Postgres, private_postgres
from tests.store.rows import NOON, count_scans, scan, total

ZONE = Zone("Asia/Shanghai")
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server of its own: these tests stop it."""
    with private_postgres() as server:
        yield server


@pytest.fixture
def database(server: Postgres) -> str:
    name = f"own_{next(_NUMBERS)}"
    server.query(f"create database {name}")
    return name


@pytest.fixture
async def two(server: Postgres, database: str) -> AsyncIterator[tuple[Driver, Driver]]:
    """Two processes' drivers on one database."""
    url = server.url(database)
    opened = [await PostgresDriver.open(url, ZONE, shard=shard) for shard in (0, 1)]
    await migrate(opened[0], now=NOON)
    yield opened[0], opened[1]
    for driver in opened:
        await driver.close()


async def test_processes_that_start_at_once_migrate_once(server: Postgres, database: str) -> None:
    opened = [await PostgresDriver.open(server.url(database), ZONE) for _ in range(4)]
    numbers = await asyncio.gather(*(migrate(driver, now=NOON) for driver in opened))
    rows = await opened[0].read(lambda reader: reader.all("select number from migration"))
    assert set(numbers) == {max(row["number"] for row in rows)}
    assert len({row["number"] for row in rows}) == len(rows)
    for driver in opened:
        await driver.close()


@pytest.mark.parametrize("shards", [(0, 0), (0, 1)])
async def test_two_processes_add_to_the_same_totals(
    two: tuple[Driver, Driver], shards: tuple[int, int]
) -> None:
    """Also into one shard, where their rows are the same rows, in groups of any order."""

    async def keep(driver: Driver, shard: int, start: int) -> None:
        for group in range(30):
            first = start + group * 20
            services = ("QC10", "QC06", "QC05") if start else ("QC05", "QC10", "QC06")
            scans = [
                scan(first + number, shard=shard, service=services[number % 3])
                for number in range(20)
            ]
            await driver.record(scans, {Opening(NOON, "scan", "forged"): 1})

    await asyncio.gather(keep(two[0], shards[0], 0), keep(two[1], shards[1], 10_000))
    assert await count_scans(two[0]) == 1_200
    assert await total(two[1], "total_day") == 1_200 + 60
    for table in ("total_range", "total_hour"):
        assert await total(two[1], table) == 1_200


async def test_acts_of_two_processes_take_turns(two: tuple[Driver, Driver]) -> None:
    async def count_up(tx: Transaction) -> None:
        row = await tx.one("select count(*) as n from meta")
        await asyncio.sleep(0.01)
        await tx.run(
            "insert into meta (name, value) values (:name, 'x')", name=f"n{row and row['n']}"
        )

    await asyncio.gather(*(driver.write(count_up) for driver in two * 5))
    assert len(await two[0].read(lambda reader: reader.all("select name from meta"))) == 10


async def test_a_write_is_heard_by_the_other_process(two: tuple[Driver, Driver]) -> None:
    heard = asyncio.Event()
    await two[1].hear(heard.set)
    await two[0].write(lambda tx: tx.run("insert into meta (name, value) values ('a', 'b')"))
    await asyncio.wait_for(heard.wait(), 1)


async def test_cut_connections_cost_nothing(
    two: tuple[Driver, Driver], server: Postgres, database: str
) -> None:
    cut = (
        "select pg_terminate_backend(pid) from pg_stat_activity "
        f"where datname = '{database}' and pid <> pg_backend_pid()"
    )

    async def keep_cutting() -> None:
        for _ in range(10):
            await asyncio.to_thread(server.query, cut)
            await asyncio.sleep(0.2)

    cutting = asyncio.create_task(keep_cutting())
    number = 0
    while not cutting.done():
        number += 1
        await two[0].record([scan(number)], {})
    await cutting
    assert await count_scans(two[0]) == number
    assert await total(two[1], "total_range") == number


@pytest.mark.slow  # CI crashes one under the whole service: tests/faults/test_store.py
async def test_a_server_that_crashes_loses_nothing_it_had_answered(
    two: tuple[Driver, Driver], server: Postgres
) -> None:
    kept: set[int] = set()
    refused = 0
    crash = asyncio.create_task(asyncio.to_thread(_crash, server))
    number = 0
    while not crash.done():
        number += 1
        try:
            await two[0].record([scan(number)], {})
            kept.add(number)
        except StoreFailure:
            refused += 1
            await asyncio.sleep(0.01)
    await crash
    await two[0].record([scan(number + 1)], {})
    rows = await two[1].read(lambda reader: reader.all("select serial from scan"))
    stored = {row["serial"] for row in rows}
    assert kept <= stored
    assert len(stored) == await total(two[1], "total_day") == len(rows)
    assert refused > 0


def _crash(server: Postgres) -> None:
    server.stop(how=signal.SIGQUIT)
    server.start()


async def test_a_table_locked_by_another_is_given_up_in_time(
    two: tuple[Driver, Driver], server: Postgres, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "RECORD_S", 1.0)
    locking = asyncio.create_task(
        asyncio.to_thread(
            server.query, "begin; lock table scan; select pg_sleep(3); commit", database=database
        )
    )
    await asyncio.sleep(0.3)
    start = asyncio.get_running_loop().time()
    with pytest.raises(StoreFailure):
        await two[0].record([scan(1)], {})
    assert asyncio.get_running_loop().time() - start < 2
    await locking
    await two[0].record([scan(1)], {})
    assert await count_scans(two[1]) == 1


async def test_what_the_server_relaxes_is_not_relaxed_for_scans(
    server: Postgres, database: str
) -> None:
    server.query(f"alter database {database} set synchronous_commit = off")
    driver = await PostgresDriver.open(server.url(database), ZONE)
    await migrate(driver, now=NOON)
    for _ in range(2):  # the pool forgets what was set when a connection comes back
        row = await driver.write(lambda tx: tx.one("show synchronous_commit"))
        assert row == {"synchronous_commit": "on"}
    await driver.record([scan(1)], {})
    assert driver._recorder is not None
    assert await driver._recorder.fetchval("show synchronous_commit") == "on"
    await driver.close()


async def test_a_failure_tells_neither_password_nor_row(two: tuple[Driver, Driver]) -> None:
    with pytest.raises(StoreFailure) as told:
        await two[0].record([scan(9_999, district=None, device=b"secretly")], {})
    assert "9999" not in str(told.value)
    with pytest.raises(StoreFailure) as told:
        await PostgresDriver.open("postgresql://me:hunter2@127.0.0.1:1/none", ZONE)
    assert "hunter2" not in str(told.value)
