"""Killed in the middle of anything, many times and fast: all or nothing, and nothing twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import struct
import time
import traceback
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from kiosk.acts import Request, perform
from kiosk.app.folder import Folder
from kiosk.app.start import opened
from kiosk.config import Settings
from kiosk.domain.period import Zone
from kiosk.domain.scan import Scan
from kiosk.store import catalogues
from kiosk.store.schema import migrate
from kiosk.store.sqlite import SqliteDriver
from kiosk.store.sqlite_library import sqlite3
from tests.bench.test_scan_and_page import tell
from tests.make import NOON, starter

KILLS: Final = int(os.environ.get("ATTACK_KILLS", "60"))
GROUP: Final = 64
MIB: Final = 1024 * 1024
ZONE: Final = Zone("Asia/Shanghai")
_TOLD: Final = struct.Struct("<Q")

pytestmark = [pytest.mark.faults, pytest.mark.attack]


@dataclass(frozen=True, slots=True)
class Child:
    """A fork at work, and the end of a pipe on which it tells numbers."""

    pid: int
    pipe: int

    @classmethod
    def of(cls, work: Callable[[Callable[[int], None]], Awaitable[Any]]) -> Child:
        """Have a fork do `work`, given how it tells a number."""
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid:
            os.close(theirs)
            return cls(pid, ours)
        try:
            asyncio.run(_finished(work(lambda number: _tell(theirs, number))))
        except BaseException:  # noqa: BLE001 - this process has nobody else to tell
            traceback.print_exc()
        finally:
            os._exit(0)

    def wait(self) -> float:
        """The seconds from its first number to its end."""
        os.read(self.pipe, _TOLD.size)
        begun = time.monotonic()
        os.waitpid(self.pid, 0)
        os.close(self.pipe)
        return time.monotonic() - begun

    def kill_after(self, seconds: float) -> list[int]:
        """Let it tell one number, kill it so long after; all it told."""
        told = os.read(self.pipe, _TOLD.size)
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        while piece := os.read(self.pipe, 65_536):
            told += piece
        os.close(self.pipe)
        return [number for (number,) in _TOLD.iter_unpack(told)]


async def _finished(work: Awaitable[Any]) -> None:
    await work


def _tell(pipe: int, number: int) -> None:
    os.write(pipe, _TOLD.pack(number))


def scan(number: int) -> Scan:
    return Scan(
        number.to_bytes(16, "big"), NOON, "scan", number, 0, "QC10", "370102", "card",
        "person", "wechat", b"device12", 0,
    )  # fmt: skip


async def record_from(path: Path, first: int, told: Callable[[int], None]) -> None:
    """Record group after group, and tell the last number of each that is stored."""
    driver = await SqliteDriver.open(path, ZONE)
    while True:
        await driver.record([scan(number) for number in range(first, first + GROUP)], {})
        told(first + GROUP - 1)
        first += GROUP


async def migrated(path: Path) -> None:
    driver = await SqliteDriver.open(path, ZONE)
    await migrate(driver, now=NOON)
    await driver.close()


def counted(path: Path, question: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(question).fetchone()[0])


def test_groups_killed_in_the_process_are_whole_or_gone(tmp_path: Path) -> None:
    """A2. What was under way is sent again with its ids, as a client would: it counts once."""
    path, chance, last = tmp_path / "kiosk.sqlite3", random.Random(2), GROUP - 1
    asyncio.run(migrated(path))
    for _ in range(KILLS):
        # One group that was answered is sent again, and then what never was.
        first = last + 1 - GROUP
        child = Child.of(lambda told, first=first: record_from(path, first, told))  # type: ignore[misc]
        last = child.kill_after(chance.uniform(0.0, 0.15))[-1]
    rows = counted(path, "select count(*) from scan")
    assert counted(path, f"select count(*) from scan where serial <= {last}") == last + 1
    for table in ("total_day", "total_range", "total_hour"):
        assert counted(path, f"select sum(n) from {table}") == rows, table
    tell(f"in-process kills {KILLS}: acknowledged {last + 1:,}, stored {rows:,}, none twice")


def test_the_journal_stays_bounded_while_somebody_reads_and_shrinks_after(tmp_path: Path) -> None:
    """A7: 256 MiB while a reader holds a snapshot, 16 MiB once it is gone."""
    path = tmp_path / "kiosk.sqlite3"
    asyncio.run(migrated(path))
    wal, sizes = path.with_name("kiosk.sqlite3-wal"), []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from scan").fetchone()
        last = Child.of(lambda told: record_from(path, 0, told)).kill_after(5.0)[-1]
        sizes.append(wal.stat().st_size)
    Child.of(lambda told: record_from(path, last + 1, told)).kill_after(1.0)
    sizes.append(wal.stat().st_size)
    tell(f"journal: {sizes[0] / MIB:.1f} MiB with a reader, {sizes[1] / MIB:.1f} MiB after")
    assert sizes[0] <= 256 * MIB
    assert sizes[1] <= 16 * MIB + 65_536


async def publish(settings: Settings, number: int, told: Callable[[int], None]) -> None:
    """Publish a catalogue whose services all bear one number."""
    draft = starter()
    services = [
        catalogues.service_body(
            replace(service, summary=replace(service.summary, zh=f"第{number}版"))
        )
        for service in draft.services
    ]
    shared = catalogues.shared_body(draft.shared)
    args = {"services": services, "shared": shared, "effective_from": None}
    async with opened(settings, Folder.of(settings)) as office:
        told(number)
        await perform(office, Request("catalogue.publish", args, "tester", f"version {number}"))
        told(number)


async def versions(settings: Settings) -> set[str]:
    """What the services in force bear."""
    async with opened(settings, Folder.of(settings)) as office:
        now = office.now()
        found = await office.driver.read(lambda reader: catalogues.at(reader, now))
    assert found is not None
    return {revision.service.summary.zh for revision in found.revisions}


def test_a_catalogue_killed_while_it_is_published_is_the_old_or_the_new(tmp_path: Path) -> None:
    """H10: never some services of one version and some of another."""
    settings = Settings(data_dir=tmp_path / "data", public_url="https://mbk.example.gov.cn")
    chance, seen, done = random.Random(10), [], 0
    starter()  # read once, before the forks
    longest = Child.of(lambda told: publish(settings, 0, told)).wait()
    for number in range(1, KILLS + 1):
        child = Child.of(lambda told, number=number: publish(settings, number, told))  # type: ignore[misc]
        told = child.kill_after(chance.uniform(0.0, longest))
        found = asyncio.run(versions(settings))
        assert len(found) == 1, found
        seen.append(found.pop())
        if len(told) == 2:  # it was answered
            assert seen[-1] == f"第{number}版"
        done += seen[-1] == f"第{number}版"
    tell(f"publications killed: {KILLS}, of which {done} were whole and {KILLS - done} not there")
    assert 0 < done < KILLS
