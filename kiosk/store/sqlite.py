"""SQLite: one thread with one connection writes and checkpoints, all others are read-only.

SQLite before 3.51.3 can corrupt a WAL when two connections write or checkpoint at once, so the
rule of one writer is kept here and by the lock of the data folder, not by care.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from kiosk.domain.period import Zone
from kiosk.domain.scan import Opening, Scan
from kiosk.store import ledger, sqlite_check
from kiosk.store.driver import Ledger, Reader, Row, StoreFailure, Transaction, Trouble
from kiosk.store.sqlite_library import sqlite3
from kiosk.store.sqlite_thread import SqliteThread
from kiosk.store.sqlite_writer import PAGES, Writer

T = TypeVar("T")
_Statement = tuple[str, Sequence[object]]

# A scan waits at most two seconds for its commit; the writer's own patience must be shorter.
BUSY_MS = 1_800
READERS = 2
_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    "pragma secure_delete = on",
    f"pragma wal_autocheckpoint = {PAGES}",
    f"pragma journal_size_limit = {16 * 1024 * 1024}",
    f"pragma busy_timeout = {BUSY_MS}",
)

# A group is one statement, for the database does all of it in one step: a step gives the
# interpreter's lock away and must wait to get it back, up to 5 ms while the service is busy.
# So lines go into a view, and what becomes of each is told here.
_INCOMING = "create temp view incoming as select " + ", ".join(
    f"null as {column}" for column in ledger.COLUMNS
)
_ADD = """
    insert into {table} ({keys}, n) values ({new}, 1) on conflict ({keys}) do update set n = n + 1;
"""
_TOTALS = "".join(
    _ADD.format(
        table=table, keys=", ".join(keys), new=", ".join(f"new.{column}" for column in keys)
    )
    for table, keys in ledger.TOTALS.items()
)
_RECORD = f"""
create temp trigger record instead of insert on incoming begin
    select raise(ignore) from scan where id = new.id and shard = new.shard;
    insert into scan (
        id, at, day, act, serial, first, service, district, source, class, client, device, signs,
        rules, shard
    ) values (
        new.id, new.at, new.day, new.act, new.serial, new.first, new.service, new.district,
        new.source, new.class, new.client, new.device, new.signs, new.rules, new.shard
    );
    {_TOTALS}
    insert into day_rules (day, rules, shard) values (new.day, new.rules, new.shard)
    on conflict (day, rules, shard) do nothing;
end
"""  # noqa: S608 - names of tables and columns, known above
_COUNT_OPENINGS = f"""
insert into total_day (day, act, service, district, class, source, shard, n)
values (?, ?, '', '', ?, '', 0, ?)
on conflict ({", ".join(ledger.TOTALS["total_day"])}) do update set n = n + excluded.n
"""  # noqa: S608 - as above
_SIZES = (256, 64)  # lines to a statement while there are so many, then the rest in one


class SqliteReaders:
    """Read-only connections to a SQLite file, each with its thread, made when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: asyncio.Queue[SqliteThread] = asyncio.Queue()
        self._opened: list[SqliteThread] = []

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` in one snapshot; it cannot change anything. Raises StoreFailure."""
        async with self._thread() as thread:
            await thread.submit(lambda connection: connection.execute("begin"))
            try:
                return await work(_Reading(thread))
            finally:
                await thread.submit(_roll_back)

    async def check(self) -> Sequence[str]:
        """What SQLite finds broken: pages, indexes, references. Raises StoreFailure."""
        try:
            return await self.read(_complaints)
        except StoreFailure as failure:
            if failure.trouble is Trouble.DAMAGED:
                return (str(failure),)  # so broken that the check itself cannot read on
            raise

    async def close(self) -> None:
        """Close every connection; what one still reads is given up."""
        for thread in self._opened:
            thread.interrupt()
            await thread.stop()

    @asynccontextmanager
    async def _thread(self) -> AsyncIterator[SqliteThread]:
        if self._idle.empty() and len(self._opened) < READERS:
            thread = SqliteThread(partial(_looking, self._path), name="sqlite-reader")
            self._opened.append(thread)
        else:
            thread = await self._idle.get()
        try:
            yield thread
        finally:
            self._idle.put_nowait(thread)


class SqliteDriver:
    """The port on a SQLite file in the data folder."""

    def __init__(self, path: Path, zone: Zone) -> None:
        self._zone = zone
        self._path = path
        self._writer = Writer(path, _PRAGMAS)
        self._turn = asyncio.Lock()
        self._ready_for = 0  # the generation of the connection that is ready for groups
        self._readers = SqliteReaders(path)

    @classmethod
    async def open(cls, path: Path, zone: Zone) -> SqliteDriver:
        """Open or create the file; raises StoreFailure."""
        driver = cls(path, zone)
        await driver._writer.submit(_nothing)
        return driver

    @property
    def shard(self) -> int:
        """There is one."""
        return 0

    def shard_of(self, name: str) -> int:  # noqa: ARG002
        """There is one."""
        return 0

    def schema(self, statement: str) -> str:
        """A statement of a migration: they are written as SQLite says them."""
        return statement

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction of the one writer.

        The transaction is a task of its own: a caller that is cancelled half-way must not leave
        the only writer inside it.
        """
        return await asyncio.shield(asyncio.create_task(self._transact(work)))

    async def write_ledger(self, work: Callable[[Ledger], Awaitable[T]]) -> T:
        """The same, ready to add to the ledger."""
        return await asyncio.shield(asyncio.create_task(self._transact(work, is_ledger=True)))

    async def note(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction that the next group's sync makes durable."""
        return await asyncio.shield(asyncio.create_task(self._transact_unsynced(work)))

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` on a read-only connection, in one snapshot."""
        return await self._readers.read(work)

    async def check(self) -> Sequence[str]:
        """What SQLite finds broken; read-only, beside the writer."""
        return await self._readers.check()

    async def record(self, scans: Sequence[Scan], openings: Mapping[Opening, int]) -> None:
        """Commit a group of the ledger in one hop to the writer."""
        # Put together here: the writer's thread would have to wait for its turn to do so.
        group = _group(ledger.lines(self._zone, scans), ledger.days(self._zone, openings))
        async with self._turn:
            await self._make_ready()
            await self._writer.submit(lambda connection: _commit(connection, group), is_commit=True)

    async def examine(self, *, is_whole: bool) -> Sequence[str]:
        """What SQLite finds broken, at the lowest priority."""
        return await sqlite_check.examine(self._path, is_whole=is_whole)

    async def hear(self, changed: Callable[[], None]) -> None:
        """There is no other process that writes."""

    async def close(self) -> None:
        """Wait for the writer, then close every connection."""
        await self._readers.close()
        async with self._turn:
            await self._writer.stop()

    async def _make_ready(self) -> None:
        if self._ready_for != self._writer.generation:
            await self._writer.submit(_prepare)
            self._ready_for = self._writer.generation

    async def _transact(
        self, work: Callable[[Ledger], Awaitable[T]], *, is_ledger: bool = False
    ) -> T:
        async with self._turn:
            if is_ledger:
                await self._make_ready()  # not within: what is undone would be thought ready
            return await self._begin_and_commit(work)

    async def _transact_unsynced(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async with self._turn:
            await self._writer.submit(_unsynced)
            try:
                return await self._begin_and_commit(work, is_synced=False)
            finally:
                await self._writer.submit(_synced)

    async def _begin_and_commit(
        self, work: Callable[[Ledger], Awaitable[T]], *, is_synced: bool = True
    ) -> T:
        await self._writer.submit(lambda connection: connection.execute("begin immediate"))
        try:
            result = await work(_Writing(self._writer, self._zone))
            await self._writer.submit(
                lambda connection: connection.execute("commit"), is_commit=is_synced
            )
        except BaseException:
            await self._writer.submit(_roll_back)
            raise
        return result


class _Reading:
    """A reader's view, as the port asks for it."""

    def __init__(self, thread: SqliteThread) -> None:
        self._thread = thread

    async def all(self, sql: str, **places: object) -> list[Row]:
        rows: list[Row] = await self._thread.submit(
            lambda connection: [dict(row) for row in connection.execute(sql, places)]
        )
        return rows

    async def one(self, sql: str, **places: object) -> Row | None:
        def first(connection: sqlite3.Connection) -> Row | None:
            cursor = connection.execute(sql, places)
            row = cursor.fetchone()
            cursor.close()
            return None if row is None else dict(row)

        found: Row | None = await self._thread.submit(first)
        return found


