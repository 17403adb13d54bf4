"""告警: what is wrong just now, told by `/readyz`, `/metrics`, the log and the desk's first line.

Whoever sees a thing going wrong says so here, and says when it is over; nobody asks each part.
What one worker says all workers of its machine tell.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple

import structlog

from kiosk.recorder.board import Board, Note

AGAIN_S: Final = 60.0  # an alarm that goes on is told in the log once a minute
_LOG = structlog.get_logger(__name__)


class Alarm(Enum):
    """Everything that is told; the value is its name in `/readyz`, `/metrics` and the log."""

    LOSING = "losing-scans"  # openings are answered that nothing keeps
    DISK_FULL = "disk-full"
    DISK_FAILS = "disk-fails"  # the disk refused to write or to sync
    SPOOLING = "spool-grows"  # what waits to be moved into the database grows
    LOOP_STALLED = "loop-stalled"  # the worker did not answer for a while
    CLOCK_JUMPED = "clock-jumped"  # nothing is removed, sealed or closed until it is confirmed
    DATABASE_DAMAGED = "database-damaged"  # the database's own check found a fault


class Raised(NamedTuple):
    """An alarm that is on: since when (epoch milliseconds), and what its sentence names."""

    alarm: Alarm
    since: int
    places: dict[str, object]


_PLACE: Final = {alarm: place for place, alarm in enumerate(Alarm)}


class Alarms:
    """The alarms of this process, on a board that it may share with others."""

    def __init__(self, board: Board | None = None) -> None:
        self.board = board or Board()
        self._on: dict[Alarm, Raised] = {}
        self._told: dict[Alarm, float] = {}

    def set(self, alarm: Alarm, *, at: int, **places: object) -> None:
        """Say that something is wrong since `at` (epoch milliseconds); said again, it goes on."""
        before = self._on.get(alarm)
        raised = Raised(alarm, at if before is None else before.since, places)
        if raised != before:
            self._on[alarm] = raised
            self.board.note(_PLACE[alarm], {"since": raised.since, "places": places})
        now = time.monotonic()
        if before is None or now - self._told[alarm] >= AGAIN_S:
            self._told[alarm] = now
            _LOG.error(alarm.value, **places)

    def clear(self, alarm: Alarm) -> None:
        """Say that it is over."""
        over = self._on.pop(alarm, None)
        if over is not None:
            self.board.note(_PLACE[alarm], None)
            _LOG.info("alarm-over", alarm=alarm.value, **over.places)

    @property
    def on(self) -> tuple[Raised, ...]:
        """What is wrong now by all workers, in the order of the list above."""
        found = []
        for alarm in Alarm:
            notes = self.board.notes(_PLACE[alarm])
            if notes:
                found.append(Raised(alarm, min(note["since"] for note in notes), _together(notes)))
        return tuple(found)


def _together(notes: Sequence[Note]) -> dict[str, object]:
    """What several workers name: their `n` are added up, of all else the last one's is told."""
    places: dict[str, object] = {}
    numbers = 0
    for note in notes:
        theirs = dict(note.get("places", {}))
        numbers += int(theirs.get("n", 0))
        places |= theirs
    return places | ({"n": numbers} if "n" in places else {})
