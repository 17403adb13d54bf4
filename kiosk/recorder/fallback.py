"""Where scans go that the database cannot take: into the spool, and from there to it, once.

Where even the spool cannot take them, they are at least counted.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import structlog

from kiosk.domain.period import Zone
from kiosk.domain.scan import Scan
from kiosk.recorder.losses import Losses
from kiosk.store.driver import Driver, StoreFailure, Trouble, trouble_of
from kiosk.store.spool import Spool

SLICE: Final = 2_000  # scans to a transaction: each is a sync that others wait behind
AGAIN_S: Final = 1.0
LAST_S: Final = 0.5  # for moving at the end: what stays is kept, and the next process moves it
LEFT_S: Final = 10.0  # how often the files of processes that died are looked for
_LOG = structlog.get_logger(__name__)
Commit = Callable[[Sequence[Scan]], Awaitable[None]]
T = TypeVar("T")


class Fallback:
    """The spool of this process, and what moves it; ids make it safe to move a scan twice.

    Raises StoreFailure and OSError where the folder takes no files.
    """

    def __init__(self, driver: Driver, zone: Zone, folder: Path) -> None:
        self.commit: Commit = lambda scans: driver.record(scans, {})
        """Puts what waits in the spool into the database; who has a queue takes it along there."""
        self._zone = zone
        self._folder = folder
        self._losses = Losses.take(folder)
        self._lost: Counter[int] = Counter()
        self._writing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "spool")
        self._spool = Spool.take(folder)
        self.depth = self._spool.depth()
        self.troubles: set[Trouble] = set()  # that have kept scans from where they belong
        self._filled = asyncio.Event()
        self._moving = asyncio.create_task(self._move())

    async def keep(self, scans: Sequence[Scan]) -> None:
        """Keep scans durably; raises StoreFailure."""
        self.depth = await self._do(lambda: self._spool.keep(scans))
        self._filled.set()

    def lose(self, scans: Sequence[Scan]) -> None:
        """Count scans that are kept nowhere."""
        for scan in scans:
            self._lost[self._zone.moment(scan.at).day] += 1
        if self._writing is None:
            self._writing = asyncio.create_task(self._count_losses())

    async def stop(self) -> None:
        """Move what can be moved now, and close; what stays is moved by the next process."""
        await self._write_losses()
        self._moving.cancel()
        await asyncio.wait([self._moving])
        try:
            async with asyncio.timeout(LAST_S):
                await self._empty(self._spool)
        except (StoreFailure, TimeoutError) as failure:
            _LOG.warning("spool-not-moved", waiting=self.depth.waiting, why=str(failure))
        await self._do(self._spool.close)
        self._thread.shutdown()

    async def _count_losses(self) -> None:
        """Write losses beside the loop: syncing them may itself be slow just then."""
        try:
            while self._lost:
                day, number = next(iter(self._lost.items()))
                try:
                    await asyncio.to_thread(self._losses.add, day, number)
                except OSError as error:
                    self.troubles.add(trouble_of(error))
                    _LOG.error("loss-not-written", day=day, number=number, why=error.strerror)
                    await asyncio.sleep(AGAIN_S)
                else:
                    self._lost -= Counter({day: number})
        finally:
            self._writing = None

    async def _write_losses(self) -> None:
        """Have what was lost written down, and close; a disk that refuses is not waited for."""
        if self._writing is not None:
            await asyncio.wait([self._writing], timeout=2 * AGAIN_S)
        if self._writing is not None:
            self._writing.cancel()
        self._losses.close()

    async def _move(self) -> None:
        loop = asyncio.get_running_loop()
        looked = -LEFT_S
        while True:
            try:
                if self.depth.waiting:
                    await self._empty(self._spool)
                if loop.time() - looked >= LEFT_S:
                    looked = loop.time()
                    await self._take_over()
            except (StoreFailure, OSError) as error:  # a full disk refuses the lock's file too
                self.troubles.add(trouble_of(error))
                await asyncio.sleep(AGAIN_S)
            else:
                await self._wait()

    async def _wait(self) -> None:
        """Wait until something is kept, or until it is time to look around."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LEFT_S):  # wait_for may swallow the end of this task
                await self._filled.wait()
        self._filled.clear()

    async def _take_over(self) -> None:
        """Move what processes that died have left."""
        for spool in await self._do(lambda: list(Spool.left(self._folder))):
            try:
                await self._empty(spool)
            finally:
                await self._do(spool.close)

    async def _empty(self, spool: Spool) -> None:
        while scans := await self._do(lambda: spool.oldest(SLICE)):
            await self.commit(scans)
            depth = await self._do(partial(spool.forget, len(scans)))
            if spool is self._spool:
                self.depth = depth
            _LOG.info("spool-moved", scans=len(scans))

    def _do(self, work: Callable[[], T]) -> Awaitable[T]:
        """Run on the one thread that uses spools."""
        return asyncio.get_running_loop().run_in_executor(self._thread, work)
