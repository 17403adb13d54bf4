"""The one thread that owns the one writing connection of a SQLite file.

On a slow disk a checkpoint costs two syncs more, and a group that waits would pay for them: there
the WAL may grow longer, and is taken in when nobody has written for a while.
After a write or a sync that the disk refused the connection is dropped. The next one first has all
that the WAL holds written into the file and synced anew, and takes nothing on before that.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final

import structlog

from kiosk.domain.pace import Pace
from kiosk.store.driver import StoreFailure, Trouble
from kiosk.store.sqlite_library import create_closed, sqlite3
from kiosk.store.sqlite_thread import ended, failure_of, tell

Job = Callable[[sqlite3.Connection], Any]
_Item = tuple[Job, asyncio.Future[Any], asyncio.AbstractEventLoop, bool]

SLOW_S: Final = 0.05  # commits that usually take so long are those of a slow disk
IDLE_S: Final = 1.0  # nobody writes: a slow disk has time for a checkpoint
WORTH: Final = 64  # commits that are worth one
PAGES: Final = 1_000  # of the WAL, then SQLite checkpoints at a commit
PAGES_SLOW: Final = 16_000  # 64 MiB
_LOG = structlog.get_logger(__name__)


class Writer:
    """Runs jobs on the connection, one after another; their errors are `StoreFailure`."""

    def __init__(self, path: Path, pragmas: Sequence[str]) -> None:
        self._jobs: SimpleQueue[_Item | None] = SimpleQueue()
        self._path = path
        self._pragmas = pragmas
        self._connection: sqlite3.Connection | None = None
        self.generation = 1  # of the connection: what belongs to one is gone with it
        self._pace = Pace()
        self._is_slow = False
        self._commits = 0  # since the last checkpoint of ours
        self._thread = Thread(target=self._work, name="sqlite-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job, *, is_commit: bool = False) -> asyncio.Future[Any]:
        """Queue a job; the future resolves in the caller's loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._jobs.put((job, future, loop, is_commit))
        return future

    async def stop(self) -> None:
        """Do what is queued, then close the connection."""
        self._jobs.put(None)
        await ended(self._thread)

    def _work(self) -> None:
        while (item := self._next()) is not None:
            job, future, loop, is_commit = item
            begun = time.monotonic()
            try:
                result = job(self._opened())
            except sqlite3.Error as error:
                failure = failure_of(error)
                if failure.trouble is Trouble.SYNC:
                    self._drop(failure)
                tell(loop, future, error=failure)
            except Exception as error:  # noqa: BLE001 - whoever asked must hear of it
                tell(loop, future, error=error)
            else:
                tell(loop, future, result=result)
                if is_commit:
                    self._note(time.monotonic() - begun)
        if self._connection is not None:
            self._connection.close()

    def _next(self) -> _Item | None:
        while True:
            try:
                return self._jobs.get(timeout=IDLE_S if self._is_worth_a_checkpoint else None)
            except Empty:
                self._checkpoint()

    def _opened(self) -> sqlite3.Connection:
        """The connection; a new one where the last one was dropped."""
        if self._connection is None:
            create_closed(self._path)
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            try:
                connection.row_factory = sqlite3.Row
                for pragma in self._pragmas:
                    connection.execute(pragma)
                if self.generation > 1:
                    connection.execute("pragma wal_checkpoint(passive)").fetchall()
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
            self._is_slow = False
        return self._connection

    def _drop(self, failure: StoreFailure) -> None:
        """Go on with another connection: what this one believes to be on the disk may not be."""
        _LOG.error("disk-refused", file=self._path.name, why=str(failure))
        connection, self._connection = self._connection, None
        self.generation += 1
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _note(self, took_s: float) -> None:
        """After a commit: see whether the disk is slow."""
        self._commits += 1
        self._pace.add(took_s)
        usual = self._pace.median or 0.0
        is_slow = usual >= (SLOW_S / 2 if self._is_slow else SLOW_S)
        if is_slow != self._is_slow and self._connection is not None:
            self._is_slow = is_slow
            pages = PAGES_SLOW if is_slow else PAGES
            self._connection.execute(f"pragma wal_autocheckpoint = {pages}")

    @property
    def _is_worth_a_checkpoint(self) -> bool:
        return self._is_slow and self._commits >= WORTH

    def _checkpoint(self) -> None:
        """Take the WAL in; where that fails it is tried again later."""
        self._commits = 0
        connection = self._connection
        if connection is None or connection.in_transaction:
            return
        try:
            connection.execute("pragma wal_checkpoint(passive)").fetchall()
        except sqlite3.Error as error:
            failure = failure_of(error)
            if failure.trouble is Trouble.SYNC:
                self._drop(failure)
