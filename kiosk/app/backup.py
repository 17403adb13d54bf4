"""备份 beside the running service: the scans that wait, then the database, then what signs codes.

The order is the promise. A scan that is moved from the spool while this goes on is in the copy of
the spool, of the database, or of both, and its id counts it once. A key that is made meanwhile is
in the file before the database knows of it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.acts.keyring import Keyring
from kiosk.app.desk import Desk, actor
from kiosk.app.folder import Folder
from kiosk.backup import (
    FORMAT,
    Envelope,
    Kind,
    Manifest,
    Needed,
    Progress,
    Writer,
    drafting,
    locked,
    new_envelope,
    postgres,
    put_in_place,
    sqlite,
)
from kiosk.backup.contents import Contents
from kiosk.domain.fact import Bilingual
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.recorder import counted
from kiosk.store import postgres_copy
from kiosk.store.driver import StoreFailure
from kiosk.store.postgres import PostgresDriver
from kiosk.store.spool import Spool, files_of, scans_in
from kiosk.store.spool_before import SpoolTable

LOSSES: Final = "unrecorded.json"
SPOOL: Final = "spool.sqlite3"
_DRAFT: Final = "backup"
Expect = Callable[[int], Progress]
"""Told about how many bytes there will be, it gives whom to tell of each."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup in its place; `broken` are the spools that could not be read."""

    manifest: Manifest
    size: int
    digest: str
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What was found in the spools."""

    scans: int
    broken: tuple[str, ...]


def kind_of(settings_url: str | None) -> Kind:
    """The kind of database that the settings name."""
    return Kind.SQLITE if settings_url is None else Kind.POSTGRESQL


def require_new(path: Path) -> None:
    """Refuse to overwrite a file; raises Problem."""
    if path.exists():
        raise Problem("backup-there", path=path)


async def back_up(desk: Desk, path: Path, *, passphrase: str | None, expect: Expect) -> Made:
    """Make the backup `path`, without the code keys where there is no passphrase.

    The log has it afterwards. Raises Problem; then there is no such file, unless only the log
    could not be written, which is said.
    """
    path = path.absolute()
    with drafting(path) as draft:
        require_new(path)
        try:
            made = await _make(desk, path, draft, passphrase, expect)
            put_in_place(draft / _DRAFT, path)
        except StoreFailure as failure:
            raise Problem("store-failed", why=failure) from failure
        except OSError as error:
            raise Problem("file-unwritable", path=path, why=error.strerror) from error
    await _note(desk, path, made)
    return made


async def _make(
    desk: Desk, path: Path, draft: Path, passphrase: str | None, expect: Expect
) -> Made:
    folder = Folder.of(desk.settings)
    envelope = new_envelope(secrets.token_bytes) if passphrase else None
    with Writer.open(path, draft / _DRAFT) as writer:
        waiting = _add_spool(folder, writer, draft)
        contents = await _add_database(desk, folder, writer, draft, expect)
        _add_losses(folder, writer, draft)
        keys = _keys(desk, folder, contents.keys)
        manifest = _manifest(desk, writer, contents, waiting, envelope)
        digest = _close(writer, manifest, keys, passphrase)
        return Made(manifest, writer.size, digest, waiting.broken)


def _add_spool(folder: Folder, writer: Writer, draft: Path) -> _Waiting:
    """Copy what waits in every spool, whoever holds it."""
    scans, broken = 0, []
    Spool.settle(folder.path)
    with SpoolTable.made(draft / SPOOL) as copied:
        for file in files_of(folder.path):
            try:
                for some in scans_in(file):
                    scans += copied.keep(some)
            except StoreFailure:
                broken.append(file.name)
    if scans:
        writer.add(SPOOL, draft / SPOOL)
    return _Waiting(scans, tuple(broken))


def _add_losses(folder: Folder, writer: Writer, draft: Path) -> None:
    """What this folder's processes have counted: the database may not have been told yet."""
    told = [[source, day, n] for (source, day), n in sorted(counted(folder.path).items())]
    if told:
        path = draft / LOSSES
        path.write_text(json.dumps(told), encoding="ascii")
        writer.add(LOSSES, path)


async def _add_database(
    desk: Desk, folder: Folder, writer: Writer, draft: Path, expect: Expect
) -> Contents:
    url = desk.settings.database_url
    if url is None:
        progress = expect(2 * folder.database.stat().st_size)
        return await sqlite.take(folder.database, writer, draft, progress)
    driver = await PostgresDriver.open(url, Zone(desk.settings.timezone))
    try:
        progress = expect(await driver.read(postgres_copy.size))
        return await postgres.take(driver, writer, progress)
    finally:
        await driver.close()


def _keys(desk: Desk, folder: Folder, needed: tuple[Needed, ...]) -> Keyring:
    """The secret file as it is now; it has every key that the copied database needs."""
    ring = Keyring.load(desk.settings.secret_file or folder.secrets)
    require_keys(ring, needed)
    return ring


def require_keys(ring: Keyring, needed: tuple[Needed, ...]) -> None:
    """Refuse a ring that lacks a key, or has another under its name; raises Problem."""
    fingerprints = {key.id: key.fingerprint for key in ring.keys}
    for key in needed:
        if fingerprints.get(key.id) != key.fingerprint:
            raise Problem("code-key-missing", key=key.id, path=ring.path)


def _manifest(
    desk: Desk, writer: Writer, contents: Contents, waiting: _Waiting, envelope: Envelope | None
) -> Manifest:
    names = () if envelope else ("keys.json",)
    return Manifest(
        format=FORMAT,
        program=__version__,
        kind=kind_of(desk.settings.database_url),
        schema=contents.schema,
        zone=contents.zone,
        made_at=desk.now(),
        made_by=actor(),
        parts=tuple(writer.parts),
        tables=contents.tables,
        spooled=waiting.scans,
        keys=contents.keys,
        envelope=envelope,
        left_out=(*names, "device-key.json", *contents.left_out, *waiting.broken),
    )


def _close(writer: Writer, manifest: Manifest, keys: Keyring, passphrase: str | None) -> str:
    text = manifest.to_bytes()
    if manifest.envelope is None or passphrase is None:
        return writer.close(text, None)
    return writer.close(text, locked(keys.text, manifest.envelope, passphrase, manifest=text))


async def _note(desk: Desk, path: Path, made: Made) -> None:
    args = {
        "file": path.name,
        "has_keys": made.manifest.envelope is not None,
        "rows": made.manifest.rows,
        "digest": made.digest,
    }
    try:
        await desk.do("backup.make", args)
    except Problem as problem:
        why = Bilingual(zh=problem.text("zh"), en=problem.text("en"))
        raise Problem("backup-unlogged", path=path, why=why) from problem
