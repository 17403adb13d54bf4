"""From the spool to the database: once, whoever was first, and after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.domain.period import Zone
from kiosk.recorder import Fallback, fallback
from kiosk.store.driver import Driver, StoreFailure
from kiosk.store.schema import migrate
from kiosk.store.spool import Spool, depth_of
from tests.store.rows import NOON, count_scans, scan, total
from tests.stores import Store

ZONE = Zone("Asia/Shanghai")

pytestmark = pytest.mark.on_every_store(is_quick=True)


@pytest.fixture
async def driver(store: Store) -> AsyncIterator[Driver]:
    opened = await store.open(ZONE)
    await migrate(opened, now=NOON)
    yield opened
    await opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "spools"
    made.mkdir()
    return made


async def until_empty(folder: Path) -> None:
    async with asyncio.timeout(5):
        while depth_of(folder).waiting:
            await asyncio.sleep(0.02)


async def test_what_is_kept_is_moved_and_counted_once(driver: Driver, folder: Path) -> None:
    moving = Fallback(driver, ZONE, folder)
    await driver.record([scan(1), scan(2)], {})  # as when a commit was slow and then succeeded
    await moving.keep([scan(number) for number in range(1_200)])
    await until_empty(folder)
    assert await count_scans(driver) == 1_200
    for table in ("total_day", "total_range", "total_hour"):
        assert await total(driver, table) == 1_200
    await moving.stop()


async def test_what_was_left_by_others_is_moved_too(driver: Driver, folder: Path) -> None:
    left = [Spool.take(folder) for _ in range(2)]
    for number, spool in enumerate(left):
        spool.keep([scan(number)])
    for spool in left:
        spool.close()
    moving = Fallback(driver, ZONE, folder)
    await until_empty(folder)
    assert await count_scans(driver) == 2
    await moving.stop()


async def test_a_database_that_is_away_is_asked_again(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fallback, "AGAIN_S", 0.05)
    moving = Fallback(driver, ZONE, folder)

    async def fail(*_: object) -> None:
        raise StoreFailure("away")

    with monkeypatch.context() as away:
        away.setattr(driver, "record", fail)
        await moving.keep([scan(1)])
        await asyncio.sleep(0.2)
        assert moving.depth.waiting == 1
    await until_empty(folder)
    assert await count_scans(driver) == 1
    await moving.stop()


async def test_stopping_moves_what_it_can_and_keeps_the_rest(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moving = Fallback(driver, ZONE, folder)

    async def fail(*_: object) -> None:
        raise StoreFailure("away")

    with monkeypatch.context() as away:
        away.setattr(driver, "record", fail)
        await moving.keep([scan(1)])
        await moving.stop()
    assert depth_of(folder).waiting == 1
    await Fallback(driver, ZONE, folder).stop()
    assert depth_of(folder).waiting == 0
    assert await count_scans(driver) == 1
