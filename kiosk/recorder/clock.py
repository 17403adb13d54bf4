"""守时: what a process knows of time beside what its clock says, and the mark that it leaves.

Between two looks nothing is asked: `certain` and `stamp` compare two clocks of the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final, NamedTuple

import structlog

from kiosk.domain.clock import (
    ANCHOR_MS,
    NEAR_MS,
    STOP_TOLD_MS,
    Doubt,
    Mark,
    doubt_of,
    doubt_while,
)
from kiosk.domain.period import Zone, day_of
from kiosk.recorder.alarms import Alarm, Alarms
from kiosk.store import clocks
from kiosk.store.clocks import Known
from kiosk.store.driver import Driver, StoreFailure

KEEP_MS: Final = 60_000
STOP_S: Final = 1.0
STEP_MS: Final = 2_000  # a smaller step between two looks is not worth a line
_LOG = structlog.get_logger(__name__)

Clock = Callable[[], int]
Witness = Callable[[], Awaitable[int]]


class _Base(NamedTuple):
    """A moment by both clocks, from which the steady one goes on."""

    at: int
    steady: int


class Timekeeper:
    """The clock of a process, and how far it may be believed.

    `now` is the clock, which anybody may set; `steady` gives milliseconds that nobody sets, also
    while the machine sleeps. `witness` asks the database's own machine, where that is another.
    Nothing is known before the first `look`.
    """

    def __init__(
        self,
        driver: Driver,
        zone: Zone,
        alarms: Alarms,
        *,
        now: Clock,
        steady: Clock,
        witness: Witness | None,
    ) -> None:
        self._driver = driver
        self._zone = zone
        self._alarms = alarms
        self._now = now
        self._steady = steady
        self._witness = witness
        self._mark = Mark(-1, None)
        self._base = _Base(now(), steady())
        self._is_anchored = False  # whether the clock was right at `_base`, as this process saw
        self._floor = 0
        self._kept_at: int | None = None  # by the steady clock
        self._seen: _Base | None = None
        self._turn = asyncio.Lock()
        self.doubt: Doubt | None = None

    async def look(self) -> None:
        """Hold the clock against all that is known, and keep what was found; raises StoreFailure.

        A mark is written once a minute, and when something changed; a database that takes none,
        as on a full disk, is asked again a minute later.
        """
        async with self._turn:
            server = None if self._witness is None else await self._witness()
            known = await self._driver.read(clocks.known)
            seen = _Base(self._now(), self._steady())
            self._tell_step(seen)
            is_start, is_new = self._mark.number < 0, known.mark.number != self._mark.number
            self._mark, before = known.mark, self.doubt
            if is_new:  # a start, or somebody confirmed
                good_at = seen.at if known.mark.good_at is None else known.mark.good_at
                self._base, self._is_anchored = _Base(good_at, seen.steady), False
            self.doubt = self._judged(seen, server)
            if self.doubt is None:
                self._anchor(seen)
            self._floor = self._over(known)
            self._tell(seen)
            await self._keep(seen, is_new=is_new or before is not self.doubt)
            if is_start and self.doubt is None:
                await self._tell_stop(known.mark.good_at, seen.at)

    async def is_sure(self) -> bool:
        """Whether the clock may be believed just now; raises StoreFailure."""
        await self.look()
        return self.doubt is None

    def certain(self) -> int:
        """The time that has certainly come: what the clock says, if that is in no doubt."""
        now, line = self._now(), self._line(self._steady())
        return now if self.doubt is None and abs(now - line) <= NEAR_MS else line

    def stamp(self) -> int:
        """The time under which something is recorded: the clock's, as long as that can be.

        Before the first publication there was nothing to open, and a sealed day is over: a clock
        that says so is wrong beyond doubt, and what is certain takes its place.
        """
        now = self._now()
        return now if now >= self._floor else self.certain()

    async def stop(self) -> None:
        """Leave the last mark; one of a minute ago will do where that takes long."""
        self._kept_at = None
        with suppress(StoreFailure, TimeoutError):
            async with asyncio.timeout(STOP_S):
                await self.look()

    def _line(self, steady: int) -> int:
        """What the clock should say; at a start in doubt, what it should say at least."""
        return max(self._base.at + steady - self._base.steady, self._mark.good_at or 0)

    def _judged(self, seen: _Base, server: int | None) -> Doubt | None:
        if server is not None and abs(seen.at - server) > NEAR_MS:
            return Doubt.APART
        if not self._is_anchored:
            return doubt_of(seen.at, self._mark)
        line = self._base.at + seen.steady - self._base.steady
        return doubt_while(seen.at, line, self._mark)

    def _anchor(self, seen: _Base) -> None:
        """Take the clock as right; from then on it may drift a little, but not without end."""
        if not self._is_anchored or seen.steady - self._base.steady >= ANCHOR_MS:
            self._base, self._is_anchored = seen, True

    def _over(self, known: Known) -> int:
        """The moment before which nothing can be recorded; 0 where what is known contradicts."""
        sealed = 0
        if known.sealed is not None:
            sealed = self._zone.start_of(day_of(known.sealed) + timedelta(days=1))
        floor = max(sealed, known.published_at or 0)
        return floor if floor <= self.certain() else 0

    async def _keep(self, seen: _Base, *, is_new: bool) -> None:
        is_due = self._kept_at is None or seen.steady - self._kept_at >= KEEP_MS
        if not is_new and not is_due:
            return
        mark, keep = self._mark, clocks.keep if self.doubt is None else clocks.keep_doubt
        self._kept_at = seen.steady
        # Each minute anew: groups must not wait on a slow disk for what the next one replaces.
        write = self._driver.write_ledger if is_new else self._driver.note
        await self._written(write(lambda tx: keep(tx, mark, seen.at)))

    async def _tell_stop(self, good_at: int | None, now: int) -> None:
        """Tell of the stop that ended just now, if it was long enough."""
        if good_at is not None and now - good_at >= STOP_TOLD_MS:
            _LOG.warning("was-stopped", since=self._iso(good_at), until=self._iso(now))
            tell = self._driver.write_ledger(lambda tx: clocks.tell_stop(tx, good_at, now))
            await self._written(tell)

    @staticmethod
    async def _written(writing: Awaitable[None]) -> None:
        """Wait for a write; that it failed is only told."""
        try:
            await writing
        except StoreFailure as failure:
            _LOG.warning("clock-not-kept", why=str(failure))

    def _tell(self, seen: _Base) -> None:
        if self.doubt is None:
            self._alarms.clear(Alarm.CLOCK_JUMPED)
            return
        certain = self._line(seen.steady)
        places = {"doubt": self.doubt.value, "clock": self._iso(seen.at)}
        self._alarms.set(Alarm.CLOCK_JUMPED, at=certain, certain=self._iso(certain), **places)

    def _tell_step(self, seen: _Base) -> None:
        """Log a step of the clock against the steady one since the last look."""
        before, self._seen = self._seen, seen
        if before is not None:
            by = seen.at - before.at - (seen.steady - before.steady)
            if abs(by) > STEP_MS:
                _LOG.warning("clock-stepped", by_s=round(by / 1_000), clock=self._iso(seen.at))

    def _iso(self, at: int) -> str:
        return self._zone.clock(at).isoformat(timespec="seconds")
