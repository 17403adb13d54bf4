"""自检: a broken file is found at start and at night, and said so; a whole one is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.period import Zone
from kiosk.recorder import Alarm, Alarms
from kiosk.recorder.checks import Checks
from kiosk.store import sqlite_check
from kiosk.store.driver import Driver
from kiosk.store.schema import migrate
from kiosk.store.sqlite import SqliteDriver
from kiosk.store.sqlite_library import sqlite3
from tests.make import Clock
from tests.store.rows import NOON, scan
from tests.stores import Store

ZONE = Zone("Asia/Shanghai")


@pytest.fixture
async def driver(store: Store) -> AsyncIterator[Driver]:
    opened = await store.open(ZONE)
    await migrate(opened, now=NOON)
    await opened.record([scan(number) for number in range(500)], {})
    yield opened
    await opened.close()


def told(alarms: Alarms) -> list[Alarm]:
    return [raised.alarm for raised in alarms.on]


def page_of(path: Path, table: str) -> tuple[int, int]:
    """Where the first page of a table or index lies, and how many bytes a page has."""
    with closing(sqlite3.connect(path)) as database:
        (size,) = database.execute("pragma page_size").fetchone()
        (root,) = database.execute(
            "select rootpage from sqlite_master where name = ?", [table]
        ).fetchone()
        database.execute("pragma wal_checkpoint(truncate)").fetchall()
    return (root - 1) * size, size


def spoil(path: Path, table: str) -> None:
    """Overwrite a page, as a failing disk does."""
    place, size = page_of(path, table)
    with path.open("r+b") as file:
        file.seek(place)
        file.write(b"\x5a" * size)


@pytest.mark.on_every_store(is_quick=True)
async def test_a_whole_database_raises_nothing(driver: Driver, clock: Clock) -> None:
    alarms = Alarms()
    checks = Checks(driver, ZONE, alarms, now=clock)
    await checks.run()
    clock.advance(seconds=15 * 3_600)  # three in the morning
    await checks.run()
    assert told(alarms) == []


@pytest.mark.on_every_store(is_quick=True)
async def test_totals_that_are_not_those_of_the_rows_are_found_at_night_and_once_mended_over(
    driver: Driver, clock: Clock
) -> None:
    alarms = Alarms()
    checks = Checks(driver, ZONE, alarms, now=clock)
    await driver.write(lambda tx: tx.run("update total_day set n = n + 1"))
    await checks.run()
    assert told(alarms) == []
    clock.advance(seconds=15 * 3_600)
    await checks.run()
    assert told(alarms) == [Alarm.DATABASE_DAMAGED]
    await driver.write(lambda tx: tx.run("update total_day set n = n - 1"))
    await checks.run()
    assert told(alarms)  # once a night
    clock.advance(seconds=24 * 3_600)
    await checks.run()
    assert told(alarms) == []


@pytest.mark.parametrize("table", ["total_day", "scan", "placement"])
async def test_a_page_that_was_overwritten_is_found_at_start(
    tmp_path: Path, clock: Clock, table: str
) -> None:
    path = tmp_path / "kiosk.sqlite3"
    whole = await SqliteDriver.open(path, ZONE)
    await migrate(whole, now=NOON)
    await whole.record([scan(number) for number in range(500)], {})
    await whole.close()
    spoil(path, table)
    again = await SqliteDriver.open(path, ZONE)
    alarms = Alarms()
    await Checks(again, ZONE, alarms, now=clock).run()
    assert told(alarms) == [Alarm.DATABASE_DAMAGED]
    await again.close()


async def test_of_a_large_file_rows_are_looked_at_by_night(
    driver: Driver, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_check, "QUICK_BYTES", 1)
    asked: list[str] = []
    path = tmp_path / "kiosk.sqlite3"
    real = sqlite3.connect

    def connect(*args: object, **changes: object) -> sqlite3.Connection:
        connection = real(*args, **changes)  # type: ignore[call-overload]
        connection.set_trace_callback(asked.append)
        return connection  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", connect)
    assert await sqlite_check.examine(path, is_whole=False) == ()
    assert "pragma quick_check('total_day')" in asked
    assert "pragma quick_check('scan')" not in asked
    assert await sqlite_check.examine(path, is_whole=True) == ()
    assert "pragma integrity_check('scan')" in asked
