"""Scans that wait, as a table of SQLite: how backups keep them.

Programs before 2026-12 kept their spools so: what one left is read, and moved over once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kiosk.domain.scan import Scan
from kiosk.store.driver import StoreFailure
from kiosk.store.sqlite_library import sqlite3

_BUSY_S: Final = 1.0
_SLICE: Final = 500
_COLUMNS: Final = ", ".join(Scan._fields)
_CREATE: Final = f"""
create table if not exists scan_waiting (
    {", ".join(f"{column} not null" for column in Scan._fields)}, primary key (id, shard)
)
"""
_NEXT: Final = f"""
select rowid, {_COLUMNS} from scan_waiting where rowid > ? order by rowid limit {_SLICE}
"""  # noqa: S608 - the names of a scan's fields
_KEEP: Final = f"""
insert into scan_waiting ({_COLUMNS}) values ({", ".join("?" * len(Scan._fields))})
on conflict do nothing
"""  # noqa: S608 - the names of a scan's fields
_DEPTH: Final = "select count(*), min(at) from scan_waiting"


class SpoolTable:
    """A file that is being made."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def made(cls, path: Path) -> Iterator[SpoolTable]:
        """A new file, whole when the block ends; raises StoreFailure."""
        with _failures(path.name), closing(sqlite3.connect(path)) as connection:
            connection.execute(_CREATE)
            yield cls(connection)
            connection.commit()

    def keep(self, scans: Sequence[Scan]) -> int:
        """Keep scans; how many of them were not there yet."""
        return self._connection.executemany(_KEEP, scans).rowcount


def depth_in(path: Path) -> tuple[int, int | None]:
    """How many scans wait in a file, and when the oldest was opened; raises StoreFailure."""
    with _failures(path.name), closing(_looking(path)) as connection:
        waiting, oldest = connection.execute(_DEPTH).fetchone()
        return waiting, oldest


def scans_in(path: Path) -> Iterator[list[Scan]]:
    """The scans that wait in a file, a slice at a time, whoever holds it; raises StoreFailure."""
    last = 0
    while True:
        with _failures(path.name), closing(_looking(path)) as connection:
            rows = connection.execute(_NEXT, [last]).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [Scan(*row[1:]) for row in rows]


def settle(path: Path) -> None:
    """Make a file that no process holds whole again after a power cut; raises StoreFailure."""
    with _failures(path.name), closing(sqlite3.connect(path)) as connection:
        connection.execute(_CREATE)  # a cut may have come before its table was made


def remove(path: Path) -> None:
    """Remove a file whose scans are kept elsewhere."""
    for suffix in ("", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _looking(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=_BUSY_S)


@contextmanager
def _failures(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreFailure(f"{name}: {error}") from error
