"""值守: looks every half second at what the recorder does, and raises and clears its alarms.

What it sees within one look is told within a second. What is over is told for a while longer,
so that whoever looks once in half a minute sees it too.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog

from kiosk.recorder.alarms import Alarm, Alarms
from kiosk.recorder.tally import Count
from kiosk.recorder.visits import Recorder
from kiosk.store.driver import Trouble

LOOK_S = 0.5
HOLD_S = 30.0  # an alarm of a moment is told so long
FAILS_S = 600.0  # a disk that refused once is worth a longer look
STALL_S: Final = 2.0
SPOOLING_S: Final = 3.0  # something has been waiting in the spool all the time
FREE_BYTES: Final = 32 << 20  # less than that is as good as full
_SPACE_S: Final = 2.0  # how often the space is asked for
_LOG = structlog.get_logger(__name__)


class Watch:
    """Watches one worker; `now` gives epoch milliseconds, for people to read."""

    def __init__(
        self, recorder: Recorder, alarms: Alarms, folder: Path, *, now: Callable[[], int]
    ) -> None:
        self._recorder = recorder
        self._alarms = alarms
        self._folder = folder
        self._now = now
        self._until: dict[Alarm, float] = {}  # till when an alarm is told, on the monotonic clock
        self._lost = self._lost_before = recorder.tally.own(Count.UNRECORDED)
        self._spooling_since: float | None = None
        self._asked = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._free: int | None = None

    async def run(self) -> None:
        """Watch until cancelled."""
        board = self._alarms.board
        due = time.monotonic()
        try:
            while True:
                now = time.monotonic()
                board.beat(now)
                try:
                    self._look(now, late_s=now - due)
                except Exception as error:  # noqa: BLE001 - who watches must not fall asleep
                    _LOG.error("watch-failed", why=str(error))
                due = time.monotonic() + LOOK_S
                await asyncio.sleep(LOOK_S)
        finally:
            board.beat(0.0)  # who ends is not thought to stand still

    def _look(self, now: float, *, late_s: float) -> None:
        self._look_at_loops(now, late_s=late_s)
        self._look_at_losses(now)
        self._look_at_disk(now)
        self._look_at_spool(now)
        for alarm in [alarm for alarm, until in self._until.items() if until <= now]:
            del self._until[alarm]
            self._alarms.clear(alarm)
        if now - self._asked >= _SPACE_S and (self._asking is None or self._asking.done()):
            self._asked = now
            self._asking = asyncio.create_task(self._ask_space())

    async def _ask_space(self) -> None:
        """Beside the watch: a disk that hangs must not hold it up."""
        self._free = await asyncio.to_thread(_free_bytes, self._folder)

    def _hold(self, alarm: Alarm, now: float, hold_s: float, **places: object) -> None:
        self._until[alarm] = now + hold_s
        self._alarms.set(alarm, at=self._now(), **places)

    def _look_at_loops(self, now: float, *, late_s: float) -> None:
        """Whether this loop stood still, or another worker's does."""
        others = [now - beat for beat in self._alarms.board.others()]
        stood_s = max([late_s, *(age - LOOK_S for age in others)])
        if stood_s >= STALL_S:
            self._hold(Alarm.LOOP_STALLED, now, HOLD_S, seconds=round(stood_s))

    def _look_at_losses(self, now: float) -> None:
        lost = self._recorder.tally.own(Count.UNRECORDED)
        if lost > self._lost:
            self._lost = lost
            number = round(lost - self._lost_before)
            self._hold(Alarm.LOSING, now, HOLD_S, n=number)
        elif Alarm.LOSING not in self._until:
            self._lost_before = lost

    def _look_at_disk(self, now: float) -> None:
        troubles = self._recorder.take_troubles()
        is_full = self._free is not None and self._free < FREE_BYTES
        if is_full or Trouble.FULL in troubles:
            self._hold(Alarm.DISK_FULL, now, 2 * _SPACE_S, free_mib=(self._free or 0) >> 20)
        if Trouble.SYNC in troubles:
            self._hold(Alarm.DISK_FAILS, now, FAILS_S)
        if Trouble.DAMAGED in troubles:
            # What was found broken stays broken: only a check that finds nothing ends it.
            self._alarms.set(Alarm.DATABASE_DAMAGED, at=self._now())

    def _look_at_spool(self, now: float) -> None:
        waiting = self._recorder.spooled.waiting
        if not waiting:
            self._spooling_since = None
            self._until.pop(Alarm.SPOOLING, None)
            self._alarms.clear(Alarm.SPOOLING)
            return
        if self._spooling_since is None:
            self._spooling_since = now
        if now - self._spooling_since >= SPOOLING_S:
            self._alarms.set(Alarm.SPOOLING, at=self._now(), n=waiting)


def _free_bytes(folder: Path) -> int | None:
    with suppress(OSError):
        found = os.statvfs(folder)
        return found.f_bavail * found.f_frsize
    return None
