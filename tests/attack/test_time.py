"""Days are Jinan's whatever the moment, and a clock that is wrong costs nothing that is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.store.sqlite_library import sqlite3
from tests.attack.pressure import scan, told_of
from tests.attack.target import Site, attacked, prepare
from tests.attack.wire import once
from tests.make import Clock
from tests.serving import Served

DAY_S = 86_400
TICK_S = 6.0  # what a service does at once when it starts, on a slow machine

pytestmark = pytest.mark.faults

BOUNDARIES = {
    "2026-11-24T15:59:59.999": 20261124,
    "2026-11-24T16:00:00.000": 20261125,
    "2026-12-31T15:59:59.999": 20261231,
    "2026-12-31T16:00:00.000": 20270101,
    "2028-02-28T15:59:59.999": 20280228,
    "2028-02-28T16:00:00.000": 20280229,
    "2028-02-29T15:59:59.999": 20280229,
    "2028-02-29T16:00:00.000": 20280301,
}


async def test_a_scan_at_the_edge_of_a_day_is_of_the_day_it_is_in_jinan(
    served: Served, clock: Clock
) -> None:
    """C2. Moments are UTC; an epoch knows no leap second."""
    (span,) = await served.batch()
    for number, moment in enumerate(BOUNDARIES):
        clock.at = round(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1_000)
        agent = {"user-agent": f"Mozilla/5.0 (Linux; Android {number}) phone"}
        answer = await served.client.get(f"/S/{served.code(span)}", headers=agent)
        assert answer.headers["x-scan"] == "recorded"
    for table in ("scan", "total_day", "total_range"):
        counted = "1" if table == "scan" else "n"
        rows = await served.state.office.driver.read(
            lambda reader, table=table, counted=counted: reader.all(  # type: ignore[misc]
                f"select day, cast(sum({counted}) as bigint) as n from {table}"
                " where act = 'scan' group by day"
            )
        )
        assert {row["day"]: row["n"] for row in rows} == Counter(BOUNDARIES.values()), table


class WrongClock:
    """A service whose clock is set from outside."""

    def __init__(self, site: Site) -> None:
        self._file = site.data.with_suffix(".clock")
        self.turn(days=0)
        self.service = attacked(site, ATTACK_CLOCK=str(self._file))
        self.site = site

    def turn(self, *, days: float) -> None:
        """So many days before (negative) or after the right time, from now on."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(days * DAY_S), "ascii")
        fresh.replace(self._file)

    def scanned(self, *numbers: int) -> set[str]:
        """Scan some cards; what the answers told."""

        async def work() -> set[str]:
            port, codes = self.service.port, self.site.codes
            return {told_of(await once(port, scan(codes[number]))) for number in numbers}

        return asyncio.run(work())

    def rows(self) -> int:
        """Rows of scans on the disk."""
        with closing(sqlite3.connect(self.site.data / "kiosk.sqlite3")) as database:
            return int(database.execute("select count(*) from scan").fetchone()[0])

    def served_for(self, seconds: float, *, numbers: range = range(0)) -> None:
        """Start, scan, let it do what it does, stop."""
        self.service.start()
        if numbers:
            assert self.scanned(*numbers) == {"recorded"}
        _wait(seconds)
        self.service.stop()


def _wait(seconds: float) -> None:
    asyncio.run(asyncio.sleep(seconds))


@pytest.mark.attack
@pytest.mark.parametrize("days", [500, -365])
def test_a_start_with_a_wrong_clock_removes_and_seals_nothing(tmp_path: Path, days: int) -> None:
    """C1, failure 6. Afterwards, with the right clock, all is as it was and proves itself."""
    clock = WrongClock(asyncio.run(prepare(tmp_path / "data")))
    try:
        clock.served_for(0, numbers=range(1, 41))
        clock.turn(days=days)
        clock.served_for(TICK_S, numbers=range(41, 51))
        assert clock.rows() == 50
        clock.turn(days=0)
        clock.served_for(1, numbers=range(51, 61))
        assert clock.rows() == 60
        clock.service.command("verify")
    finally:
        clock.service.kill()


@pytest.mark.attack
def test_a_clock_that_jumps_while_the_service_runs_costs_no_scan(tmp_path: Path) -> None:
    """C1: a month back, a day back and 400 days forth; each scan is recorded, and adds up."""
    clock = WrongClock(asyncio.run(prepare(tmp_path / "data")))
    try:
        clock.service.start()
        begun = 1
        for days in (0, -30, -1, 400, 0):
            clock.turn(days=days)
            assert clock.scanned(*range(begun, begun + 10)) == {"recorded"}
            _wait(2)
            begun += 10
        clock.service.stop()
        assert clock.rows() == 50
        clock.service.command("verify")
    finally:
        clock.service.kill()
