"""A data folder as a power cut left it, and what is found in it."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.app.folder import Folder
from kiosk.app.service import running
from kiosk.config import Settings
from kiosk.store.spool import depth_of, files_of, scans_in
from kiosk.store.sqlite_library import sqlite3

_TOTALS = ("total_day", "total_range", "total_hour")


@dataclass(frozen=True, slots=True)
class Found:
    """What a wreck holds; scans by their serials, each of which was opened once."""

    stored: Counter[int] = field(default_factory=Counter)
    spooled: Counter[int] = field(default_factory=Counter)
    faults: tuple[str, ...] = ()

    @property
    def twice(self) -> set[int]:
        """Serials that count more than once."""
        return {serial for serial, count in self.stored.items() if count > 1}

    def lost(self, serials: Iterable[int]) -> set[int]:
        """Those that are neither stored nor spooled."""
        return set(serials) - self.stored.keys() - self.spooled.keys()


def lay(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Put files into a folder that has no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def look(folder: Path) -> Found:
    """Open what is there as SQLite does after a crash; a table that is not there yet is empty."""
    found = Found()
    faults: list[str] = []
    for path in sorted(folder.glob("*.sqlite3")):
        with closing(sqlite3.connect(path)) as database:
            told = [str(row[0]) for row in database.execute("pragma integrity_check")]
            faults += [f"{path.name}: {line}" for line in told if line != "ok"]
            tables = {name for (name,) in database.execute("select name from sqlite_master")}
            if "scan" in tables:
                found.stored.update(_serials(database, "scan"))
                faults += _unequal(database, found.stored.total())
    for path in files_of(folder):
        for scans in scans_in(path):
            found.spooled.update(scan.serial for scan in scans)
    return Found(found.stored, found.spooled, tuple(faults))


def _serials(database: sqlite3.Connection, table: str) -> list[int]:
    return [serial for (serial,) in database.execute(f"select serial from {table}")]


def _unequal(database: sqlite3.Connection, rows: int) -> list[str]:
    sums = {
        table: database.execute(f"select coalesce(sum(n), 0) from {table}").fetchone()[0]
        for table in _TOTALS
        if database.execute("select 1 from sqlite_master where name = ?", [table]).fetchone()
    }
    return [f"{table}: {told} for {rows} rows" for table, told in sums.items() if told != rows]


async def restart(folder: Path, public_url: str) -> None:
    """Start the service on a wreck, wait until its spool is empty, and end it. Raises Problem."""
    settings = Settings(data_dir=folder, public_url=public_url)
    place = Folder.of(settings)
    lock = place.lock()
    assert lock is not None
    try:
        async with running(settings, place), asyncio.timeout(30):
            while depth_of(folder).waiting:
                await asyncio.sleep(0.005)
    finally:
        lock.release()
