"""PostgreSQL 15 and later: one connection records, a pool does the rest.

A lost connection leaves the outcome of a commit unknown, so a group is sent again whole: ids make
that safe. Acts of all nodes take turns, as they do with the one writer of SQLite.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

import asyncpg

from kiosk.domain.period import Zone
from kiosk.domain.scan import Opening, Scan
from kiosk.store import ledger
from kiosk.store.driver import Ledger, Reader, Row, StoreFailure
from kiosk.store.postgres_failures import AGAIN, failures

T = TypeVar("T")
Connection = Any  # asyncpg's types are bound to the way it was compiled

POOL = 4
SHARDS: Final = 16
CONNECT_S: Final = 5.0
CLOSE_S: Final = 0.5
# A server whose disk is slow needs its time; one that is away keeps nobody waiting longer than
# usual, for the spool takes what comes meanwhile.
RECORD_S: Final = 4.0
LEDGER_S: Final = 8.0  # of a transaction that no act is: a device sends again
CHANGED: Final = "mingbai_changed"
_TURN: Final = 0x6D626B  # of the advisory lock that acts take turns with
_TRIES = 3

# A setting of the server must not weaken what is promised of an answered scan; a stronger one
# stands. The parameter says whether for this transaction alone.
_DURABLE = """
select set_config('synchronous_commit', 'on', $1)
where current_setting('synchronous_commit') in ('off', 'local')
"""
_NOTED = "select set_config('synchronous_commit', 'off', $1)"
_NAMED = re.compile(r"(?<![:\w]):([a-z_][a-z_0-9]*)")

_TYPES = {
    "id": "bytea",
    "device": "bytea",
    **dict.fromkeys(
        ("at", "serial", "first", "signs", "shard", "day", "month", "weekday", "hour"), "bigint"
    ),
}
_ARRAYS = ", ".join(
    f"${place}::{_TYPES.get(column, 'text')}[]"
    for place, column in enumerate(ledger.COLUMNS, start=1)
)
# Groups of two processes may meet in the same totals: all take their rows in one order.
_ADD = """, {table}_added as (
    insert into {table} as t ({keys}, n)
    select {keys}, count(*) from counted group by {keys} order by {keys}
    on conflict ({keys}) do update set n = t.n + excluded.n
)"""
_TOTALS = "".join(
    _ADD.format(table=table, keys=", ".join(keys)) for table, keys in ledger.TOTALS.items()
)
_RECORD = f"""
with incoming as (
    select distinct on (shard, id) * from unnest({_ARRAYS}) as line({", ".join(ledger.COLUMNS)})
), kept as (
    insert into scan (
        id, at, day, act, serial, first, service, district, source, class, client, device, signs,
        rules, shard
    )
    select id, at, day, act, serial, first, service, district, source, class, client, device,
        signs, rules, shard
    from incoming
    on conflict (id, shard) do nothing
    returning id, shard
), counted as (
    select incoming.* from incoming join kept using (id, shard)
){_TOTALS}
insert into day_rules (day, rules, shard)
select distinct day, rules, shard from counted order by day, rules, shard
on conflict (day, rules, shard) do nothing
"""  # noqa: S608 - names of tables and columns, known above
_COUNT_OPENINGS = f"""
insert into total_day as t (day, act, service, district, class, source, shard, n)
values ($1, $2, '', '', $3, '', $5, $4)
on conflict ({", ".join(ledger.TOTALS["total_day"])}) do update set n = t.n + excluded.n
"""  # noqa: S608 - as above


class PostgresDriver:
    """The port on a PostgreSQL database."""

    def __init__(self, url: str, zone: Zone, *, shard: int) -> None:
        self._url = url
        self._zone = zone
        self._shard = shard
        self._pool: Connection = None
        self._recorder: Connection | None = None
        self._listener: Connection | None = None
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, zone: Zone, *, shard: int = 0) -> PostgresDriver:
        """Connect; raises StoreFailure. `url` is ``postgresql://…``."""
        driver = cls(url, zone, shard=shard)
        with failures(url):
            driver._pool = await asyncpg.create_pool(
                url, min_size=0, max_size=POOL, timeout=CONNECT_S
            )
        try:
            await driver.read(lambda reader: reader.one("select 1"))
        except StoreFailure:
            driver._pool.terminate()
            raise
        return driver

    @property
    def shard(self) -> int:
        """The one this process was given."""
        return self._shard

    def shard_of(self, name: str) -> int:
        """One of all, by a hash of the name."""
        return shard_of(name)

    def schema(self, statement: str) -> str:
        """A statement of a migration as PostgreSQL says it."""
        return _dialect(statement)

    async def write(self, work: Callable[[View], Awaitable[T]]) -> T:
        """Run `work` in one transaction, after those of other processes."""
        return await asyncio.shield(asyncio.create_task(self._transact(work)))

    async def write_ledger(self, work: Callable[[Ledger], Awaitable[T]]) -> T:
        """Run `work` in one transaction, beside those of other processes and beside acts."""
        return await asyncio.shield(asyncio.create_task(self._add(work)))

    async def note(self, work: Callable[[Ledger], Awaitable[T]]) -> T:
        """Run `work` as `write_ledger` does, and do not wait for the disk."""
        return await asyncio.shield(asyncio.create_task(self._add(work, _NOTED)))

    async def read(self, work: Callable[[View], Awaitable[T]]) -> T:
        """Run `work` in one snapshot."""
        with failures(self._url):
            async with (
                self._pool.acquire(timeout=CONNECT_S) as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                return await work(View(connection))

    async def check(self) -> Sequence[str]:
        """What a reading of every page finds: its checksums, where the server keeps them."""
        try:
            return await self.read(_check)
        except StoreFailure as failure:
            return (str(failure),)

    async def record(self, scans: Sequence[Scan], openings: Mapping[Opening, int]) -> None:
        """Commit a group of the ledger in one statement, on a connection of its own."""
        columns = list(zip(*ledger.lines(self._zone, scans), strict=True))
        days = ledger.days(self._zone, openings)
        async with self._turn:
            with failures(self._url):
                async with asyncio.timeout(RECORD_S):
                    await self._record(columns, days)

    async def examine(self, *, is_whole: bool) -> Sequence[str]:  # noqa: ARG002
        """Nothing: the server looks after its pages itself."""
        return ()

    async def hear(self, changed: Callable[[], None]) -> None:
        """Listen for the writes of other processes (of this one too)."""
        if self._listener is None or self._listener.is_closed():
            with failures(self._url):
                self._listener = await asyncpg.connect(self._url, timeout=CONNECT_S)
                await self._listener.add_listener(CHANGED, lambda *_: changed())

    async def close(self) -> None:
        """Close every connection."""
        if self._listener is not None:
            self._listener.terminate()
        async with self._turn:
            await self._drop()
        try:
            async with asyncio.timeout(CLOSE_S):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()  # what is still being read is read for nobody

    async def _record(
        self, columns: Sequence[Sequence[object]], days: Sequence[ledger.Line]
    ) -> None:
        for left in reversed(range(_TRIES)):
            connection = await self._recording()
            try:
                if not days:
                    await connection.execute(_RECORD, *columns)
                    return
                async with connection.transaction():
                    for line in days:
                        await connection.execute(_COUNT_OPENINGS, *line, self._shard)
                    if columns:
                        await connection.execute(_RECORD, *columns)
            except AGAIN:
                # Ids make it safe to send scans again; openings without a row have none.
                await self._drop()
                if not left or days:
                    raise
            except BaseException:
                await self._drop()
                raise
            else:
                return

    async def _recording(self) -> Connection:
        if self._recorder is None or self._recorder.is_closed():
            self._recorder = await asyncpg.connect(self._url, timeout=CONNECT_S)
            await self._recorder.execute(_DURABLE, False)
        return self._recorder

    async def _drop(self) -> None:
        connection, self._recorder = self._recorder, None
        if connection is not None:
            connection.terminate()

    async def _transact(self, work: Callable[[View], Awaitable[T]]) -> T:
        with failures(self._url):
            async with (
                self._pool.acquire(timeout=CONNECT_S) as connection,
                connection.transaction(),
            ):
                await connection.execute(_DURABLE, True)
                await connection.execute("select pg_advisory_xact_lock($1)", _TURN)
                result = await work(View(connection))
                await connection.execute("select pg_notify($1, '')", CHANGED)
                return result

    async def _add(self, work: Callable[[Ledger], Awaitable[T]], promise: str = _DURABLE) -> T:
        with failures(self._url):
            async with (
                asyncio.timeout(LEDGER_S),
                self._pool.acquire(timeout=CONNECT_S) as connection,
                connection.transaction(isolation="read_committed"),
            ):
                await connection.execute(promise, True)
                return await work(_LedgerView(connection, self._zone))


class View:
    """A connection's transaction, as the port asks for it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self, sql: str, **places: object) -> list[Row]:
        """Every row."""
        text, names = _numbered(sql)
        rows = await self._connection.fetch(text, *(places[name] for name in names))
        return [dict(row) for row in rows]

    async def one(self, sql: str, **places: object) -> Row | None:
        """The first row, if there is one."""
        text, names = _numbered(sql)
        row = await self._connection.fetchrow(text, *(places[name] for name in names))
        return None if row is None else dict(row)

    async def run(self, sql: str, **places: object) -> int:
        """Run one statement; the number of rows it changed."""
        text, names = _numbered(sql)
        told = await self._connection.execute(text, *(places[name] for name in names))
        last = told.rpartition(" ")[2]
        return int(last) if last.isdigit() else 0

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Run one statement once a row."""
        text, names = _numbered(sql)
        await self._connection.executemany(text, [[row[name] for name in names] for row in rows])

    async def copy_out(self, select: str, take: Callable[[bytes], None]) -> None:
        """Give the rows of a query to `take`, piece by piece, in COPY's text: a line a row."""

        async def output(data: bytes) -> None:
            take(data)

        await self._connection.copy_from_query(select, output=output)

    async def copy_in(
        self, table: str, columns: Sequence[str], pieces: AsyncIterable[bytes]
    ) -> int:
        """Put such text into a table; how many rows that were."""
        told: str = await self._connection.copy_to_table(table, columns=columns, source=pieces)
        return int(told.rpartition(" ")[2])


class _LedgerView(View):
    """The same, for what adds to the ledger."""

    def __init__(self, connection: Connection, zone: Zone) -> None:
        super().__init__(connection)
        self._zone = zone

    async def record(self, scans: Sequence[Scan]) -> None:
        columns = list(zip(*ledger.lines(self._zone, scans), strict=True))
        if columns:
            await self._connection.execute(_RECORD, *columns)


async def server_time(reader: Reader) -> int:
    """What the server's clock says (epoch milliseconds): the one clock that all nodes share."""
    row = await reader.one(_TIME)
    return int(row["at"]) if row else 0


async def _check(reader: Reader) -> Sequence[str]:
    for table in await reader.all(_TABLES):
        # A row as text needs every byte of it, wherever it lies.
        await reader.one(f"select sum(length(cast(t as text))) from {table['name']} t")  # noqa: S608
    failed = await reader.one(_FAILED)
    number = failed["failures"] if failed else 0
    return (f"checksums of {number} pages failed",) if number else ()


_TABLES = """
select quote_ident(table_name) as name from information_schema.tables
where table_schema = current_schema() and table_type = 'BASE TABLE' order by table_name
"""
_TIME = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as at"
_FAILED = """
select cast(coalesce(checksum_failures, 0) as bigint) as failures from pg_stat_database
where datname = current_database()
"""


def shard_of(name: str) -> int:
    """A shard that follows from a name, today as tomorrow."""
    return zlib.crc32(name.encode()) % SHARDS


@cache
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """A statement with ``$1`` for ``:name``, and the names in the order of their numbers."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}"

    return _NAMED.sub(number, sql), tuple(names)


def _dialect(statement: str) -> str:
    """Types and marks of SQLite as PostgreSQL knows them; texts are ordered byte by byte."""
    for ours, theirs in _DIALECT:
        statement = re.sub(ours, theirs, statement)
    return statement


_DIALECT = (
    (r"\bblob\b", "bytea"),
    (r"\binteger primary key\b", "bigint primary key"),
    (r"\btext\b", 'text collate "C"'),
    (r"\) without rowid\b", ")"),
    (r"\bcreate table device_key\b", "create unlogged table device_key"),
)
