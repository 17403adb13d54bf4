"""kill -9 while rows are removed under load: removal goes on, totals stay, every look holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.app.start import now_ms
from kiosk.domain.period import Zone, day_number
from kiosk.store import batches
from kiosk.store.sqlite_library import sqlite3
from tests.faults.ledger import issue
from tests.faults.process import Load, Service
from tests.reports.ledger import ZONE
from tests.store.keeping import dump, ledger_at

ROWS = 40_000
CLIENTS = 16

pytestmark = [pytest.mark.faults, pytest.mark.slow]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    started = Service(tmp_path / "data", settings={"LANG": "C", "LC_ALL": ""})
    yield started
    started.kill()


async def fill(database: Path, day: date) -> None:
    """A day of the past with many rows."""
    async with ledger_at(database) as ledger:
        (card,) = await ledger.driver.read(batches.ranges)
        noon = f"{day.isoformat()}T04:00:00Z"
        await ledger.record(*(ledger.opening(card, noon) for _ in range(ROWS)))


def left(database: Path, day: date) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        asked = connection.execute("select count(*) from scan where day = ?", [day_number(day)])
        return int(asked.fetchone()[0])


def totals_of(database: Path, day: date) -> list[tuple[object, ...]]:
    return [row for row in dump(database, "total_day", "total_range") if row[1] == day_number(day)]


async def until(database: Path, day: date, *, most: int) -> None:
    """Wait until a day has at most so many rows."""
    async with asyncio.timeout(60):
        while left(database, day) > most:
            await asyncio.sleep(0.02)


async def test_a_kill_while_rows_are_removed_loses_no_total(
    service: Service, tmp_path: Path
) -> None:
    database = service.data / "kiosk.sqlite3"
    day = Zone(ZONE).today(now_ms()) - timedelta(days=500)
    service.start()
    fresh = issue(service, tmp_path)
    service.stop()
    await fill(database, day)
    before = totals_of(database, day)

    service.start()
    load = Load(service.port, fresh)
    scanning = asyncio.create_task(load.run(clients=CLIENTS))
    await until(database, day, most=ROWS - 1_000)
    await asyncio.to_thread(service.kill)
    load.stop()
    await scanning
    assert left(database, day) > 0
    assert "sealed days, whose rows are removed: 1; days that hold: 1" in service.command("verify")

    service.start()
    again = Load(service.port, fresh)
    scanning = asyncio.create_task(again.run(clients=CLIENTS))
    beside = await asyncio.to_thread(service.command, "verify")
    await until(database, day, most=0)
    again.stop()
    await scanning
    service.stop()
    for told in (beside, service.command("verify")):
        assert "sealed days, whose rows are removed: 1; days that hold: 1" in told
    assert totals_of(database, day) == before
    log = [row for row in dump(database, "log") if row[4] == "scan.remove"]
    assert [row[5:] for row in log] == [(day.isoformat(), f'{{"rows": {ROWS}}}')]
    recorded = len(load.recorded) + len(again.recorded)
    assert 0 < recorded <= len(dump(database, "scan")) <= recorded + CLIENTS
    assert load.unrecorded == load.failed == again.unrecorded == again.failed == []
