"""Group commit: what waits is gathered by the event loop and committed together.

One hop to the writer a group, no linger: while a group is being synced the next one gathers.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.scan import Opening, Outcome, Scan
from kiosk.recorder.tally import Count, Tally

GROUP = 4_096
WAITING = 20_000
PATIENCE_S = 0.25  # then a scan goes into the spool
SPOOL_S = 1.75  # then it is told to be lost
FOLD_S = 1.0

Commit = Callable[[Sequence[Scan], Mapping[Opening, int]], Awaitable[None]]
Keep = Callable[[Sequence[Scan]], Awaitable[None]]
Lose = Callable[[Sequence[Scan]], None]
Answer = asyncio.Future[Outcome]
_COUNTS = {
    Outcome.RECORDED: Count.RECORDED,
    Outcome.SPOOLED: Count.SPOOLED,
    Outcome.UNRECORDED: Count.UNRECORDED,
}


class Waiting(NamedTuple):
    """A scan on its way to the disk, and who waits for it since when."""

    scan: Scan
    answer: Answer
    since: float


class Groups:
    """The queue before the writer.

    `commit` raises where a group could not be stored; then, or when it takes too long, `keep`
    takes it, and where that raises too, `lose` is told.
    """

    def __init__(self, commit: Commit, keep: Keep, lose: Lose, tally: Tally) -> None:
        self._commit = commit
        self._keep = keep
        self._lose = lose
        self._tally = tally
        self._falling: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._queue: deque[Waiting] = deque()
        self._group: Sequence[Waiting] = ()
        self._openings: Counter[Opening] = Counter()
        self._task: asyncio.Task[None] | None = None
        self._fold: asyncio.TimerHandle | None = None
        self._watch: asyncio.TimerHandle | None = None

    def record(self, scan: Scan) -> Answer:
        """Queue a scan; the future tells within two seconds whether it is durably stored."""
        waiting = Waiting(scan, self._loop.create_future(), self._loop.time())
        if len(self._queue) >= WAITING:
            self._tally.add(Count.REFUSED)
            self._give_up([waiting])
            return waiting.answer
        self._queue.append(waiting)
        if self._watch is None:
            self._watch = self._loop.call_later(PATIENCE_S, self._out_of_patience)
        self._start()
        return waiting.answer

    def count(self, opening: Opening) -> None:
        """Count an opening that has no row: with the next group, within a second."""
        self._openings[opening] += 1
        if self._task is None and self._fold is None:
            self._fold = self._loop.call_later(FOLD_S, self._start)

    async def stored(self) -> None:
        """Return when no scan waits to be committed or spooled any more."""
        while under_way := {task for task in (self._task, *self._falling) if task is not None}:
            await asyncio.wait(under_way)

    async def stop(self) -> None:
        """Commit what waits, and return when nothing does."""
        if self._openings:
            self._start()
        if self._task is not None:
            await asyncio.wait([self._task])
        if self._falling:
            await asyncio.wait(self._falling)
        for timer in (self._fold, self._watch):
            if timer is not None:
                timer.cancel()

    def _start(self) -> None:
        if self._fold is not None:
            self._fold.cancel()
            self._fold = None
        if self._task is None:
            self._task = self._loop.create_task(self._flush())

    async def _flush(self) -> None:
        try:
            while self._queue or self._openings:
                if not await self._commit_group() and not self._queue:
                    break
        finally:
            self._task = None
        if self._openings:
            self._fold = self._loop.call_later(FOLD_S, self._start)

    async def _commit_group(self) -> bool:
        take = min(GROUP, len(self._queue))
        self._group = [self._queue.popleft() for _ in range(take)]
        openings, self._openings = self._openings, Counter()
        begun = self._loop.time()
        try:
            await self._commit([waiting.scan for waiting in self._group], openings)
        except Exception:  # noqa: BLE001 - whatever the store says, the reader gets the page
            self._openings.update(openings)
            self._fall_back([waiting for waiting in self._group if _is_open(waiting)])
            return False
        else:
            self._tally.commit(self._loop.time() - begun)
            self._settle(self._group, Outcome.RECORDED)
            return True
        finally:
            self._group = ()

    def _out_of_patience(self) -> None:
        """Take those who have waited long enough to the spool.

        The group under way may still be stored: it is kept in both places, and ids tell that it
        is the same. Where it cannot be spooled either nobody knows yet, and nothing is counted
        lost. Who waits behind it is taken off the queue.
        """
        oldest = self._loop.time() - PATIENCE_S
        self._fall_back(
            [w for w in self._group if w.since <= oldest and not w.answer.done()], is_under_way=True
        )
        late = []
        while self._queue and self._queue[0].since <= oldest:
            late.append(self._queue.popleft())
        self._fall_back(late)
        waiting = next((w for w in (*self._group, *self._queue) if w.since > oldest), None)
        self._watch = (
            None
            if waiting is None
            else self._loop.call_at(waiting.since + PATIENCE_S, self._out_of_patience)
        )

    def _fall_back(self, group: Sequence[Waiting], *, is_under_way: bool = False) -> None:
        if group:
            task = self._loop.create_task(self._spool(group, is_under_way=is_under_way))
            self._falling.add(task)
            task.add_done_callback(self._falling.discard)

    async def _spool(self, group: Sequence[Waiting], *, is_under_way: bool) -> None:
        try:
            async with asyncio.timeout(SPOOL_S):
                await self._keep([waiting.scan for waiting in group])
        except Exception:  # noqa: BLE001 - whatever the disk says, the reader gets the page
            if is_under_way:
                self._settle(group, Outcome.UNRECORDED)
            else:
                self._give_up(group)
        else:
            self._settle(group, Outcome.SPOOLED)

    def _give_up(self, group: Sequence[Waiting]) -> None:
        if group:
            self._lose([waiting.scan for waiting in group])
            self._settle(group, Outcome.UNRECORDED)

    def _settle(self, group: Sequence[Waiting], outcome: Outcome) -> None:
        told = 0
        for waiting in group:
            if not waiting.answer.done():
                waiting.answer.set_result(outcome)
                told += 1
        self._tally.add(_COUNTS[outcome], told)


def _is_open(waiting: Waiting) -> bool:
    """Whether a scan is neither stored nor spooled so far."""
    answer = waiting.answer
    return answer.cancelled() or not answer.done() or answer.result() is Outcome.UNRECORDED
