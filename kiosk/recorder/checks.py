"""自检: looks over the database at start and each night, and says where it is broken.

At start a bounded look, beside the first scans; at night all of it, and whether yesterday's totals
are those of its rows. On PostgreSQL the pages are the server's own matter (its checksums, and
`kiosk verify`, which reads every row): there yesterday's totals alone are recomputed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

import structlog

from kiosk.domain.period import Zone, day_number
from kiosk.recorder.alarms import Alarm, Alarms
from kiosk.store import proofs, seals
from kiosk.store.driver import Driver, Reader

NIGHT: Final = 3  # o'clock
_SHOWN: Final = 5
_LOG = structlog.get_logger(__name__)


class Checks:
    """The looks of one process; `now` gives epoch milliseconds."""

    def __init__(
        self, driver: Driver, zone: Zone, alarms: Alarms, *, now: Callable[[], int]
    ) -> None:
        self._driver = driver
        self._zone = zone
        self._alarms = alarms
        self._now = now
        self._looked: date | None = None  # the last day that has begun with a look at all of it
        self._is_first = True

    async def run(self) -> None:
        """Look where it is time to; to be called every few minutes. Raises StoreFailure."""
        local = self._zone.clock(self._now())
        if self._is_first:
            self._tell(await self._driver.examine(is_whole=False))
            self._is_first = False
        if local.hour == NIGHT and self._looked != local.date():
            faults = [
                *await self._driver.examine(is_whole=True),
                *await self._differences(local.date() - timedelta(days=1)),
            ]
            self._tell(faults, is_whole=True)
            self._looked = local.date()

    async def _differences(self, day: date) -> list[str]:
        """Where a day's totals are not those of its rows."""
        number = day_number(day)

        async def work(reader: Reader) -> list[str]:
            if await seals.find(reader, number) is not None:
                return []  # its rows may be gone
            proof = await proofs.day(reader, number)
            return [f"{day}: {one.place}" for one in proof.differences]

        return await self._driver.read(work)

    def _tell(self, faults: Sequence[str], *, is_whole: bool = False) -> None:
        if faults:
            _LOG.error("database-faults", faults=len(faults), first=faults[:_SHOWN])
            self._alarms.set(Alarm.DATABASE_DAMAGED, at=self._now(), n=len(faults))
        elif is_whole:
            self._alarms.clear(Alarm.DATABASE_DAMAGED)
