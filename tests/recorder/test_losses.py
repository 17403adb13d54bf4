"""Losses survive everything: they are the last thing that can be written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.domain.period import Zone
from kiosk.recorder import Losses, tell_losses, uncounted
from kiosk.recorder.losses import counted
from kiosk.store.driver import Driver
from kiosk.store.schema import migrate
from kiosk.store.spool import Depth
from tests.stores import Store


def days(folder: Path) -> dict[int, int]:
    """What the one file of a folder has counted."""
    return {day: n for (_, day), n in counted(folder).items()}


@pytest.fixture
async def driver(store: Store) -> AsyncIterator[Driver]:
    opened = await store.open(Zone("Asia/Shanghai"))
    await migrate(opened, now=0)
    yield opened
    await opened.close()


async def known(driver: Driver, folder: Path) -> dict[int, int]:
    """What a report at a node tells."""
    found = await driver.read(lambda reader: uncounted(folder, reader, Depth(0, None)))
    return dict(found.lost)


def test_losses_are_counted_by_day_and_survive_a_restart(tmp_path: Path) -> None:
    losses = Losses.take(tmp_path)
    losses.add(20261124, 2)
    losses.add(20261124, 3)
    losses.close()
    again = Losses.take(tmp_path)
    again.add(20261201, 7)
    again.add(20261124, 1)
    again.close()
    assert days(tmp_path) == {20261124: 6, 20261201: 7}


def test_the_file_never_grows(tmp_path: Path) -> None:
    path = tmp_path / "unrecorded"
    losses = Losses.take(tmp_path)
    size = path.stat().st_size
    for day in range(20261101, 20261131):
        losses.add(day, 1)
    losses.close()
    assert path.stat().st_size == size
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_day_of_twenty_years_has_a_place_of_its_own(tmp_path: Path) -> None:
    losses = Losses.take(tmp_path)
    wanted = [
        year * 10_000 + month * 100 + day
        for year in range(2026, 2046)
        for month in range(1, 13)
        for day in (1, 28, 31)
    ]
    for day in wanted:
        losses.add(day, 1)
    losses.close()
    assert days(tmp_path) == dict.fromkeys(wanted, 1)


def test_a_file_of_an_earlier_program_keeps_its_counts_and_gets_an_id(tmp_path: Path) -> None:
    losses = Losses.take(tmp_path)
    losses.add(20261124, 2)
    losses.close()
    path = tmp_path / "unrecorded"
    path.write_bytes(path.read_bytes()[:-16])
    assert days(tmp_path) == {20261124: 2}
    Losses.take(tmp_path).close()
    ((source, _),) = counted(tmp_path)
    assert len(bytes.fromhex(source)) == 16


@pytest.mark.on_every_store
async def test_each_process_has_its_own_file_and_every_node_hears_of_it(
    driver: Driver, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    one, two, third = Losses.take(here), Losses.take(here), Losses.take(there)
    one.add(20261124, 1)
    two.add(20261124, 20)
    third.add(20261125, 300)
    assert await known(driver, here) == {20261124: 21}
    for folder in (here, there):
        await tell_losses(driver, folder)
    third.add(20261125, 1)
    assert await known(driver, here) == {20261124: 21, 20261125: 300}
    assert await known(driver, there) == {20261124: 21, 20261125: 301}
    await tell_losses(driver, there)
    await tell_losses(driver, there)
    assert await known(driver, here) == {20261124: 21, 20261125: 301}
    for losses in (one, two, third):
        losses.close()
