"""Group commit: what waits is gathered by the event loop and committed together.

One hop to the writer a group, no linger: while a group is being synced the next one gathers.
Who has waited 250 ms is kept in the spool as well or instead, but only where that helps: on a disk
that is slow and works, the group under way will be there before a second sync of the same disk.

A scan is lost only when it is known that nothing keeps it. Who waits is told after five seconds
that nothing is known; what the threads at work then find decides, however late they find it.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from kiosk.domain.pace import Pace
from kiosk.domain.scan import Opening, Outcome, Scan
from kiosk.recorder.tally import Count, Tally

GROUP = 4_096
WAITING = 20_000
BEHIND = 4_096  # so many may wait where the oldest has waited `BEHIND_S` already
BEHIND_S = 1.0
PATIENCE_S = 0.25  # then the spool is thought of
SOON_S = 2.0  # a group that will end within this is waited for
GIVE_UP_S = 5.0  # then a scan is told to be lost
FOLD_S = 1.0
LATE_S: Final = 0.5  # a timer so late says that the loop stood still: nobody's wait counts it
_LEAST_S: Final = 0.02  # between two looks at who waits

Commit = Callable[[Sequence[Scan], Mapping[Opening, int]], Awaitable[None]]
Keep = Callable[[Sequence[Scan]], Awaitable[None]]
Lose = Callable[[Sequence[Scan]], None]
Failed = Callable[[Exception], None]
Answer = asyncio.Future[Outcome]
_COUNTS = {
    Outcome.RECORDED: Count.RECORDED,
    Outcome.SPOOLED: Count.SPOOLED,
    Outcome.UNRECORDED: Count.UNRECORDED,
}


def _ignore(error: Exception) -> None:
    """Nobody asks what went wrong."""


class Spooling(Enum):
    """How far a scan has come into the spool."""

    NO = 0
    ASKED = 1
    KEPT = 2
    FAILED = 3


@dataclass(slots=True, eq=False)
class Waiting:
    """A scan on its way to the disk, and who waits for it since when (the loop's seconds)."""

    scan: Scan
    answer: Answer
    since: float
    is_in_group: bool = False  # said of those that go to the spool: the database may have them yet
    spooling: Spooling = Spooling.NO


class Rider(NamedTuple):
    """Scans that are kept in the spool already, and who waits for them to be moved."""

    scans: Sequence[Scan]
    moved: asyncio.Future[None]

    def tell(self, error: Exception | None = None) -> None:
        """Say that they are in the database now, or why not."""
        if self.moved.done():
            return
        if error is None:
            self.moved.set_result(None)
        else:
            self.moved.set_exception(error)


class Groups:
    """The queue before the writer.

    `commit` raises where a group could not be stored; then, or when it takes too long, `keep`
    takes it, and where that raises too, `lose` is told. Both are waited for to their end. What
    they raise is told to `failed`.
    """

    def __init__(
        self, commit: Commit, keep: Keep, lose: Lose, tally: Tally, failed: Failed = _ignore
    ) -> None:
        self._commit = commit
        self._keep = keep
        self._lose = lose
        self._tally = tally
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._queue: deque[Waiting] = deque()
        self._group: Sequence[Waiting] = ()
        self._begun = 0.0
        self._pace = Pace()
        self._has_failed = False
        self._falling: deque[Waiting] = deque()  # on the way to the spool
        self._spooling: Sequence[Waiting] = ()  # being kept there now
        self._openings: Counter[Opening] = Counter()
        self._rider: Rider | None = None
        self._may_ride = True
        self._task: asyncio.Task[None] | None = None
        self._spool_task: asyncio.Task[None] | None = None
        self._fold: asyncio.TimerHandle | None = None
        self._watch: asyncio.TimerHandle | None = None
        self._due = 0.0

    def record(self, scan: Scan) -> Answer:
        """Queue a scan; the future tells within five seconds whether it is durably stored."""
        waiting = Waiting(scan, self._loop.create_future(), self._loop.time())
        if len(self._queue) + len(self._falling) >= BEHIND and self._is_full(waiting.since):
            self._tally.add(Count.REFUSED)
            self._give_up([waiting])
            return waiting.answer
        self._queue.append(waiting)
        if self._watch is None:
            self._look_at(waiting.since + PATIENCE_S)
        self._start()
        return waiting.answer

    def count(self, opening: Opening) -> None:
        """Count an opening that has no row: with the next group, within a second."""
        self._openings[opening] += 1
        if self._task is None and self._fold is None:
            self._fold = self._loop.call_later(FOLD_S, self._start)

    async def move(self, scans: Sequence[Scan]) -> None:
        """Commit scans that the spool keeps, with the next group; raises what `commit` does.

        On a slow disk a sync of their own would be one that everybody waits for. What could not
        be committed goes alone until it can: it must not take others with it again.
        """
        if not self._may_ride:
            await self._commit(scans, {})
            self._may_ride = True
            return
        self._rider = Rider(scans, self._loop.create_future())
        self._start()
        await self._rider.moved

    async def stored(self) -> None:
        """Return when no scan waits to be committed or spooled any more."""
        while tasks := [task for task in (self._task, self._spool_task) if task is not None]:
            await asyncio.wait(tasks)

    async def stop(self) -> None:
        """Commit what waits, and return when nothing does."""
        if self._openings:
            self._start()
        await self.stored()
        for timer in (self._fold, self._watch):
            if timer is not None:
                timer.cancel()

    def _is_full(self, now: float) -> bool:
        """Whether no more may wait; a burst that a healthy disk will take may be longer."""
        if len(self._queue) + len(self._falling) >= WAITING:
            return True
        first = self._falling[0] if self._falling else self._queue[0]
        return first.since < now - BEHIND_S

    def _start(self) -> None:
        if self._fold is not None:
            self._fold.cancel()
            self._fold = None
        if self._task is None:
            self._task = self._loop.create_task(self._flush())

    async def _flush(self) -> None:
        try:
            while self._queue or self._openings or self._rider:
                if not await self._commit_group() and not (self._queue or self._rider):
                    break
        finally:
            self._task = None
        if self._openings:
            self._fold = self._loop.call_later(FOLD_S, self._start)

    async def _commit_group(self) -> bool:
        take = min(GROUP, len(self._queue))
        group = self._group = [self._queue.popleft() for _ in range(take)]
        openings, self._openings = self._openings, Counter()
        rider, self._rider = self._rider, None
        scans = [waiting.scan for waiting in group]
        self._begun = self._loop.time()
        try:
            await self._commit(scans if rider is None else [*scans, *rider.scans], openings)
        except Exception as error:  # noqa: BLE001 - whatever it says, the reader gets the page
            self._failed(error)
            self._has_failed = True
            self._group = ()
            self._openings.update(openings)
            if rider is not None:
                self._may_ride = False
                rider.tell(error)
            self._after_failure(group)
            return False
        self._has_failed = False
        self._group = ()
        took = self._loop.time() - self._begun
        self._pace.add(took)
        self._tally.commit(took)
        if rider is not None:
            rider.tell()
        self._settle(group, Outcome.RECORDED)
        return True

    def _after_failure(self, group: Sequence[Waiting]) -> None:
        """The database keeps none of a group: what the spool has not decided yet it decides."""
        lost = []
        for waiting in group:
            waiting.is_in_group = False
            if waiting.spooling is Spooling.FAILED:
                lost.append(waiting)
        self._give_up(lost)
        self._fall_back([one for one in group if one.spooling is Spooling.NO])

    def _look_at(self, when: float) -> None:
        self._due = when
        self._watch = self._loop.call_at(when, self._look)

    def _look(self) -> None:
        """See who has waited too long, and what can be done about it.

        The group under way may still be stored: it is kept in both places, and ids tell that it
        is the same. Who waits behind it is taken off the queue.
        """
        now = self._loop.time()
        if now - self._due > LATE_S:
            self._forgive(now, now - self._due)
        self._despair(now - GIVE_UP_S)
        if not self._is_expected(now):
            oldest = now - PATIENCE_S
            late = [
                one
                for one in self._group
                if one.since <= oldest and one.spooling is Spooling.NO and not one.answer.done()
            ]
            for waiting in late:
                waiting.is_in_group = True
            while self._queue and self._queue[0].since <= oldest:
                late.append(self._queue.popleft())
            self._fall_back(late)
        self._watch = None
        if self._group or self._queue or self._falling or self._spooling:
            self._look_at(max(self._next_look(now), now + _LEAST_S))

    def _next_look(self, now: float) -> float:
        """When somebody's patience will end next, or the group under way will be overdue."""
        oldest = now - PATIENCE_S
        waiting = next((w for w in (*self._group, *self._queue) if w.since > oldest), None)
        when = now + PATIENCE_S if waiting is None else waiting.since + PATIENCE_S
        overdue = self._overdue_at
        return min(when, overdue) if overdue > now else when

    @property
    def _overdue_at(self) -> float:
        """When the group under way has taken much longer than the last ones did."""
        usual = self._pace.median
        return self._begun + (SOON_S if usual is None else 2 * usual + PATIENCE_S)

    def _is_expected(self, now: float) -> bool:
        """Whether the group under way will be stored soon enough to wait for it."""
        if not self._group:
            return not self._has_failed
        if self._has_failed or now >= self._overdue_at:
            return False
        return self._begun + (self._pace.median or 0.0) - now <= SOON_S

    def _forgive(self, now: float, late_s: float) -> None:
        """Count for nobody the time that the loop stood still: the disk was not to blame."""
        self._begun = min(self._begun + late_s, now)
        for waiting in (*self._group, *self._queue, *self._falling, *self._spooling):
            waiting.since = min(waiting.since + late_s, now)

    def _despair(self, oldest: float) -> None:
        """Tell who has waited longest that nothing is known; what nobody works at is lost."""
        for waiting in (*self._group, *self._spooling):
            if waiting.since <= oldest:
                self._settle([waiting], Outcome.UNRECORDED)
        lost = []
        while self._queue and self._queue[0].since <= oldest:
            lost.append(self._queue.popleft())
        for waiting in [one for one in self._falling if one.since <= oldest]:
            self._falling.remove(waiting)
            waiting.spooling = Spooling.FAILED
            if not waiting.is_in_group:
                lost.append(waiting)
        self._give_up(lost)

    def _fall_back(self, late: Iterable[Waiting]) -> None:
        for waiting in late:
            waiting.spooling = Spooling.ASKED
            self._falling.append(waiting)
        if self._falling and self._spool_task is None:
            self._spool_task = self._loop.create_task(self._spool())
            if self._watch is None:
                self._look_at(self._loop.time() + PATIENCE_S)

    async def _spool(self) -> None:
        """Keep all that has come together in the spool, one sync for all of it, until none has."""
        try:
            while self._falling:
                take = min(GROUP, len(self._falling))
                group = self._spooling = [self._falling.popleft() for _ in range(take)]
                try:
                    await self._keep([waiting.scan for waiting in group])
                except Exception as error:  # noqa: BLE001 - as above
                    self._failed(error)
                    self._mark(group, Spooling.FAILED)
                    self._give_up([one for one in group if not one.is_in_group])
                else:
                    self._mark(group, Spooling.KEPT)
                    self._settle(group, Outcome.SPOOLED)
        finally:
            self._spooling = ()
            self._spool_task = None

    @staticmethod
    def _mark(group: Sequence[Waiting], spooling: Spooling) -> None:
        for waiting in group:
            waiting.spooling = spooling

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
        if told:
            self._tally.add(_COUNTS[outcome], told)
