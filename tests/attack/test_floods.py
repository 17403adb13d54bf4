"""Every address under everything that is worst for it, with scans beside.

In CI each input is sent to each address, and what does not depend on time must hold: nobody is
answered with a failure of ours, the worker lives, its memory stays, and of the scans beside all
are recorded. ``make attack`` sends each flood at a fixed rate and measures besides how long the
loop was not free and how long scans waited.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
import uvloop

from kiosk.store.sqlite_library import sqlite3
from tests.attack.floods import every, of_strangers, ready
from tests.attack.heartbeat import Heartbeat
from tests.attack.inputs import ORIGIN, inputs, is_endless
from tests.attack.pressure import CONNECTIONS, Pressure, Seen, Shots, scan, told_of
from tests.attack.table import Line, keep, line, written
from tests.attack.target import CLIENT_CORE, SERVICE_CORE, Site, attacked
from tests.attack.wire import LATE, Reply, Wire, request
from tests.bench.test_memory import pss_mb
from tests.bench.test_scan_and_page import tell
from tests.faults.ledger import serials_of
from tests.faults.process import Service

REFERENCE = "ready answers (reference)"
RUNS = int(os.environ.get("ATTACK_RUNS", "5"))
SECONDS = float(os.environ.get("ATTACK_SECONDS", "0.2"))
KEPT = os.environ.get("ATTACK_KEPT")
ONLY = os.environ.get("ATTACK_ONLY", "")
GROWTH_MB = 20
LONGER = 5
BETWEEN = 8  # floods, then ready answers again

pytestmark = pytest.mark.faults


async def test_whatever_is_sent_wherever_nothing_fails_and_every_scan_is_recorded(
    site: Site, service: Service
) -> None:
    """Each input twice to each address, over 24 connections; the second time with scans beside."""
    (worker,) = service.workers
    failed: list[tuple[bytes, Reply]] = []
    await send_all(service, site, failed)
    before = pss_mb(worker)
    sent: list[str] = []
    stop = asyncio.Event()
    scanning = asyncio.create_task(scan_until(stop, service, site, sent))
    await send_all(service, site, failed)
    stop.set()
    told = await scanning
    assert told["recorded"] + told["spooled"] == len(sent), told
    assert failed == []
    assert service.workers == {worker}
    assert pss_mb(worker) - before <= GROWTH_MB
    await require_once(service, site, sent)


async def send_all(service: Service, site: Site, failed: list[tuple[bytes, Reply]]) -> None:
    """Everything to every address; what is answered with a failure of ours is `failed`."""
    shots = [
        one(address.method, address.path)
        for address in site.addresses
        for _, one in inputs(address.method)
    ]
    shots += [flood.shots(n) for flood in of_strangers(site) for n in range(12)]
    queue = iter(shots)
    await asyncio.gather(*(_send(service, queue, failed) for _ in range(CONNECTIONS)))


async def _send(
    service: Service, queue: Iterator[bytes], failed: list[tuple[bytes, Reply]]
) -> None:
    wire = Wire(service.port)
    for shot in queue:
        reply = await wire.ask(shot, patience_s=0.2 if is_endless(shot) else 60)
        is_busy = reply.status == 503 and shot.startswith(b"POST /admin/sign-in ")
        if reply == LATE and not is_endless(shot):
            failed.append((shot[:200], reply))
        if reply.status >= 500 and reply.status != 505 and not is_busy:
            failed.append((shot[:200], reply))
    wire.close()


async def scan_until(
    stop: asyncio.Event, service: Service, site: Site, sent: list[str]
) -> Counter[str]:
    """Scan one card after another; what the answers told."""
    told, wire = Counter[str](), Wire(service.port)
    for code in site.codes[1:]:
        if stop.is_set():
            break
        sent.append(code)
        reply = await wire.ask(scan(code), patience_s=60)
        told[told_of(reply)] += 1
        await asyncio.sleep(0.01)
    wire.close()
    return told


async def require_once(service: Service, site: Site, sent: Sequence[str]) -> None:
    """Each of these scans is one row, and all totals are the sums of their rows."""
    serials = serials_of(site.data, sent)
    deadline = time.monotonic() + 60
    while True:
        stored = rows_by_serial(site)
        counted = {code: stored[serials[code]] for code in sent}
        if all(counted.values()):
            break
        assert time.monotonic() < deadline, "what was spooled is not moved"
        await asyncio.sleep(0.2)
    assert set(counted.values()) == {1}
    service.stop()
    service.command("verify")


def rows_by_serial(site: Site) -> Counter[int]:
    with closing(sqlite3.connect(f"file:{site.data}/kiosk.sqlite3?mode=ro", uri=True)) as database:
        return Counter(serial for (serial,) in database.execute("select serial from scan"))


def test_every_address_of_the_application_has_floods(site: Site) -> None:
    """A place in a path that is not known yet fails in `addresses`, not here."""
    assert {"/", "/admin/sign-in", "/S/{code}", "/kiosk/{code}"} <= {
        one.route for one in site.addresses
    }
    names = [flood.name for flood in every(site)]
    assert len(names) == len(set(names))
    for flood in every(site):
        first, again = flood.shots(0), flood.shots(1)
        assert first.endswith(b"\r\n\r\n") or b"\r\n\r\n" in first, flood.name
        assert b"Host: " in again, flood.name


@pytest.mark.attack
def test_floods_at_a_fixed_rate_stop_neither_the_loop_nor_scans(site: Site) -> None:
    """The service on one core, its clients on the other; `ATTACK_KEPT` keeps all as JSON."""
    cores = os.sched_getaffinity(0)
    if len(cores) < 2:
        pytest.skip("one core for the service and one for its clients are needed")
    service = attacked(site, ATTACK_CORE=SERVICE_CORE)
    service.start()
    os.sched_setaffinity(0, {int(CLIENT_CORE)})
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            lines, memory = runner.run(measured(service, site))
    finally:
        os.sched_setaffinity(0, cores)
        service.kill()
    tell("\n".join(written(lines)))
    tell(f"memory of the worker: {memory[0]:.0f} MB before, {memory[1]:.0f} MB after")
    if KEPT:
        keep(Path(KEPT), lines, memory=memory, runs=RUNS, seconds=SECONDS)
    assert [one.flood for one in lines if not one.holds] == []
    assert memory[1] - memory[0] <= GROWTH_MB


async def measured(service: Service, site: Site) -> tuple[list[Line], tuple[float, float]]:
    """Every flood once a run, in turn, so that what else the machine does falls on all alike."""
    (worker,) = service.workers
    floods = [one for one in every(site) if re.search(ONLY, one.name)]
    beats = Heartbeat.at(site.data.with_suffix(".beats"))
    pressure = Pressure(service.port, iter(site.codes[1:]), beats)
    seen: dict[str, list[Seen]] = {name: [] for name in (REFERENCE, *(f.name for f in floods))}
    for one in site.addresses:  # templates are loaded once
        await pressure.wires[0].ask(request(one.method, one.path, ORIGIN, body=b""))
    await pressure.flood(ready, seconds=1.0)
    before = 0.0
    for run in range(RUNS):
        if run == min(1, RUNS - 1):  # what is kept in bounded numbers was filled by the first
            before = pss_mb(worker)
        for number, (name, shots) in enumerate(floods):
            if number % BETWEEN == 0:
                seen[REFERENCE].append(await pressure.flood(ready, seconds=SECONDS))
            seen[name].append(await pressure.flood(shots, seconds=SECONDS))
            await settled(worker)
    lines = [line(name, runs, seen[REFERENCE]) for name, runs in seen.items()]
    after = pss_mb(worker)
    sent = {flood.name: flood.shots for flood in floods}
    lines = [
        told if told.holds else await again(told.flood, sent[told.flood], pressure, worker)
        for told in lines
    ]
    pressure.close()
    assert service.workers == {worker}
    return lines, (before, after)


async def again(name: str, shots: Shots, pressure: Pressure, worker: int) -> Line:
    """A flood that missed a goal, five times as long: of few scans one slow one decides."""
    seen: dict[str, list[Seen]] = {REFERENCE: [], name: []}
    for _ in range(RUNS):
        for flood, sent in ((REFERENCE, ready), (name, shots)):
            seen[flood].append(await pressure.flood(sent, seconds=LONGER * SECONDS))
            await settled(worker)
    return line(name, seen[name], seen[REFERENCE])


async def settled(pid: int) -> None:
    """Wait until the worker has done what was left for it to do."""
    spent, deadline = _spent(pid), time.monotonic() + 8
    while time.monotonic() < deadline:
        await asyncio.sleep(0.03)
        now = _spent(pid)
        if now - spent <= 1:
            return
        spent = now


def _spent(pid: int) -> int:
    """Processor time of a process, in hundredths of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
