"""Group commit: what is answered as recorded is stored, what is not is counted as lost, once."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import pytest

from kiosk.domain.scan import Opening, Outcome, Scan
from kiosk.recorder import Tally, groups
from kiosk.recorder.groups import Groups
from tests.recorder.disk import Disk, scan


async def test_scans_of_one_turn_share_a_commit_and_later_ones_the_next() -> None:
    disk = Disk()
    queue = disk.queue()
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
    queue = disk.queue()
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.UNRECORDED
    disk.fails = False
    assert await queue.record(scan(2)) is Outcome.RECORDED
    assert (disk.lost, disk.stored) == ([1], [2])
    await queue.stop()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience of another scale, so that tests need not be patient."""
    for name, seconds in (("PATIENCE_S", 0.05), ("SOON_S", 0.4), ("GIVE_UP_S", 1.0)):
        monkeypatch.setattr(groups, name, seconds)


async def used_to(queue: Groups, disk: Disk, commit_s: float) -> None:
    """Have three groups take so long: that is usual now."""
    for number in range(1_000, 1_003):
        disk.gate.clear()
        answer = queue.record(scan(number))
        await asyncio.sleep(commit_s)
        disk.gate.set()
        await answer
        while queue._group:
            await asyncio.sleep(0)
    disk.groups.clear()
    disk.spooled.clear()


@pytest.mark.usefixtures("quick")
async def test_what_takes_too_long_is_told_and_what_is_found_later_decides() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.gate.clear()
    under_way = queue.record(scan(1))
    await asyncio.sleep(0.02)
    behind = queue.record(scan(2))
    start = asyncio.get_running_loop().time()
    assert await under_way is Outcome.UNRECORDED
    assert await behind is Outcome.UNRECORDED
    assert asyncio.get_running_loop().time() - start < 5
    assert disk.lost == [2]  # the one under way may still be stored
    disk.gate.set()
    await queue.stop()
    assert (disk.stored, disk.lost) == ([1], [2])


@pytest.mark.usefixtures("quick")
async def test_one_under_way_that_fails_late_is_lost_once() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.gate.clear()
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.UNRECORDED
    assert disk.lost == []
    disk.gate.set()
    await queue.stop()
    assert (disk.stored, disk.lost) == ([], [1])


@pytest.mark.usefixtures("quick")
async def test_what_fails_or_takes_much_longer_than_usual_is_spooled() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.spool_fails = False
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.SPOOLED
    assert disk.spooled == [1]
    disk.fails = False
    await used_to(queue, disk, 0.001)
    disk.gate.clear()
    under_way = queue.record(scan(2))
    await asyncio.sleep(0.01)
    behind = queue.record(scan(3))
    assert {await under_way, await behind} == {Outcome.SPOOLED}
    later = queue.record(scan(4))
    disk.gate.set()
    assert await later is Outcome.RECORDED
    await queue.stop()
    # The one under way is in both places: its id tells.
    assert (disk.spooled, disk.stored, disk.lost) == ([2, 3], [2, 4], [])


@pytest.mark.usefixtures("quick")
async def test_a_slow_disk_that_works_is_waited_for_and_has_no_second_sync() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.spool_fails = False
    await used_to(queue, disk, 0.3)
    disk.gate.clear()
    under_way = queue.record(scan(1))
    await asyncio.sleep(0)
    behind = queue.record(scan(2))
    await asyncio.sleep(0.3)  # six times the patience
    disk.gate.set()
    assert [await under_way, await behind] == [Outcome.RECORDED] * 2
    assert (disk.spooled, disk.stored, disk.lost) == ([], [1, 2], [])
    await queue.stop()


@pytest.mark.usefixtures("quick")
async def test_a_disk_whose_groups_take_too_long_to_wait_for_has_the_spool_beside_it() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.spool_fails = False
    await used_to(queue, disk, 0.6)
    disk.gate.clear()
    assert await queue.record(scan(1)) is Outcome.SPOOLED
    disk.gate.set()
    await queue.stop()
    assert (disk.spooled, disk.stored, disk.lost) == ([1], [1], [])


@pytest.mark.usefixtures("quick")
async def test_whoever_waits_for_the_spool_meanwhile_shares_its_next_sync() -> None:
    disk = Disk()
    queue = disk.queue()
    gate, kept = asyncio.Event(), []

    async def keep(scans: Sequence[Scan]) -> None:
        await gate.wait()
        kept.append([one.serial for one in scans])

    queue._keep = keep
    disk.fails = True
    first = queue.record(scan(0))
    await asyncio.sleep(0.02)
    later = []
    for number in range(1, 6):
        later.append(queue.record(scan(number)))
        await asyncio.sleep(0.01)
    gate.set()
    assert await asyncio.gather(first, *later) == [Outcome.SPOOLED] * 6
    assert kept == [[0], [1, 2, 3, 4, 5]]
    await queue.stop()


@pytest.mark.usefixtures("quick")
async def test_a_loop_that_stood_still_blames_no_disk_for_it() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.spool_fails = False
    await used_to(queue, disk, 0.001)
    disk.gate.clear()
    under_way = queue.record(scan(1))
    await asyncio.sleep(0)
    behind = queue.record(scan(2))
    time.sleep(2)  # noqa: ASYNC251 - the loop is to stand still, twice as long as anybody waits
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not under_way.done()
    disk.gate.set()
    assert [await under_way, await behind] == [Outcome.RECORDED] * 2
    assert (disk.spooled, disk.lost) == ([], [])
    await queue.stop()


