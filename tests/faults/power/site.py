"""A service under watch and under load, first while its database takes scans, then while not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kiosk.store.sqlite_library import sqlite3
from tests.faults.ledger import serials_of
from tests.faults.power import witness
from tests.faults.power.disk import Disk
from tests.faults.power.witness import Record
from tests.faults.process import Load, Service

CLIENTS = 32


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that told a scan to be kept: just before which record it was sent."""

    before: int
    serial: int
    is_spooled: bool


@dataclass(frozen=True)
class Run:
    """What happened in a data folder, and what lay there before and lies there now."""

    data: Path
    before: Mapping[str, bytes]
    log: Path

    @cached_property
    def records(self) -> list[Record]:
        """All that happened, in order."""
        return witness.read_log(self.log)

    @cached_property
    def kept(self) -> list[Kept]:
        """Every scan that was acknowledged, in order."""
        told = [told for told in witness.answers(self.records) if told.outcome != "unrecorded"]
        serials = serials_of(self.data, {one.code for one in told})
        return [Kept(one.before, serials[one.code], one.outcome == "spooled") for one in told]

    def disks(self, cuts: Iterable[int]) -> Iterator[tuple[Disk, list[Kept]]]:
        """The disk at each cut, the earliest first, and what was acknowledged by then.

        A cut is a number of records: those have happened.
        """
        disk = Disk(self.before)
        done = 0
        for cut in sorted(cuts):
            for record in self.records[done:cut]:
                disk.play(record)
            done = cut
            yield disk, [one for one in self.kept if one.before < cut]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def watched(service: Service, library: Path, log: Path) -> Service:
    """The service, to be started under watch."""
    service.settings |= witness.environment(library, folder=service.data, log=log)
    return service


async def keep_busy(service: Service, codes: Iterator[str], *, recorded: int, spooled: int) -> Load:
    """Load until so many scans are `recorded`, with the database locked until so many are
    `spooled`, and then until as many are recorded again; the spool is empty in the end.
    """
    load = Load(service.port, codes)
    running = asyncio.create_task(load.run(clients=CLIENTS))
    async with asyncio.timeout(120):
        await _until(lambda: len(load.recorded) >= recorded)
        with closing(sqlite3.connect(service.data / "kiosk.sqlite3", timeout=30)) as thief:
            thief.execute("begin immediate")
            await _until(lambda: len(load.spooled) >= spooled)
            thief.rollback()
        before = len(load.recorded)
        await _until(lambda: len(load.recorded) >= before + recorded)
        load.stop()
        await running
        while (await asyncio.to_thread(service.ready))["spooled"]:
            await asyncio.sleep(0.05)
    return load


async def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0.005)
