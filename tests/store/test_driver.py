"""What the port promises, whatever database keeps it: whole transactions, ids that count once."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from kiosk.domain.clock import Mark
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Opening
from kiosk.store import clocks
from kiosk.store.driver import Driver, Ledger, Reader, StoreFailure, Transaction
from kiosk.store.schema import migrate
from tests.store.rows import NOON, count_scans, scan, total
from tests.stores import Database, File, Store

pytestmark = pytest.mark.on_every_store(is_quick=True)


async def test_a_group_is_stored_with_its_share_of_every_total(driver: Driver) -> None:
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


async def test_the_same_id_is_stored_and_counted_once(driver: Driver) -> None:
    await driver.record([scan(1), scan(2)], {})
    await driver.record([scan(2), scan(3), scan(3)], {})
    assert await count_scans(driver) == 3
    for table in ("total_day", "total_range", "total_hour"):
        assert await total(driver, table) == 3


@pytest.mark.parametrize("size", [2, 63, 64, 65, 255, 256, 257, 700])
async def test_a_group_of_any_size_is_stored_and_counted_whole(driver: Driver, size: int) -> None:
    """Groups are cut into statements; known ids lie in the first, at a cut and in the last."""
    known = [scan(0), scan(min(64, size - 1)), scan(size - 1)]
    await driver.record(known, {})
    await driver.record([scan(number) for number in range(size)], {Opening(NOON, "scan", "x"): 2})
    assert await count_scans(driver) == size
    assert await total(driver, "total_day") == size + 2
    for table in ("total_range", "total_hour"):
        assert await total(driver, table) == size


async def test_a_group_that_fails_at_its_end_leaves_nothing(driver: Driver) -> None:
    """In one statement and in many."""
    broken = scan(9_999, district=None)
    for size in (1, 300):
        with pytest.raises(StoreFailure, match=r"(?i)not.null"):
            await driver.record([*(scan(number) for number in range(size)), broken], {})
        assert await count_scans(driver) == 0
        for table in ("total_day", "total_range", "total_hour"):
            assert await total(driver, table) == 0
    await driver.record([scan(1)], {})
    assert await count_scans(driver) == 1


async def test_a_failed_transaction_leaves_nothing(driver: Driver) -> None:
    async def work(tx: Transaction) -> None:
        await tx.run("insert into meta (name, value) values ('a', 'b')")
        raise LookupError

    with pytest.raises(LookupError):
        await driver.write(work)
    assert await driver.read(lambda reader: reader.one("select 1 from meta")) is None
    await driver.record([scan(1)], {})
    assert await count_scans(driver) == 1


async def test_a_cancelled_caller_does_not_leave_the_writer_inside(driver: Driver) -> None:
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


async def test_a_reader_cannot_write(driver: Driver) -> None:
    with pytest.raises(StoreFailure, match=r"(?i)read-?only"):
        await driver.read(lambda reader: reader.all("delete from meta returning name"))


async def test_a_reader_sees_one_moment(driver: Driver) -> None:
    async def work(reader: Reader) -> tuple[int, int]:
        before = await reader.one("select count(*) as n from scan")
        await driver.record([scan(1)], {})
        after = await reader.one("select count(*) as n from scan")
        assert before is not None
        assert after is not None
        return before["n"], after["n"]

    assert await driver.read(work) == (0, 0)
    assert await count_scans(driver) == 1


async def test_migrations_run_once_and_a_newer_database_is_refused(driver: Driver) -> None:
    rows = await driver.read(lambda reader: reader.all("select number from migration"))
    assert await migrate(driver, now=NOON) == max(row["number"] for row in rows)
    await driver.write(
        lambda tx: tx.run("insert into migration (number, name, applied_at) values (99, 'x', 0)")
    )
    with pytest.raises(Problem, match="schema 99"):
        await migrate(driver, now=NOON)


async def test_a_transaction_of_the_ledger_is_stored_whole_or_not_at_all(driver: Driver) -> None:
    async def work(ledger: Ledger, *, fails: bool) -> int:
        await ledger.run("insert into meta (name, value) values ('a', 'b')")
        await ledger.record([scan(number) for number in range(300)])
        await ledger.record([])
        row = await ledger.one("select cast(count(*) as bigint) as n from scan")
        if fails:
            raise LookupError
        return int(row["n"]) if row else 0

    for _ in range(2):
        with pytest.raises(LookupError):
            await driver.write_ledger(partial(work, fails=True))
    assert await count_scans(driver) == await total(driver, "total_day") == 0
    assert await driver.write_ledger(partial(work, fails=False)) == 300
    await driver.record([scan(299), scan(300)], {})
    assert await count_scans(driver) == 301
    for table in ("total_day", "total_range", "total_hour"):
        assert await total(driver, table) == 301


async def test_the_ledger_does_not_wait_for_acts_of_another_process(
    driver: Driver, store: Store
) -> None:
    """On a server; a file has one writer, and all wait for it."""
    if isinstance(store, File):
        return
    other = await store.open(Zone("Asia/Shanghai"))
    is_held, is_over = asyncio.Event(), asyncio.Event()

    async def act(tx: Transaction) -> None:
        is_held.set()
        await is_over.wait()

    acting = asyncio.create_task(other.write(act))
    await is_held.wait()
    async with asyncio.timeout(5):
        await driver.write_ledger(lambda ledger: ledger.record([scan(1)]))
    assert await count_scans(driver) == 1
    is_over.set()
    await acting
    await other.close()


async def test_a_note_is_kept_and_leaves_what_follows_as_durable_as_before(
    driver: Driver, store: Store
) -> None:
    asked = {
        File: "pragma synchronous",
        Database: "select current_setting('synchronous_commit') as synchronous",
    }[type(store)]
    durable = {File: 2, Database: "on"}[type(store)]

    async def promise(tx: Transaction) -> object:
        row = await tx.one(asked)
        assert row is not None
        return row["synchronous"]

    assert await driver.note(promise) == {File: 1, Database: "off"}[type(store)]
    assert await driver.write(promise) == durable
    await driver.note(partial(clocks.keep, mark=Mark(0, None), at=NOON))
    with pytest.raises(ZeroDivisionError):
        await driver.note(_divide)
    assert (await driver.read(clocks.find)).good_at == NOON
    assert await driver.write(promise) == durable


async def _divide(tx: Transaction) -> float:
    return 1 / 0
