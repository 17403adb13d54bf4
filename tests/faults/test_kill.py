"""kill -9 under load: no acknowledged scan is lost, none counts twice, totals equal rows."""

from __future__ import annotations

import asyncio
import csv
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.acts.keyring import Keyring
from kiosk.domain.code import Signer, read_code
from tests.faults.process import Load, Service

KILLS = int(os.environ.get("FAULT_KILLS", "5"))
CLIENTS = 64
COPIES = 400_000

pytestmark = pytest.mark.faults


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    started = Service(tmp_path / "data")
    yield started
    started.kill()


def issue(service: Service, folder: Path) -> Path:
    """Make a batch of numbered copies; the file that lists their codes."""
    placements = folder / "placements.csv"
    placements.write_text(f"district,name,kind,copies\n370102,大厅,window,{COPIES}\n", "utf-8")
    listed = folder / "codes.csv"
    service.command(
        *("batch", "create", "--design", "a5-process", "--service", "QC10", "--numbered"),
        *("--placements", str(placements), "--codes-out", str(listed)),
    )
    return listed


def codes(listed: Path) -> Iterator[str]:
    with listed.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield line["code"]


async def load_and_kill(service: Service, load: Load, seconds: float) -> None:
    """Kill `seconds` after the first scan was acknowledged: a kill of an idle service is none."""
    running = asyncio.create_task(load.run(clients=CLIENTS))
    async with asyncio.timeout(60):
        while not load.recorded:
            await asyncio.sleep(0.005)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(service.kill)
    load.stop()
    await running


async def test_kills_under_load_lose_and_double_nothing(service: Service, tmp_path: Path) -> None:
    chance = random.Random(20261124)
    started = [service.start()]
    # Issued before there are clients: one that connects and then says nothing is cut off.
    fresh = codes(issue(service, tmp_path))
    sent: list[str] = []
    recorded: list[str] = []
    for _ in range(KILLS):
        load = Load(service.port, fresh)
        await load_and_kill(service, load, chance.uniform(0.1, 0.8))
        assert load.failed == load.unrecorded == []
        sent += load.sent
        recorded += load.recorded
        started.append(await asyncio.to_thread(service.start))
    service.stop()
    stored, totals = ledger(service.data)
    print(  # noqa: T201 - the figures are the point
        f"\nkills {KILLS}, sent {len(sent)}, acknowledged {len(recorded)}, "
        f"stored {sum(stored.values())}, longest start {max(started):.2f} s"
    )
    assert recorded
    serials = serial_of(service.data, sent)
    lost = [code for code in recorded if not stored[serials[code]]]
    assert lost == []
    assert set(stored.values()) == {1}
    assert set(stored) <= set(serials.values())
    assert set(totals.values()) == {sum(stored.values())}
    service.command("verify")  # ends with status 1 where a single line differs


def serial_of(data: Path, sent: list[str]) -> dict[str, int]:
    signer = Signer(Keyring.load(data / "keys.json").keys)
    serials = {}
    for code in sent:
        number = read_code(code)
        assert number is not None
        serial = signer.verify(number)
        assert serial is not None
        serials[code] = serial
    return serials


def ledger(data: Path) -> tuple[Counter[int], dict[str, int]]:
    database = sqlite3.connect(data / "kiosk.sqlite3")
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    stored = Counter(
        dict(database.execute("select serial, count(*) from scan group by serial").fetchall())
    )
    totals = {
        table: database.execute(f"select sum(n) from {table}").fetchone()[0]
        for table in ("total_day", "total_range", "total_hour")
    }
    database.close()
    return stored, totals