@pytest.mark.usefixtures("quick")
async def test_through_whatever_happens_a_scan_is_kept_or_lost_and_never_both() -> None:
    chance = random.Random(20261130)
    kept: set[int] = set()
    lost: Counter[int] = Counter()
    told: dict[int, Outcome] = {}

    def at_work(scans: Sequence[Scan]) -> None:
        """A thread that ends when it ends, whoever still waits for it."""
        time.sleep(chance.choice((0, 0, 0, 0.02, 0.1, 0.3, 1.3)))
        if chance.random() < 0.3:
            raise OSError("disk full")
        kept.update(one.serial for one in scans)

    async def commit(scans: Sequence[Scan], _: Mapping[Opening, int]) -> None:
        await asyncio.to_thread(at_work, scans)

    async def keep(scans: Sequence[Scan]) -> None:
        await asyncio.to_thread(at_work, scans)

    queue = Groups(commit, keep, lambda scans: lost.update(one.serial for one in scans), Tally())
    sent = 0
    for turn in range(160):
        for _ in range(chance.randrange(6)):
            answer = queue.record(scan(sent))
            answer.add_done_callback(partial(note, told, sent))
            sent += 1
        if turn % 20 == 19:
            time.sleep(1.2)  # noqa: ASYNC251 - the loop is to stand still
        await asyncio.sleep(chance.choice((0, 0.001, 0.03)))
    await queue.stop()
    await asyncio.sleep(0)
    assert kept | lost.keys() == set(range(sent))
    assert kept & lost.keys() == set()
    assert set(lost.values()) <= {1}
    assert len(lost) > 10
    acknowledged = {number for number, outcome in told.items() if outcome != Outcome.UNRECORDED}
    assert acknowledged <= kept
    assert len(told) == sent


def note(told: dict[int, Outcome], number: int, answer: asyncio.Future[Outcome]) -> None:
    told[number] = answer.result()


@pytest.mark.usefixtures("quick")
async def test_one_that_was_spooled_and_then_fails_is_not_lost() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.spool_fails = False
    disk.gate.clear()
    disk.fails = True
    assert await queue.record(scan(1)) is Outcome.SPOOLED
    disk.spool_fails = True
    disk.gate.set()
    await queue.stop()
    assert (disk.spooled, disk.stored, disk.lost) == ([1], [], [])


@pytest.mark.parametrize(("most", "behind_s"), [("WAITING", 60.0), ("BEHIND", 0.05)])
async def test_a_full_queue_refuses_at_once_and_counts(
    monkeypatch: pytest.MonkeyPatch, most: str, behind_s: float
) -> None:
    """So many in all; fewer where the first of them has waited for long."""
    monkeypatch.setattr(groups, "BEHIND", 3)
    monkeypatch.setattr(groups, most, 5)
    monkeypatch.setattr(groups, "BEHIND_S", behind_s)
    disk = Disk()
    queue = disk.queue()
    disk.gate.clear()
    queue.record(scan(0))
    await asyncio.sleep(0)
    waiting = [queue.record(scan(number)) for number in range(1, 6)]
    await asyncio.sleep(0.1)
    waiting += [queue.record(scan(number)) for number in range(6, 8)]
    assert [answer.done() for answer in waiting] == [False] * 5 + [True] * 2
    assert disk.lost == [6, 7]
    disk.gate.set()
    await queue.stop()
    assert disk.stored == [0, 1, 2, 3, 4, 5]


async def test_a_burst_is_no_backlog() -> None:
    disk = Disk()
    queue = disk.queue()
    answers = [queue.record(scan(number)) for number in range(2 * groups.BEHIND)]
    assert {await answer for answer in answers} == {Outcome.RECORDED}
    await queue.stop()


async def test_stopping_commits_what_waits() -> None:
    disk = Disk()
    queue = disk.queue()
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
    queue = disk.queue()
    for _ in range(1_000):
        queue.count(Opening(0, "scan", "forged"))
    assert disk.groups == []
    await asyncio.sleep(0.2)
    assert disk.openings == {Opening(0, "scan", "forged"): 1_000}
    await queue.stop()


async def test_openings_are_not_lost_with_a_failing_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "FOLD_S", 0.02)
    disk = Disk()
    queue = disk.queue()
    disk.fails = True
    queue.count(Opening(0, "scan", "unknown"))
    await asyncio.sleep(0.1)
    disk.fails = False
    await asyncio.sleep(0.1)
    assert disk.openings == {Opening(0, "scan", "unknown"): 1}
    await queue.stop()


async def test_a_visitor_who_leaves_does_not_disturb_the_group() -> None:
    disk = Disk()
    queue = disk.queue()
    disk.gate.clear()
    gone, stays = queue.record(scan(1)), queue.record(scan(2))
    await asyncio.sleep(0)
    gone.cancel()
    disk.gate.set()
    assert await stays is Outcome.RECORDED
    assert disk.stored == [1, 2]
    await queue.stop()
