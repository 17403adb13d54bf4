"""A thread that owns one connection to a SQLite file, and does what it is given in its order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any

from kiosk.store.driver import StoreFailure, Trouble
from kiosk.store.sqlite_library import sqlite3

Job = Callable[[sqlite3.Connection], Any]


class SqliteThread:
    """One connection, made by `connect` when the first job comes, and again where that failed."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], *, name: str) -> None:
        self._jobs: SimpleQueue[tuple[Job, asyncio.Future[Any], asyncio.AbstractEventLoop] | None]
        self._jobs = SimpleQueue()
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> asyncio.Future[Any]:
        """Queue a job; the future resolves in the caller's loop. Its errors are StoreFailure."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._jobs.put((job, future, loop))
        return future

    def interrupt(self) -> None:
        """Have the job under way give up: it fails with StoreFailure."""
        if self._connection is not None:
            self._connection.interrupt()

    async def stop(self) -> None:
        """Close the connection after the last job."""
        self._jobs.put(None)
        await ended(self._thread)

    def _work(self) -> None:
        while (item := self._jobs.get()) is not None:
            job, future, loop = item
            try:
                if self._connection is None:
                    self._connection = self._connect()
                result = job(self._connection)
            except sqlite3.Error as error:
                tell(loop, future, error=failure_of(error))
            except Exception as error:  # noqa: BLE001 - whoever asked must hear of it
                tell(loop, future, error=error)
            else:
                tell(loop, future, result=result)
        if self._connection is not None:
            self._connection.close()


async def ended(thread: Thread) -> None:
    """Return when a thread has ended."""
    # Not by a thread of the loop's pool: all of them may be busy with what nobody waits for.
    while thread.is_alive():  # noqa: ASYNC110 - a thread sets no event of a loop
        await asyncio.sleep(0.002)


def failure_of(error: sqlite3.Error) -> StoreFailure:
    """An error of SQLite as the port tells it."""
    failure = StoreFailure(str(error), _trouble(error))
    failure.__cause__ = error
    return failure


def _trouble(error: sqlite3.Error) -> Trouble:
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_FULL:
        return Trouble.FULL
    if code & 0xFF == sqlite3.SQLITE_IOERR:
        return Trouble.SYNC
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Trouble.DAMAGED
    return Trouble.OTHER


def tell(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Any],
    *,
    result: object = None,
    error: Exception | None = None,
) -> None:
    """Settle a future of another thread's loop, where nobody has given it up."""

    def settle() -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    loop.call_soon_threadsafe(settle)
