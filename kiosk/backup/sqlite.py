"""A SQLite database into a backup and out of it: one part, the copied file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from kiosk.backup.archive import Archive, Progress, Writer
from kiosk.backup.contents import Contents, read_contents
from kiosk.backup.draft import opened_new, sync
from kiosk.backup.manifest import Table
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem
from kiosk.store import sqlite_copy
from kiosk.store.driver import Reader
from kiosk.store.sqlite import SqliteReaders

PART: Final = "database.sqlite3"
_LOOK_S: Final = 0.1


async def take(database: Path, writer: Writer, draft: Path, progress: Progress) -> Contents:
    """Copy the database as it is now; `progress` is told of twice its bytes.

    Raises Problem where it is damaged: a backup must be good when it is needed. Raises
    StoreFailure.
    """
    copied = draft / PART
    await _copy(database, copied, progress)
    contents = await _checked(copied)
    await asyncio.to_thread(writer.add, PART, copied, progress=progress)
    copied.unlink()
    return contents


async def give(archive: Archive, database: Path, progress: Progress) -> None:
    """Lay the database down at `database`, and see that it is what was taken; raises Problem."""
    await asyncio.to_thread(_extract, archive, database, progress)
    readers = SqliteReaders(database)
    try:
        counted = await readers.read(sqlite_copy.rows_by_table)
    finally:
        await readers.close()
    if counted != {table.name: table.rows for table in archive.manifest.tables}:
        why = Bilingual(zh="表的行数与清单不符", en="its tables have other numbers of rows")
        raise Problem("backup-damaged", why=why)


async def _copy(database: Path, copied: Path, progress: Progress) -> None:
    copying = asyncio.create_task(asyncio.to_thread(sqlite_copy.copy, database, copied))
    told = 0
    while not copying.done():
        await asyncio.wait([copying], timeout=_LOOK_S)
        size = copied.stat().st_size if copied.exists() else 0
        progress(size - told)
        told = size
    await copying


async def _checked(copied: Path) -> Contents:
    readers = SqliteReaders(copied)
    try:
        complaints = await readers.check()
        if complaints:
            raise Problem("backup-unsound", why=complaints[0])
        return await readers.read(_contents)
    finally:
        await readers.close()


async def _contents(reader: Reader) -> Contents:
    counted = await sqlite_copy.rows_by_table(reader)
    tables = tuple(Table(name=name, rows=rows) for name, rows in counted.items())
    return await read_contents(reader, tables)


def _extract(archive: Archive, target: Path, progress: Progress) -> None:
    with opened_new(target) as file:
        for chunk in archive.chunks(PART):
            file.write(chunk)
            progress(len(chunk))
        sync(file)
