"""A look over a SQLite file while it is in use: what is broken, at the lowest priority there is.

Table by table, each in a snapshot of its own: a reader that stays keeps the WAL from being reset.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kiosk.store.driver import Trouble
from kiosk.store.sqlite_library import sqlite3
from kiosk.store.sqlite_thread import failure_of

QUICK_BYTES: Final = 128 << 20  # a file up to this size is looked at whole at each start
_NICE: Final = 19
_TABLES: Final = "select name from sqlite_master where type = 'table' order by name"
_LARGE: Final = ("scan", "device_event")  # tables that grow with every scan begin so
_MOST: Final = 20  # faults that are told


async def examine(path: Path, *, is_whole: bool) -> Sequence[str]:
    """What is broken; without indexes, and of a large file without rows, where not `is_whole`.

    Raises StoreFailure where the file cannot be asked just now.
    """
    thread = ThreadPoolExecutor(1, "check", initializer=_give_way)
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, _examine, path, is_whole)
    finally:
        thread.shutdown(wait=False)  # who ends the service does not wait for a look


def _give_way() -> None:
    """Linux keeps a priority for each thread; elsewhere this may be refused, or mean all."""
    if os.uname().sysname == "Linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def _examine(path: Path, is_whole: bool) -> Sequence[str]:
    uri = f"file:{quote(str(path))}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            return tuple(_complaints(connection, path, is_whole=is_whole))[:_MOST]
    except sqlite3.Error as error:
        failure = failure_of(error)
        if failure.trouble is Trouble.DAMAGED:
            return (str(failure),)  # so broken that it cannot be read on
        raise failure from error


def _complaints(connection: sqlite3.Connection, path: Path, *, is_whole: bool) -> Iterator[str]:
    how = "integrity_check" if is_whole else "quick_check"
    is_small = path.stat().st_size <= QUICK_BYTES
    for (table,) in connection.execute(_TABLES).fetchall():
        if is_whole or is_small or not table.startswith(_LARGE):
            for (told,) in connection.execute(f"pragma {how}('{table}')"):
                yield from (line for line in told.splitlines() if _is_fault(line))
    if is_whole:
        for table, row, parent, _ in connection.execute("pragma foreign_key_check"):
            yield f"row {row} of {table} refers to a missing {parent}"


def _is_fault(line: str) -> bool:
    """A row may hold many lines, and be headed by one that names the part of the file."""
    return line != "ok" and not line.startswith("***")
