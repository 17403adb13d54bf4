"""Group commit: what is answered as recorded is stored, what is not is counted as lost, once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from kiosk.domain.scan import Opening, Outcome, Scan
from kiosk.recorder import Tally, groups
from kiosk.recorder.groups import Groups


def scan(number: int) -> Scan:
    return Scan(
        number.to_bytes(16), 0, "scan", number, 0, "QC10", "370102", "card", "person", "", b"", 0
    )


class Disk:
    """Stands where the driver stands, so that failures come when the test wants them."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.openings: dict[Opening, int] = {}
        self.spooled: list[int] = []
        self.lost: list[int] = []
        self.fails = False
        self.spool_fails = True
        self.gate = asyncio.Event()
        self.gate.set()

    async def commit(self, scans: Sequence[Scan], openings: Mapping[Opening, int]) -> None:
        await self.gate.wait()
        if self.fails:
            raise OSError("disk full")
        self.groups.append([scan.serial for scan in scans])
        for opening, number in openings.items():
            self.openings[opening] = self.openings.get(opening, 0) + number

    async def keep(self, scans: Sequence[Scan]) -> None:
        if self.spool_fails:
            raise OSError("disk full")
        self.spooled += [scan.serial for scan in scans]

    def lose(self, scans: Sequence[Scan]) -> None:
        self.lost += [scan.serial for scan in scans]

    @property
    def stored(self) -> list[int]:
        return [serial for group in self.groups for serial in group]


async def test_scans_of_one_turn_share_a_commit_and_later_ones_the_next() -> None:
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.gate.clear()
    first = [queue.record(scan(number)) for number in range(3)]
    await asyncio.sleep(0)
    later = [queue.record(scan(number)) for number in range(3, 8)]
    disk.gate.set()
    assert await asyncio.gather(*first, *later) == [Outcome.RECORDED] * 8
    assert disk.groups == [[0, 1, 2], [3, 4, 5, 6, 7]]
    await queue.stop()


async def test_a_failed_commit_is_told_and_counted_and_the_next_one_works() -> None:
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.UNRECORDED
    disk.fails = False
    assert await queue.record(scan(2)) is Outcome.RECORDED
    assert (disk.lost, disk.stored) == ([1], [2])
    await queue.stop()


async def test_nobody_waits_longer_than_the_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "PATIENCE_S", 0.1)
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.gate.clear()
    under_way = queue.record(scan(1))
    await asyncio.sleep(0.05)
    behind = queue.record(scan(2))
    start = asyncio.get_running_loop().time()
    assert await under_way is Outcome.UNRECORDED
    assert await behind is Outcome.UNRECORDED
    assert asyncio.get_running_loop().time() - start < 1
    assert disk.lost == [2]  # the one under way may still be stored
    disk.gate.set()
    await queue.stop()
    assert (disk.stored, disk.lost) == ([1], [2])


async def test_one_under_way_that_fails_late_is_lost_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "PATIENCE_S", 0.05)
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.gate.clear()
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.UNRECORDED
    disk.gate.set()
    await queue.stop()
    assert (disk.stored, disk.lost) == ([], [1])


async def test_what_fails_or_takes_too_long_is_spooled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "PATIENCE_S", 0.05)
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.spool_fails = False
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.SPOOLED
    disk.fails = False
    disk.gate.clear()
    under_way = queue.record(scan(2))
    await asyncio.sleep(0.01)
    behind = queue.record(scan(3))
    start = asyncio.get_running_loop().time()
    assert {await under_way, await behind} == {Outcome.SPOOLED}
    assert asyncio.get_running_loop().time() - start < 0.2
    later = queue.record(scan(4))
    disk.gate.set()
    assert await later is Outcome.RECORDED
    await queue.stop()
    # The one under way is in both places: its id tells.
    assert (disk.spooled, disk.stored, disk.lost) == ([1, 2, 3], [2, 4], [])


async def test_one_that_was_spooled_and_then_fails_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "PATIENCE_S", 0.05)
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.spool_fails = False
    disk.gate.clear()
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.SPOOLED
    disk.spool_fails = True
    disk.gate.set()
    await queue.stop()
    assert (disk.spooled, disk.stored, disk.lost) == ([1], [], [])


async def test_a_full_queue_refuses_at_once_and_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "WAITING", 5)
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.gate.clear()
    queue.record(scan(0))
    await asyncio.sleep(0)
    waiting = [queue.record(scan(number)) for number in range(1, 8)]
    assert [answer.done() for answer in waiting] == [False] * 5 + [True] * 2
    assert disk.lost == [6, 7]
    disk.gate.set()
    await queue.stop()
    assert disk.stored == [0, 1, 2, 3, 4, 5]


async def test_stopping_commits_what_waits() -> None:
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    answers = [queue.record(scan(number)) for number in range(10_000)]
    queue.count(Opening(0, "scan", "forged"))
    await queue.stop()
    assert {answer.result() for answer in answers} == {Outcome.RECORDED}
    assert disk.stored == list(range(10_000))
    assert max(map(len, disk.groups)) == groups.GROUP
    assert disk.openings == {Opening(0, "scan", "forged"): 1}


async def test_openings_without_rows_are_folded_within_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "FOLD_S", 0.05)
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    for _ in range(1_000):
        queue.count(Opening(0, "scan", "forged"))
    assert disk.groups == []
    await asyncio.sleep(0.2)
    assert disk.openings == {Opening(0, "scan", "forged"): 1_000}
    await queue.stop()


async def test_openings_are_not_lost_with_a_failing_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "FOLD_S", 0.02)
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.fails = True
    queue.count(Opening(0, "scan", "unknown"))
    await asyncio.sleep(0.1)
    disk.fails = False
    await asyncio.sleep(0.1)
    assert disk.openings == {Opening(0, "scan", "unknown"): 1}
    await queue.stop()


async def test_a_visitor_who_leaves_does_not_disturb_the_group() -> None:
    disk = Disk()
    queue = Groups(disk.commit, disk.keep, disk.lose, Tally())
    disk.gate.clear()
    gone, stays = queue.record(scan(1)), queue.record(scan(2))
    await asyncio.sleep(0)
    gone.cancel()
    disk.gate.set()
    assert await stays is Outcome.RECORDED
    assert disk.stored == [1, 2]
    await queue.stop()
