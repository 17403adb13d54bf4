"""SQLite: one thread with one connection writes and checkpoints, all others are read-only.

SQLite before 3.51.3 can corrupt a WAL when two connections write or checkpoint at once, so the
rule of one writer is kept here and by the lock of the data folder, not by care.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import quote

import aiosqlite

from kiosk.domain.period import Zone
from kiosk.domain.scan import Opening, Scan
from kiosk.store import ledger
from kiosk.store.driver import Reader, Row, StoreFailure, Transaction

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], Any]

# A scan waits at most two seconds for its commit; the writer's own patience must be shorter.
BUSY_MS = 1_800
READERS = 2
_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",
    "pragma wal_autocheckpoint = 1000",
    f"pragma journal_size_limit = {16 * 1024 * 1024}",
    f"pragma busy_timeout = {BUSY_MS}",
)


class _Writer:
    """The one thread that owns the one writing connection."""

    def __init__(self, path: Path) -> None:
        self._jobs: SimpleQueue[tuple[Job, asyncio.Future[Any], asyncio.AbstractEventLoop] | None]
        self._jobs = SimpleQueue()
        self._path = path
        self._thread = Thread(target=self._work, name="sqlite-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> asyncio.Future[Any]:
        """Queue a job; the future resolves in the caller's loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._jobs.put((job, future, loop))
        return future

    async def stop(self) -> None:
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        while (item := self._jobs.get()) is not None:
            job, future, loop = item
            try:
                result = job(connection)
            except sqlite3.Error as error:
                _tell(loop, future, error=StoreFailure(str(error)))
            except Exception as error:  # noqa: BLE001 - whoever asked must hear of it
                _tell(loop, future, error=error)
            else:
                _tell(loop, future, result=result)
        connection.close()


class SqliteReaders:
    """Read-only connections to a SQLite file, made when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
        self._opened: list[aiosqlite.Connection] = []

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` in one snapshot; it cannot change anything. Raises StoreFailure."""
        try:
            async with self._connection() as connection:
                await connection.execute("begin")
                try:
                    return await work(_Reading(connection))
                finally:
                    await connection.rollback()
        except sqlite3.Error as error:
            raise StoreFailure(str(error)) from error

    async def close(self) -> None:
        """Close every connection."""
        for connection in self._opened:
            await connection.close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiosqlite.Connection]:
        if self._idle.empty() and len(self._opened) < READERS:
            connection = await aiosqlite.connect(
                f"file:{quote(str(self._path))}?mode=ro", uri=True, isolation_level=None
            )
            self._opened.append(connection)
            connection.row_factory = sqlite3.Row
            await connection.execute("pragma query_only = on")
        else:
            connection = await self._idle.get()
        try:
            yield connection
        finally:
            self._idle.put_nowait(connection)


class SqliteDriver:
    """The port on a SQLite file in the data folder."""

    def __init__(self, path: Path, zone: Zone) -> None:
        self._zone = zone
        self._writer = _Writer(path)
        self._turn = asyncio.Lock()
        self._readers = SqliteReaders(path)

    @classmethod
    async def open(cls, path: Path, zone: Zone) -> SqliteDriver:
        """Open or create the file; raises StoreFailure."""
        driver = cls(path, zone)
        await driver._writer.submit(_set_up)
        return driver

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction of the one writer.

        The transaction is a task of its own: a caller that is cancelled half-way must not leave
        the only writer inside it.
        """
        return await asyncio.shield(asyncio.create_task(self._transact(work)))

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` on a read-only connection, in one snapshot."""
        return await self._readers.read(work)

    async def record(self, scans: Sequence[Scan], openings: Mapping[Opening, int]) -> None:
        """Commit a group of the ledger in one hop to the writer."""
        async with self._turn:
            await self._writer.submit(
                lambda connection: _commit_group(connection, self._zone, scans, openings)
            )

    async def close(self) -> None:
        """Wait for the writer, then close every connection."""
        await self._readers.close()
        async with self._turn:
            await self._writer.stop()

    async def _transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async with self._turn:
            await self._writer.submit(lambda connection: connection.execute("begin immediate"))
            try:
                result = await work(_Writing(self._writer))
                await self._writer.submit(lambda connection: connection.execute("commit"))
            except BaseException:
                await self._writer.submit(_roll_back)
                raise
            return result


class _Reading:
    """A reader's view, as the port asks for it."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def all(self, sql: str, **places: object) -> list[Row]:
        return [dict(row) for row in await self._connection.execute_fetchall(sql, places)]

    async def one(self, sql: str, **places: object) -> Row | None:
        cursor = await self._connection.execute(sql, places)
        row = await cursor.fetchone()
        await cursor.close()
        return None if row is None else dict(row)


class _Writing:
    """The writer's transaction, as the port asks for it."""

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer

    async def all(self, sql: str, **places: object) -> list[Row]:
        rows: list[Row] = await self._writer.submit(
            lambda connection: [dict(row) for row in connection.execute(sql, places)]
        )
        return rows

    async def one(self, sql: str, **places: object) -> Row | None:
        rows = await self.all(sql, **places)
        return rows[0] if rows else None

    async def run(self, sql: str, **places: object) -> int:
        changed: int = await self._writer.submit(
            lambda connection: connection.execute(sql, places).rowcount
        )
        return changed

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, object]]) -> None:
        await self._writer.submit(lambda connection: connection.executemany(sql, rows))


def _set_up(connection: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _commit_group(
    connection: sqlite3.Connection,
    zone: Zone,
    scans: Sequence[Scan],
    openings: Mapping[Opening, int],
) -> None:
    """Write a group and its share of the totals in one transaction, durably.

    A scan whose id is already there is neither stored nor counted again.
    """
    connection.execute("begin immediate")
    try:
        kept = _insert(connection, zone, scans)
        for table, lines in ledger.fold(zone, kept, openings):
            _write(connection, table, lines)
        connection.execute("commit")
    except BaseException:
        _roll_back(connection)
        raise


def _insert(connection: sqlite3.Connection, zone: Zone, scans: Sequence[Scan]) -> Sequence[Scan]:
    lines = ledger.scan_rows(zone, scans)
    if _write(connection, ledger.INSERT_SCAN, lines) == len(lines):
        return scans
    # Some id was known: undo, and learn one by one which. Rare, so it may cost.
    connection.execute("rollback")
    connection.execute("begin immediate")
    fresh = [_write(connection, ledger.INSERT_SCAN, [line]) == 1 for line in lines]
    return [scan for scan, is_new in zip(scans, fresh, strict=True) if is_new]


def _write(connection: sqlite3.Connection, table: ledger.Rows, lines: Sequence[ledger.Line]) -> int:
    return sum(
        connection.execute(statement, values).rowcount
        for statement, values in table.statements(lines)
    )


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("rollback")


def _tell(
    loop: asyncio.AbstractEventLoop,
    future: asyncio.Future[Any],
    *,
    result: object = None,
    error: Exception | None = None,
) -> None:
    def settle() -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    loop.call_soon_threadsafe(settle)
