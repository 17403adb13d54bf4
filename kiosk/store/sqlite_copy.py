"""A copy of a SQLite database at a moment, made beside its writer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from kiosk.store.driver import Reader, StoreFailure
from kiosk.store.sqlite_library import sqlite3

TABLES = """
select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name
"""
COUNT = 'select count(*) as n from "{table}"'


def copy(database: Path, target: Path) -> None:
    """Write what `database` holds at this moment to `target`; raises StoreFailure.

    A read-only connection does it: the one that serves goes on writing, and nothing here can
    checkpoint. Restarting copies (the backup interface) would not end while scans arrive.
    """
    source = f"file:{quote(str(database))}?mode=ro"
    try:
        with closing(sqlite3.connect(source, uri=True, isolation_level=None)) as connection:
            connection.execute("vacuum into ?", [str(target)])
    except sqlite3.Error as error:
        raise StoreFailure(str(error)) from error


async def rows_by_table(reader: Reader) -> Mapping[str, int]:
    """How many rows each table has."""
    counted = {}
    for table in [str(row["name"]) for row in await reader.all(TABLES)]:
        row = await reader.one(COUNT.format(table=table))
        counted[table] = int(row["n"]) if row else 0
    return counted
