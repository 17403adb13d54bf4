"""What a service bears: replacements, more scans than it can write, many rows at a start."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import uvloop

from kiosk.store.sqlite_library import sqlite3
from tests.attack.pressure import scan, told_of
from tests.attack.target import Site, attacked, prepare
from tests.attack.wire import Wire
from tests.bench.test_memory import pss_mb
from tests.bench.test_scan_and_page import tell
from tests.faults.process import Load, Service

RESTARTS = 3
AT_ONCE = int(os.environ.get("ATTACK_AT_ONCE", "5000"))
ROWS = 300_000

pytestmark = [pytest.mark.faults, pytest.mark.attack]


@pytest.fixture
def stock() -> Iterator[tuple[int, int]]:
    """uvicorn alone, with two workers that it replaces one after another: process and port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.attack.stock", str(port)], start_new_session=True
    )
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            break
    yield process.pid, port
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_replacements_fail_no_request_where_a_plain_server_s_do(
    site: Site, service: Service, stock: tuple[int, int]
) -> None:
    """E2, with E1: 16 clients without retry; the plain server is told beside, and not judged."""
    pid, port = stock
    ours = asyncio.run(replaced(Load(service.port, iter(site.codes[1:]), strict=True), service))
    theirs = asyncio.run(replaced(Load(port, iter(site.codes[1:]), strict=True), pid))
    for name, load in (("ours", ours), ("uvicorn alone", theirs)):
        tell(
            f"{RESTARTS} replacements, {name}: {len(load.sent):,} sent, {len(load.failed)} failed, "
            f"longest {load.longest * 1_000:.0f} ms"
        )
    assert ours.failed == []
    assert len(ours.recorded) + len(ours.spooled) == len(ours.sent)


async def replaced(load: Load, what: Service | int) -> Load:
    """A load through replacements."""
    running = asyncio.create_task(load.run(clients=16))
    for _ in range(RESTARTS):
        await asyncio.sleep(0.7)
        if isinstance(what, Service):
            await asyncio.to_thread(what.replace)
        else:
            os.kill(what, signal.SIGHUP)
            await asyncio.sleep(1.5)
    await asyncio.sleep(0.7)
    load.stop()
    await running
    return load


def test_more_scans_at_once_than_can_be_written_are_all_answered_and_all_told(
    site: Site, service: Service
) -> None:
    """E5, as many as this machine bears (the list asks for 64,000): the writer stands meanwhile.

    Each is answered with its page; what was not stored is told as unrecorded, and counted.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    (worker,) = service.workers
    before, stored = pss_mb(worker), rows(site)
    thief = sqlite3.connect(site.data / "kiosk.sqlite3", isolation_level=None)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner, closing(thief):
        thief.execute("begin immediate")
        told, most = runner.run(together(service, site, worker))
        thief.execute("rollback")
    tell(f"{AT_ONCE:,} scans at once: {dict(told)}; {before:.0f} MB, {most:.0f} MB at most")
    assert sum(told.values()) == AT_ONCE
    assert set(told) <= {"recorded", "spooled", "unrecorded"}
    assert service.workers == {worker}
    assert most - before <= AT_ONCE * 0.03  # megabytes: 30 kB a connection that waits
    deadline = time.monotonic() + 30
    while service.ready()["spooled"] and time.monotonic() < deadline:
        time.sleep(0.2)
    while (lost := service.ready()["unrecorded"]) != told["unrecorded"]:
        assert time.monotonic() < deadline, (lost, told)
        time.sleep(0.2)
    service.stop()
    assert rows(site) - stored == told["recorded"] + told["spooled"]
    service.command("verify")


def rows(site: Site) -> int:
    with closing(sqlite3.connect(site.data / "kiosk.sqlite3")) as database:
        return int(database.execute("select count(*) from scan").fetchone()[0])


async def together(service: Service, site: Site, worker: int) -> tuple[Counter[str], float]:
    """Scans over a connection each, all at once, from some dozen addresses; and memory."""
    told, most = Counter[str](), 0.0
    codes = site.codes[10_000:]

    async def one(number: int) -> None:
        wire = Wire(service.port, address=f"127.0.1.{number % 200 + 1}")
        reply = await wire.ask(scan(codes[number]), patience_s=60)
        told[told_of(reply)] += 1
        wire.close()

    work = asyncio.gather(*(one(number) for number in range(AT_ONCE)))
    while not work.done():
        most = max(most, pss_mb(worker))
        await asyncio.sleep(0.1)
    await work
    return told, most


def test_rows_cost_a_start_nothing(tmp_path: Path) -> None:
    """E7: the seconds of a start with many rows beside those of one with none."""
    site = asyncio.run(prepare(tmp_path / "data"))
    service = attacked(site)
    try:
        empty = min(_started(service) for _ in range(2))
        with closing(sqlite3.connect(site.data / "kiosk.sqlite3")) as database:
            _fill(database)
        full = min(_started(service) for _ in range(2))
    finally:
        service.kill()
    tell(f"start: {empty:.1f} s without rows, {full:.1f} s with {ROWS:,}")
    assert full <= 1.5 * empty


def _started(service: Service) -> float:
    spent = service.start()
    service.stop()
    return spent


def _fill(database: sqlite3.Connection) -> None:
    """Rows of scans as they are, by the program's own words for their columns."""
    columns = [row[1] for row in database.execute("pragma table_info(scan)")]
    known = {
        "act": "scan",
        "service": "QC10",
        "district": "370102",
        "source": "card",
        "class": "person",
        "client": "wechat",
        "device": b"device12",
        "rules": "2026-12",
    }
    now = int(time.time() * 1_000)
    day = int(time.strftime("%Y%m%d", time.gmtime(now / 1_000 + 8 * 3_600)))
    place = ", ".join("?" for _ in columns)
    value = partial(_value, known=known, now=now, day=day)
    database.executemany(
        f"insert into scan ({', '.join(columns)}) values ({place})",
        ([value(column, number) for column in columns] for number in range(ROWS)),
    )
    database.commit()


def _value(column: str, number: int, *, known: Mapping[str, object], now: int, day: int) -> object:
    numbers = {"id": number.to_bytes(16, "big"), "at": now, "day": day, "serial": number}
    return known.get(column, numbers.get(column, 0))
