"""The end of a row's path: a day past its time is sealed, then its rows are removed in slices."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog

from kiosk import __version__
from kiosk.domain.period import HOUR_MS, Zone, day_number, day_of
from kiosk.domain.proof import DayProof
from kiosk.domain.seal import Seal
from kiosk.store import judgings, log, proofs, seals
from kiosk.store.driver import Driver, Reader, Transaction
from kiosk.store.judgings import Judging

STEP: Final = 7  # days in any 24 hours: where somebody confirmed a wrong clock, little is gone
STEP_MS: Final = 24 * HOUR_MS
SLICE: Final = 500
PAUSE_S: Final = 0.05  # the writer has scans to commit: most of its time is theirs
SHOWN: Final = 3  # differences in a line of the service's own log; `kiosk verify` shows all

_LOG = structlog.get_logger(__name__)


class Retention:
    """Removes single rows `days` whole days after theirs; `now` gives epoch milliseconds.

    A day is sealed only where its totals equal its rows; another keeps its rows until somebody
    has found out why. The seal is on the disk before the first row goes, and removal goes on from
    what is left, however it was interrupted. Totals are never touched.

    `is_sure` says whether `now` may be believed. While it may not, nothing is sealed and nothing
    removed; and never more than `STEP` days in 24 hours.
    """

    def __init__(
        self,
        driver: Driver,
        zone: Zone,
        *,
        days: int,
        now: Callable[[], int],
        is_sure: Callable[[], Awaitable[bool]],
    ) -> None:
        self._driver = driver
        self._zone = zone
        self._days = days
        self._now = now
        self._is_sure = is_sure

    async def run(self) -> None:
        """Do all that is due; raises StoreFailure."""
        if not await self._is_sure():
            return
        for seal in await self._driver.read(seals.unfinished):
            await self._remove(seal)
        before = day_number(self._zone.today(self._now()) - timedelta(days=self._days))
        after = 0
        while (day := await self._next(after, before)) is not None:
            if await self._made() >= STEP or not await self._is_sure():
                return
            after = day
            made = await self._seal(day)
            if made is not None:
                await self._remove(made)

    async def _made(self) -> int:
        """How many days were sealed in the last 24 hours, by all processes."""
        now = self._now()
        return await self._driver.read(
            lambda reader: seals.made(reader, after=now - STEP_MS, until=now)
        )

    async def _next(self, after: int, before: int) -> int | None:
        return await self._driver.read(
            lambda reader: seals.next_due(reader, after=after, before=before)
        )

    async def _seal(self, day: int) -> Seal | None:
        """Seal a day; None, and a word in the service's log, where it does not add up."""
        proof, judging = await self._driver.read(lambda reader: _looked_at(reader, day))
        if proof.differences:
            shown = [difference.place for difference in proof.differences[:SHOWN]]
            _LOG.error("day-not-sealed", day=day, differences=len(proof.differences), first=shown)
            return None
        seal = Seal(
            day=day,
            rows=proof.rows,
            digest=proof.digest,
            sealed_at=self._now(),
            version=__version__,
        )
        is_sealed = await self._driver.write(lambda tx: seals.add(tx, seal, judging=judging))
        return seal if is_sealed else None

    async def _remove(self, seal: Seal) -> None:
        """Remove what is left of a sealed day, a slice a transaction."""
        while True:
            if await self._driver.write(lambda tx: self._remove_slice(tx, seal)):
                return
            await asyncio.sleep(PAUSE_S)

    async def _remove_slice(self, tx: Transaction, seal: Seal) -> bool:
        """Remove a slice; whether there was none left. Then a line goes into the log."""
        if await seals.remove(tx, seal.day, most=SLICE):
            return False
        now = self._now()
        if await seals.finish(tx, seal.day, at=now):
            await log.add(
                tx,
                at=now,
                actor="kiosk",
                act="scan.remove",
                subject=day_of(seal.day).isoformat(),
                detail={"rows": seal.rows},
            )
        return True


async def _looked_at(reader: Reader, day: int) -> tuple[DayProof, Judging | None]:
    """A day's totals against its rows, and the run that judged it last, at one moment."""
    return await proofs.day(reader, day), await judgings.find(reader, day)
