"""The copy of a SQLite database: of one moment, and without a touch on what is copied."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.period import Zone
from kiosk.store import sqlite_copy
from kiosk.store.driver import Driver, StoreFailure
from kiosk.store.sqlite import SqliteDriver
from kiosk.store.sqlite_library import sqlite3
from tests.store.rows import count_scans, scan


def files(folder: Path) -> dict[str, bytes]:
    """What a copy must leave as it is; the index of the journal tells who reads."""
    return {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if file.name.startswith("kiosk.sqlite3") and not file.name.endswith("-shm")
    }


async def test_nothing_is_written_or_checkpointed_by_it(driver: Driver, tmp_path: Path) -> None:
    await driver.record([scan(number) for number in range(500)], {})
    before = files(tmp_path)
    assert len(before["kiosk.sqlite3-wal"]) > 100_000
    sqlite_copy.copy(tmp_path / "kiosk.sqlite3", tmp_path / "copy.sqlite3")
    assert files(tmp_path) == before
    assert await rows(tmp_path / "copy.sqlite3") == 500


async def test_it_is_of_one_moment_and_holds_nobody_up(driver: Driver, tmp_path: Path) -> None:
    await driver.record([scan(number) for number in range(20_000)], {})
    copying = asyncio.create_task(
        asyncio.to_thread(sqlite_copy.copy, tmp_path / "kiosk.sqlite3", tmp_path / "copy.sqlite3")
    )
    number = 20_000
    while not copying.done():
        await driver.record([scan(number)], {})
        number += 1
    await copying
    assert await count_scans(driver) == number
    copied = await SqliteDriver.open(tmp_path / "copy.sqlite3", Zone("Asia/Shanghai"))
    assert await copied.check() == ()
    found = await count_scans(copied)
    totals = await copied.read(lambda reader: reader.one("select sum(n) as n from total_day"))
    await copied.close()
    assert 20_000 <= found <= number
    assert totals == {"n": found}


async def test_a_copy_is_set_up_anew_when_it_is_opened(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    sqlite_copy.copy(tmp_path / "kiosk.sqlite3", path)
    await (await SqliteDriver.open(path, Zone("Asia/Shanghai"))).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_file_that_is_there_or_cannot_be_made_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "one")) as connection:
        connection.execute("create table t (n)")
    with pytest.raises(StoreFailure):
        sqlite_copy.copy(tmp_path / "one", tmp_path / "no" / "folder")
    with pytest.raises(StoreFailure):
        sqlite_copy.copy(tmp_path / "missing", tmp_path / "two")
    assert not (tmp_path / "missing").exists()


async def rows(path: Path) -> int:
    copied = await SqliteDriver.open(path, Zone("Asia/Shanghai"))
    found = await count_scans(copied)
    await copied.close()
    return found
