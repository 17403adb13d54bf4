"""恢复: a backup put back where nothing is yet, all of it or nothing.

What takes long happens in a draft, or in a transaction; the rest is put beside it, and the database
comes last. Until then there is none, and the same command can be run again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk.acts.backup import note_restored
from kiosk.acts.keyring import Keyring
from kiosk.app.backup import LOSSES, SPOOL, Expect, kind_of, require_keys
from kiosk.app.desk import actor
from kiosk.app.folder import Folder
from kiosk.app.start import now_ms
from kiosk.backup import (
    Archive,
    Kind,
    Manifest,
    Progress,
    drafting,
    opened_new,
    postgres,
    put_in_place,
    sqlite,
    unlocked,
)
from kiosk.config import Settings
from kiosk.domain.fact import Bilingual
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.store import losses, schema
from kiosk.store.driver import StoreFailure, Transaction
from kiosk.store.postgres import PostgresDriver, View
from kiosk.store.spool import Spool, scans_in
from kiosk.store.sqlite import SqliteDriver


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; `unknown` are tables that this program does not have."""

    has_keys: bool
    unknown: tuple[str, ...]


class Restoration:
    """A backup that was found whole, and the place it is to be put into."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        self._settings = settings
        self._archive = archive
        self._folder = Folder(settings.data_dir.absolute())
        self._keys: Keyring | None = None
        self._require_fit()
        self._require_room()

    @property
    def manifest(self) -> Manifest:
        """What the backup says of itself."""
        return self._archive.manifest

    @property
    def secrets(self) -> Path:
        """Where the code keys belong."""
        return self._settings.secret_file or self._folder.secrets

    @property
    def has_keys(self) -> bool:
        """Whether the code keys are where they belong, and need not come out of the backup."""
        return self.secrets.exists()

    def unlock(self, passphrase: str) -> None:
        """Take the code keys out of the backup; raises Problem where the passphrase is wrong."""
        envelope = self.manifest.envelope
        if envelope is not None:
            text = unlocked(
                self._archive.keys, envelope, passphrase, manifest=self._archive.manifest_text
            )
            self._keys = Keyring.read(self.secrets, text)
            require_keys(self._keys, self.manifest.keys)

    async def run(self, expect: Expect) -> Restored:
        """Put everything in its place; raises Problem, and then nothing is there."""
        folder = Folder.of(self._settings)
        lock = folder.lock()
        if lock is None:
            raise Problem("folder-taken", folder=folder.path)
        try:
            self._require_room()
            with drafting(folder.database) as draft:
                progress = expect(sum(part.size for part in self.manifest.parts))
                unknown = await self._database(draft, progress)
        except StoreFailure as failure:
            raise Problem("store-failed", why=failure) from failure
        except OSError as error:
            raise Problem("folder-unusable", folder=folder.path, why=error.strerror) from error
        finally:
            lock.release()
        return Restored(self.has_keys, unknown)

    async def _database(self, draft: Path, progress: Progress) -> tuple[str, ...]:
        if self.manifest.kind is Kind.SQLITE:
            await self._file(draft, progress)
            return ()
        return await self._server(draft, progress)

    async def _file(self, draft: Path, progress: Progress) -> None:
        made = draft / self._folder.database.name
        await sqlite.give(self._archive, made, progress)
        driver = await SqliteDriver.open(made, Zone(self._settings.timezone))
        try:
            await schema.migrate(driver, now=now_ms())
            await driver.write(self._note)
        finally:
            await driver.close()
        self._rest(draft)
        put_in_place(made, self._folder.database)

    async def _server(self, draft: Path, progress: Progress) -> tuple[str, ...]:
        driver = await PostgresDriver.open(
            self._settings.database_url or "", Zone(self._settings.timezone)
        )
        try:
            return await driver.write(
                partial(self._fill, driver=driver, draft=draft, progress=progress)
            )
        finally:
            await driver.close()

    async def _fill(
        self, view: View, *, driver: PostgresDriver, draft: Path, progress: Progress
    ) -> tuple[str, ...]:
        unknown = await postgres.give(view, driver, self._archive, now=now_ms(), progress=progress)
        await self._note(view)
        self._rest(draft)
        return unknown

    async def _note(self, tx: Transaction) -> None:
        await note_restored(
            tx,
            now=now_ms(),
            actor=actor(),
            file=self._archive.path.name,
            rows=self.manifest.rows,
            digest=self._archive.digest,
        )
        await losses.keep(tx, self._losses())

    def _losses(self) -> losses.Losses:
        """What could not be recorded, by the files of the folder that was backed up."""
        if not self._archive.has(LOSSES):
            return {}
        try:
            told = json.loads(b"".join(self._archive.chunks(LOSSES)))
            return {(str(source), int(day)): int(n) for source, day, n in told}
        except (ValueError, TypeError) as error:
            why = Bilingual(zh="未能记录的次数读不出来", en="its counts of losses cannot be read")
            raise Problem("backup-damaged", why=why) from error

    def _rest(self, draft: Path) -> None:
        """What belongs into the folder beside the database; done twice it is done once."""
        try:
            if self._archive.has(SPOOL):
                self._spool(self._extracted(SPOOL, draft))
        except OSError as error:
            raise Problem(
                "folder-unusable", folder=self._folder.path, why=error.strerror
            ) from error
        if self._keys is not None and not self.has_keys:
            try:
                self._keys.write()
            except OSError as error:
                raise Problem("file-unwritable", path=self.secrets, why=error.strerror) from error

    def _extracted(self, name: str, draft: Path) -> Path:
        path = draft / name
        with opened_new(path) as file:
            for chunk in self._archive.chunks(name):
                file.write(chunk)
        return path

    def _spool(self, taken: Path) -> None:
        """Scans that waited wait again: the next start moves them, once by their ids."""
        spool, kept = Spool.take(self._folder.path), 0
        try:
            for some in scans_in(taken):
                spool.keep(some)
                kept += len(some)
        finally:
            spool.close()
        if kept != self.manifest.spooled:
            why = Bilingual(zh="待入账的扫码与清单不符", en="other numbers of scans wait")
            raise Problem("backup-damaged", why=why)

    def _require_fit(self) -> None:
        ours, theirs = kind_of(self._settings.database_url), self.manifest.kind
        if ours is not theirs:
            raise Problem("backup-other-kind", theirs=theirs.value, ours=ours.value)
        if self.manifest.schema > schema.known():
            raise Problem("backup-newer", found=self.manifest.schema, known=schema.known())

    def _require_room(self) -> None:
        """Refuse to overwrite a database or keys."""
        if self.manifest.kind is Kind.SQLITE:
            # A journal without its database is refused too: it would be read into the new one.
            for there in sorted(self._folder.path.glob(f"{self._folder.database.name}*")):
                raise Problem("restore-database-there", place=there)
        if not self.has_keys:
            return
        try:
            require_keys(Keyring.load(self.secrets), self.manifest.keys)
        except Problem as problem:
            raise Problem("restore-keys-differ", path=self.secrets) from problem


@contextmanager
def restoring(settings: Settings, path: Path) -> Iterator[Restoration]:
    """Look at a backup, read it to the last byte, and see whether it can be put back."""
    with Archive.open(path) as archive:
        yield Restoration(settings, archive)
