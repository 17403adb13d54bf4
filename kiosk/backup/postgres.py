"""A PostgreSQL database into a backup and out of it: a part for each table, in COPY's text."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from kiosk.backup.archive import Archive, Progress, Writer
from kiosk.backup.contents import Contents, read_contents
from kiosk.backup.manifest import Table
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem
from kiosk.store import postgres_copy, schema
from kiosk.store.postgres import PostgresDriver, View
from kiosk.store.postgres_copy import TableShape

_PART: Final = "tables/{}"
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


async def take(driver: PostgresDriver, writer: Writer, progress: Progress) -> Contents:
    """Copy every table as one snapshot shows it; raises Problem and StoreFailure."""
    return await driver.read(partial(_take, writer=writer, progress=progress))


async def give(
    view: View, driver: PostgresDriver, archive: Archive, *, now: int, progress: Progress
) -> tuple[str, ...]:
    """Fill an empty database, in the transaction of `view`; the names of tables not known here.

    The tables are made as they were when the backup was, filled, and then brought up to date.
    Raises Problem.
    """
    manifest = archive.manifest
    if not await postgres_copy.is_empty(view):
        raise Problem("restore-database-there", place="KIOSK_DATABASE_URL")
    await schema.bring(view, driver.schema, to=manifest.schema, now=now)
    told = {table.name: table for table in manifest.tables}
    shapes = await postgres_copy.shapes(view)
    await postgres_copy.clear(view, shapes)
    for shape in shapes:
        table = told.pop(shape.name, None)
        if table is None or set(table.columns) != set(shape.columns):
            raise _foreign(shape.name)
        pieces = _pieces(archive, _PART.format(shape.name), progress)
        rows = await postgres_copy.copy_in(view, TableShape(table.name, table.columns), pieces)
        if rows != table.rows:
            raise _foreign(shape.name)
    await schema.bring(view, driver.schema, to=schema.known(), now=now)
    return tuple(told)


async def _take(view: View, *, writer: Writer, progress: Progress) -> Contents:
    tables, foreign = [], []
    for shape in await postgres_copy.shapes(view):
        if all(_NAME.fullmatch(name) for name in (shape.name, *shape.columns)):
            tables.append(await _table(view, shape, writer, progress))
        else:
            foreign.append(shape.name)  # no table of ours is named so
    left_out = (*await postgres_copy.left_out(view), *foreign)
    return await read_contents(view, tuple(tables), left_out=left_out)


async def _table(view: View, shape: TableShape, writer: Writer, progress: Progress) -> Table:
    with writer.part(_PART.format(shape.name)) as sink:

        def written(data: bytes) -> None:
            sink.write(data)
            progress(len(data))

        rows = await postgres_copy.copy_out(view, shape, written)
    return Table(name=shape.name, rows=rows, columns=shape.columns)


async def _pieces(archive: Archive, part: str, progress: Progress) -> AsyncIterator[bytes]:
    for chunk in archive.chunks(part):
        yield chunk
        progress(len(chunk))


def _foreign(name: str) -> Problem:
    why = Bilingual(zh=f"表{name}与清单不符", en=f"table {name} is not what its manifest says")
    return Problem("backup-damaged", why=why)
