"""核对: a walk over all days and months, beside a running service or without one; it only reads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from kiosk.app.folder import Folder
from kiosk.config import Settings
from kiosk.domain.device import DeviceProof
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.domain.proof import DayProof, MonthProof
from kiosk.domain.seal import SealProof
from kiosk.domain.uncounted import Uncounted
from kiosk.recorder import uncounted
from kiosk.store import events, meta, proofs, seals
from kiosk.store.driver import Reader, Readers, StoreFailure
from kiosk.store.postgres import PostgresDriver
from kiosk.store.schema import require
from kiosk.store.spool import depth_of
from kiosk.store.sqlite import SqliteReaders

Proof = DayProof | SealProof | MonthProof


@dataclass(frozen=True, slots=True)
class Inspector:
    """Somebody who may look at a data folder, whoever writes to it meanwhile."""

    readers: Readers
    folder: Folder
    settings: Settings

    async def complaints(self) -> Sequence[str]:
        """What the database itself finds broken, in its own words; raises StoreFailure."""
        return await self.readers.check()

    async def proofs(self) -> AsyncIterator[Proof]:
        """Every day, then every month, each as one snapshot shows it; raises StoreFailure.

        One by one, so that scans can go on arriving: in a snapshot each is in both, rows and
        totals, or in neither. Raises Problem where the schema is not this program's.
        """
        await self.readers.read(require)
        zone = await self._zone()
        months: set[int] = set()
        after = 0
        while (day := await self._next_day(after)) is not None:
            after = day
            months.add(day // 100)
            yield await self._day(day)
        after = 0
        while (month := await self._next_month(after)) is not None:
            after = month
            months.add(month)
        for number in sorted(months):
            yield await self._month(number, zone)

    async def devices(self) -> Sequence[DeviceProof]:
        """What is known of every device's events, and what is missing; raises StoreFailure."""
        return await self.readers.read(events.proofs)

    async def uncounted(self) -> Uncounted:
        """What no total has; raises StoreFailure."""
        folder = self.folder.path
        depth = depth_of(folder)
        return await self.readers.read(lambda reader: uncounted(folder, reader, depth))

    async def _next_day(self, after: int) -> int | None:
        return await self.readers.read(lambda reader: proofs.next_day(reader, after))

    async def _next_month(self, after: int) -> int | None:
        return await self.readers.read(lambda reader: proofs.next_month(reader, after))

    async def _day(self, day: int) -> DayProof | SealProof:
        async def work(reader: Reader) -> DayProof | SealProof:
            seal = await seals.find(reader, day)
            if seal is None:
                return await proofs.day(reader, day)
            return await proofs.sealed(reader, seal)

        return await self.readers.read(work)

    async def _month(self, month: int, zone: Zone) -> MonthProof:
        return await self.readers.read(lambda reader: proofs.month(reader, month, zone))

    async def _zone(self) -> Zone:
        """The zone that days were counted in, whatever the setting says now."""
        kept = await self.readers.read(lambda reader: meta.find(reader, "timezone"))
        return Zone(kept or self.settings.timezone)


@asynccontextmanager
async def inspecting(settings: Settings) -> AsyncIterator[Inspector]:
    """Look at the data folder of `settings` without changing its data; raises Problem."""
    folder = Folder(settings.data_dir.absolute())
    try:
        readers = await _readers(settings, folder)
    except StoreFailure as failure:
        raise Problem("store-failed", why=failure) from failure
    try:
        yield Inspector(readers, folder, settings)
    except StoreFailure as failure:
        raise Problem("store-failed", why=failure) from failure
    finally:
        await readers.close()


async def _readers(settings: Settings, folder: Folder) -> PostgresDriver | SqliteReaders:
    if settings.database_url is not None:
        return await PostgresDriver.open(settings.database_url, Zone(settings.timezone))
    require_database(settings)
    return SqliteReaders(folder.database)


def require_database(settings: Settings) -> None:
    """Refuse a folder whose SQLite file is not there or cannot be read; raises Problem."""
    if settings.database_url is not None:
        return
    folder = Folder(settings.data_dir.absolute())
    try:
        folder.database.open("rb").close()
    except FileNotFoundError as error:
        raise Problem("database-missing", folder=folder.path) from error
    except OSError as error:
        raise Problem("folder-unusable", folder=folder.path, why=error.strerror) from error
