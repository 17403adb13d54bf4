"""告警: what is wrong just now, told by `/readyz`, `/metrics`, the log and the desk's first line.

Whoever sees a thing going wrong says so here, and says when it is over; nobody asks each part.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import structlog

_LOG = structlog.get_logger(__name__)


class Alarm(Enum):
    """Everything that is told; the value is its name in `/readyz`, `/metrics` and the log."""

    LOSING = "losing-scans"  # openings are answered that nothing keeps
    DISK_FULL = "disk-full"
    SPOOLING = "spool-grows"  # what waits to be moved into the database grows
    LOOP_STALLED = "loop-stalled"  # the worker did not answer for a while
    CLOCK_JUMPED = "clock-jumped"  # nothing is removed, sealed or closed until it is confirmed
    DATABASE_DAMAGED = "database-damaged"  # the database's own check found a fault


class Raised(NamedTuple):
    """An alarm that is on: since when (epoch milliseconds), and what its sentence names."""

    alarm: Alarm
    since: int
    places: dict[str, object]


class Alarms:
    """The alarms of this process."""

    def __init__(self) -> None:
        self._on: dict[Alarm, Raised] = {}

    def set(self, alarm: Alarm, *, at: int, **places: object) -> None:
        """Say that something is wrong since `at` (epoch milliseconds); said again, it goes on."""
        before = self._on.get(alarm)
        self._on[alarm] = Raised(alarm, at if before is None else before.since, places)
        if before is None:
            _LOG.error(alarm.value, **places)

    def clear(self, alarm: Alarm) -> None:
        """Say that it is over."""
        if self._on.pop(alarm, None) is not None:
            _LOG.info("alarm-over", alarm=alarm.value)

    @property
    def on(self) -> tuple[Raised, ...]:
        """What is wrong now, in the order of the list above."""
        return tuple(self._on[alarm] for alarm in Alarm if alarm in self._on)
