"""Group commit: what waits is gathered by the event loop and committed together.

One hop to the writer a group, no linger: while a group is being synced the next one gathers.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.scan import Opening, Outcome, Scan

GROUP = 4_096
WAITING = 20_000
PATIENCE_S = 2.0
FOLD_S = 1.0

Commit = Callable[[Sequence[Scan], Mapping[Opening, int]], Awaitable[None]]
Lose = Callable[[Sequence[Scan]], None]
Answer = asyncio.Future[Outcome]


class Waiting(NamedTuple):
    """A scan on its way to the disk, and who waits for it since when."""

    scan: Scan
    answer: Answer
    since: float


class Groups:
    """The queue before the writer. `commit` raises where a group could not be kept."""

    def __init__(self, commit: Commit, lose: Lose) -> None:
        self._commit = commit
        self._lose = lose
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

    async def stop(self) -> None:
        """Commit what waits, and return when nothing does."""
        if self._openings:
            self._start()
        if self._task is not None:
            await asyncio.wait([self._task])
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
        try:
            await self._commit([waiting.scan for waiting in self._group], openings)
        except Exception:  # noqa: BLE001 - whatever the store says, the reader gets the page
            self._openings.update(openings)
            self._give_up(self._group)
            return False
        else:
            _settle(self._group, Outcome.RECORDED)
            return True
        finally:
            self._group = ()

    def _out_of_patience(self) -> None:
        """Answer those who have waited two seconds.

        The group under way may still be stored: then nothing was lost, and nothing is counted
        lost. Who waits behind it is taken off the queue, and is lost.
        """
        oldest = self._loop.time() - PATIENCE_S
        _settle([waiting for waiting in self._group if waiting.since <= oldest], Outcome.UNRECORDED)
        late = []
        while self._queue and self._queue[0].since <= oldest:
            late.append(self._queue.popleft())
        self._give_up(late)
        waiting = next((w for w in (*self._group, *self._queue) if not w.answer.done()), None)
        self._watch = (
            None
            if waiting is None
            else self._loop.call_at(waiting.since + PATIENCE_S, self._out_of_patience)
        )

    def _give_up(self, group: Sequence[Waiting]) -> None:
        if group:
            self._lose([waiting.scan for waiting in group])
            _settle(group, Outcome.UNRECORDED)


def _settle(group: Sequence[Waiting], outcome: Outcome) -> None:
    for waiting in group:
        if not waiting.answer.done():
            waiting.answer.set_result(outcome)
