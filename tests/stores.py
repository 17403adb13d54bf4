"""The databases that tests run on: a file, or a database of a private server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kiosk.acts import Office
from kiosk.domain.period import Zone
from kiosk.store import postgres_copy, sqlite_copy
from kiosk.store.driver import Driver, Reader, Row
from kiosk.store.postgres import PostgresDriver, View
from kiosk.store.sqlite import SqliteDriver
from tests.postgres import Postgres

KINDS = ("sqlite", "postgres")


class Store(Protocol):
    """An empty database, or one that was started before."""

    async def open(self, zone: Zone) -> Driver:
        """Connect."""

    @property
    def settings(self) -> dict[str, Any]:
        """What a service is told so that it uses it."""

    @property
    def environment(self) -> dict[str, str]:
        """The same for a process."""


@dataclass(frozen=True, slots=True)
class File:
    """SQLite in a folder."""

    folder: Path

    async def open(self, zone: Zone) -> Driver:
        return await SqliteDriver.open(self.folder / "kiosk.sqlite3", zone)

    @property
    def settings(self) -> dict[str, Any]:
        return {}

    @property
    def environment(self) -> dict[str, str]:
        return {}


@dataclass(frozen=True, slots=True)
class Database:
    """A database of a server."""

    server: Postgres
    name: str

    async def open(self, zone: Zone) -> Driver:
        return await PostgresDriver.open(self.server.url(self.name), zone)

    @property
    def settings(self) -> dict[str, Any]:
        return {"database_url": self.server.url(self.name)}

    @property
    def environment(self) -> dict[str, str]:
        return {"KIOSK_DATABASE_URL": self.server.url(self.name)}


def in_folder(store: Store, folder: Path) -> Path:
    """The data folder of a service: that of the file, or any."""
    return store.folder if isinstance(store, File) else folder


TABLES = """
select table_name from information_schema.tables where table_schema = 'public' order by table_name
"""


async def everything_kept(office: Office) -> bytes:
    """Every byte that lies in the data folder and, where there is one, on the server."""
    folder = office.settings.data_dir
    kept = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    if office.settings.database_url is None:
        return kept

    async def work(reader: Reader) -> list[Row]:
        rows: list[Row] = []
        for table in await reader.all(TABLES):
            name = table["table_name"]
            rows += await reader.all(f"select cast(t as text) as line from {name} t")
        return rows

    rows = await office.driver.read(work)
    return kept + "".join(row["line"] for row in rows).encode()


async def dump(store: Store) -> dict[str, list[str]]:
    """Every row of every table that a backup holds, in an order of its own (the log's is time)."""
    driver = await store.open(Zone("Asia/Shanghai"))
    try:
        return await driver.read(_rows)
    finally:
        await driver.close()


async def _rows(reader: Reader) -> dict[str, list[str]]:
    if isinstance(reader, View):
        names = [shape.name for shape in await postgres_copy.shapes(reader)]
    else:
        names = list(await sqlite_copy.rows_by_table(reader))
    found = {}
    for name in sorted(names):
        rows = [repr(tuple(row.values())) for row in await reader.all(f"select * from {name}")]
        found[name] = rows if name == "log" else sorted(rows)
    return found
