"""What was spooled goes into the database with the groups, and stands in nobody's way."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.domain.scan import Outcome
from tests.recorder.disk import Disk, scan


async def test_what_was_spooled_is_moved_with_the_next_group_and_no_sync_of_its_own() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.gate.clear()
    first = queue.record(scan(1))
    await asyncio.sleep(0)
    moved = asyncio.create_task(queue.move([scan(8), scan(9)]))
    await asyncio.sleep(0)
    second = queue.record(scan(2))
    disk.gate.set()
    await asyncio.gather(first, second, moved)
    assert disk.groups == [[1], [2, 8, 9]]
    await queue.move([scan(7)])  # where nobody waits it goes at once
    assert disk.groups[-1] == [7]
    await queue.stop()


async def test_what_was_spooled_and_cannot_be_moved_takes_no_group_with_it_again() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.fails = True
    with pytest.raises(OSError, match="disk full"):
        await queue.move([scan(9)])
    disk.fails = False
    disk.gate.clear()
    first = queue.record(scan(1))
    await asyncio.sleep(0)
    second = queue.record(scan(2))
    moved = asyncio.create_task(queue.move([scan(9)]))
    await asyncio.sleep(0)
    disk.gate.set()
    await asyncio.gather(first, second, moved)
    assert sorted(disk.groups) == [[1], [2], [9]]
    await queue.stop()


async def test_what_is_to_be_moved_while_a_group_fails_is_not_forgotten() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.gate.clear()
    disk.fails = True
    first = queue.record(scan(1))
    await asyncio.sleep(0)
    moved = asyncio.create_task(queue.move([scan(9)]))
    await asyncio.sleep(0)
    disk.gate.set()
    assert await first is Outcome.UNRECORDED
    async with asyncio.timeout(20):
        with pytest.raises(OSError, match="disk full"):
            await moved
    await queue.stop()
