"""Backups of databases that are not this program's own of today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.backup import FORMAT, Archive, Kind, Manifest, Writer, postgres, sqlite
from kiosk.backup.archive import ignore
from kiosk.domain.period import Zone
from kiosk.store import schema
from kiosk.store.driver import Driver, Transaction
from kiosk.store.postgres import PostgresDriver
from tests.make import NOON
from tests.store.rows import scan
from tests.stores import File, Store


async def old(store: Store, *, number: int) -> None:
    """A database of an earlier program, with 300 scans."""
    driver = await store.open(Zone("Asia/Shanghai"))

    async def work(tx: Transaction) -> None:
        await schema.bring(tx, driver.schema, to=number, now=NOON)

    await driver.write(work)
    await driver.record([scan(one) for one in range(300)], {})
    await driver.close()


async def run(store: Store, *statements: str) -> None:
    """Do something to a database."""
    driver = await store.open(Zone("Asia/Shanghai"))

    async def work(tx: Transaction) -> None:
        for statement in statements:
            await tx.run(statement)

    await driver.write(work)
    await driver.close()


async def take(store: Store, path: Path, **changes: Any) -> Path:
    """Back up a database, without keys; `changes` are lies in the manifest."""
    driver = await store.open(Zone("Asia/Shanghai"))
    draft = path.with_suffix(".draft")
    draft.mkdir()
    with Writer.open(path, path) as writer:
        writer.close(await _manifest(driver, store, writer, draft, changes), None)
    await driver.close()
    return path


def extra_row(path: Path) -> dict[str, Any]:
    """The lie that a table has a row more than it has."""
    with Archive.open(path) as archive:
        tables = archive.manifest.tables
    return {
        "tables": tuple(
            replace(table, rows=table.rows + (table.name == "scan")) for table in tables
        )
    }


async def _manifest(
    driver: Driver, store: Store, writer: Writer, draft: Path, changes: dict[str, Any]
) -> bytes:
    if isinstance(driver, PostgresDriver):
        kind, contents = Kind.POSTGRESQL, await postgres.take(driver, writer, ignore)
    else:
        assert isinstance(store, File)
        database = store.folder / "kiosk.sqlite3"
        kind, contents = Kind.SQLITE, await sqlite.take(database, writer, draft, ignore)
    told: dict[str, Any] = {
        "format": FORMAT,
        "program": "0.1.0",
        "kind": kind,
        "schema": contents.schema,
        "zone": contents.zone,
        "made_at": NOON,
        "made_by": "cli:tester",
        "parts": tuple(writer.parts),
        "tables": contents.tables,
        "spooled": 0,
        "keys": contents.keys,
        "envelope": None,
        "left_out": contents.left_out,
    }
    return Manifest(**(told | changes)).to_bytes()
