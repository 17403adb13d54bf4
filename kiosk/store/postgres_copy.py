"""The tables of a PostgreSQL database, copied out of one snapshot and into one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final

from kiosk.store.driver import Reader
from kiosk.store.postgres import View

# What the server keeps in no log of its own (unlogged) is kept in no backup either.
TABLES = """
select c.relname as name, c.relpersistence = 'p' as is_kept
from pg_class c join pg_namespace s on s.oid = c.relnamespace
where s.nspname = current_schema() and c.relkind = 'r' and c.relpersistence in ('p', 'u')
order by c.relname
"""
COLUMNS = """
select a.attname as name
from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace s on s.oid = c.relnamespace
where s.nspname = current_schema() and c.relname = :table and a.attnum > 0
    and not a.attisdropped
order by a.attnum
"""
REFERENCES = """
select distinct c.relname as name, f.relname as refers
from pg_constraint r join pg_class c on c.oid = r.conrelid
    join pg_class f on f.oid = r.confrelid join pg_namespace s on s.oid = c.relnamespace
where r.contype = 'f' and s.nspname = current_schema() and c.oid <> f.oid
order by c.relname, f.relname
"""
RELATIONS = """
select count(*) as n from pg_class c join pg_namespace s on s.oid = c.relnamespace
where s.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
"""
SIZE = """
select cast(coalesce(sum(pg_relation_size(c.oid)), 0) as bigint) as n
from pg_class c join pg_namespace s on s.oid = c.relnamespace
where s.nspname = current_schema() and c.relkind = 'r' and c.relpersistence = 'p'
"""
_SELECT: Final = "select {columns} from {table}"
_EMPTY: Final = "truncate {tables}"


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table and its columns, in their order."""

    name: str
    columns: tuple[str, ...]


async def shapes(reader: Reader) -> tuple[TableShape, ...]:
    """Every table that a backup holds; one that others refer to comes before them."""
    names = [str(row["name"]) for row in await reader.all(TABLES) if row["is_kept"]]
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(names, ()))
    for row in await reader.all(REFERENCES):
        if row["name"] in names and row["refers"] in names:
            order.add(str(row["name"]), str(row["refers"]))
    return tuple([TableShape(name, await _columns(reader, name)) for name in order.static_order()])


async def left_out(reader: Reader) -> tuple[str, ...]:
    """The tables that no backup holds."""
    return tuple(str(row["name"]) for row in await reader.all(TABLES) if not row["is_kept"])


async def size(reader: Reader) -> int:
    """About how many bytes a copy of all tables has."""
    row = await reader.one(SIZE)
    return int(row["n"]) if row else 0


async def is_empty(reader: Reader) -> bool:
    """Whether there is nothing in the database yet."""
    row = await reader.one(RELATIONS)
    return row is not None and not row["n"]


async def copy_out(view: View, shape: TableShape, take: Callable[[bytes], None]) -> int:
    """Give a table to `take` as text, a line a row; how many rows that were."""
    rows = 0

    def counted(data: bytes) -> None:
        nonlocal rows
        rows += data.count(b"\n")  # a line feed inside a value is written as \n
        take(data)

    columns = ", ".join(_quoted(column) for column in shape.columns)
    await view.copy_out(_SELECT.format(columns=columns, table=_quoted(shape.name)), counted)
    return rows


async def copy_in(view: View, shape: TableShape, pieces: AsyncIterable[bytes]) -> int:
    """Put such text into a table; how many rows that were."""
    return await view.copy_in(shape.name, shape.columns, pieces)


async def clear(view: View, tables: Sequence[TableShape]) -> None:
    """Empty tables, at once: they may refer to each other."""
    await view.run(_EMPTY.format(tables=", ".join(_quoted(table.name) for table in tables)))


async def _columns(reader: Reader, table: str) -> tuple[str, ...]:
    return tuple(str(row["name"]) for row in await reader.all(COLUMNS, table=table))


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