class _Writing:
    """The writer's transaction, as the port asks for it."""

    def __init__(self, writer: Writer, zone: Zone) -> None:
        self._writer = writer
        self._zone = zone

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

    async def record(self, scans: Sequence[Scan]) -> None:
        group = _group(ledger.lines(self._zone, scans), ())
        await self._writer.submit(lambda connection: _run(connection, group))


async def _complaints(reader: Reader) -> tuple[str, ...]:
    pages = [str(row["integrity_check"]) for row in await reader.all("pragma integrity_check")]
    references = [
        f"row {row['rowid']} of {row['table']} refers to a missing {row['parent']}"
        for row in await reader.all("pragma foreign_key_check")
    ]
    # A row may hold many lines, and be headed by one that names the part of the file.
    told = [line for page in pages for line in page.splitlines() if not line.startswith("***")]
    return (*(line for line in told if line != "ok"), *references)


def _looking(path: Path) -> sqlite3.Connection:
    # Another thread may interrupt it.
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    connection.execute("pragma query_only = on")
    return connection


def _nothing(connection: sqlite3.Connection) -> None:
    """What opens the file and does no more."""


def _unsynced(connection: sqlite3.Connection) -> None:
    """Let commits wait for the sync of the next one that is durable, which takes them in."""
    connection.execute("pragma synchronous = normal")


def _synced(connection: sqlite3.Connection) -> None:
    connection.execute("pragma synchronous = full")


def _prepare(connection: sqlite3.Connection) -> None:
    """Make ready for groups; the tables must be there, and migrations cannot move them later."""
    connection.execute(_INCOMING)
    connection.execute(_RECORD)


def _group(scans: Sequence[ledger.Line], openings: Sequence[ledger.Line]) -> Sequence[_Statement]:
    """The statements that record a group, and their parameters."""
    statements: list[_Statement] = [(_COUNT_OPENINGS, line) for line in openings]
    place = 0
    while place < len(scans):
        left = len(scans) - place
        size = next((size for size in _SIZES if size <= left), left)
        values = [value for line in scans[place : place + size] for value in line]
        statements.append((_record(size), values))
        place += size
    return statements


def _commit(connection: sqlite3.Connection, group: Sequence[_Statement]) -> None:
    """Run statements in one transaction, durably."""
    if len(group) == 1:
        connection.execute(*group[0])  # is a transaction of its own
        return
    connection.execute("begin immediate")
    try:
        _run(connection, group)
        connection.execute("commit")
    except BaseException:
        _roll_back(connection)
        raise


def _run(connection: sqlite3.Connection, group: Sequence[_Statement]) -> None:
    for statement, values in group:
        connection.execute(statement, values)


@cache
def _record(size: int) -> str:
    """The statement that records `size` lines; prepared once by the connection."""
    line = f"({', '.join('?' * len(ledger.COLUMNS))})"
    return f"insert into incoming values {', '.join([line] * size)}"  # noqa: S608 - places only


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("rollback")
