"""A process of its own whose clock is set while it serves, and while it is stopped."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.start import now_ms
from kiosk.domain.period import Zone, day_number
from kiosk.store.sqlite_library import sqlite3
from tests.faults.ledger import issue
from tests.faults.process import Load, Service
from tests.reports.ledger import ZONE
from tests.store.keeping import dump

DAY_S = 86_400
pytestmark = [pytest.mark.faults, pytest.mark.slow]


class Shifted(Service):
    """A service whose clock the test sets."""

    def set_clock(self, *, days: int) -> None:
        """Have the clock say that it is so many days later."""
        draft = Path(self.settings["TEST_CLOCK"]).with_suffix(".part")
        draft.write_text(str(days * DAY_S), "ascii")
        draft.replace(self.settings["TEST_CLOCK"])

    def look(self) -> dict[str, Any]:
        """What `kiosk clock show` says."""
        words = [*self._program, "clock", "show", "--json"]
        done = subprocess.run(
            words, env=self.environment, check=False, capture_output=True, text=True
        )
        told: dict[str, Any] = json.loads(done.stdout)
        assert done.returncode == (0 if told["doubt"] is None else 1), done.stderr
        return told


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Shifted]:
    settings = {"LANG": "C", "LC_ALL": "", "TEST_CLOCK": str(tmp_path / "clock")}
    made = Shifted(tmp_path / "data", settings=settings, program="tests.faults.shifted")
    made.set_clock(days=0)
    yield made
    made.kill()


def asked(service: Shifted, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{service.data / 'kiosk.sqlite3'}?mode=ro", uri=True)) as db:
        return [row[0] for row in db.execute(sql)]


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def scan(service: Shifted, codes: Iterator[str], *, n: int) -> None:
    load = Load(service.port, islice(codes, n), strict=True)

    async def run() -> None:
        try:
            await load.run(clients=1)
        except (StopIteration, RuntimeError):
            return

    asyncio.run(run())
    assert len(load.recorded) == n


def doubted(service: Shifted) -> bool:
    return asked(service, "select doubted_at from clock") != [None]


def test_a_process_whose_clock_jumps_seals_and_removes_nothing_until_somebody_says_so(
    service: Shifted, tmp_path: Path
) -> None:
    database, today = service.data / "kiosk.sqlite3", day_number(Zone(ZONE).today(now_ms()))
    service.start()
    codes = issue(service, tmp_path)
    scan(service, codes, n=20)

    service.set_clock(days=500)  # while it runs
    until(lambda: doubted(service))
    scan(service, codes, n=5)
    assert service.look()["doubt"] == "ahead"
    service.stop()
    service.start()  # and at a start, when all that is due would be done
    scan(service, codes, n=5)

    service.set_clock(days=0)
    until(lambda: not doubted(service))
    scan(service, codes, n=20)
    assert "sealed days, whose rows are removed: 0" in service.command("verify")
    assert asked(service, f"select count(*) from scan where day = {today}")[0] >= 20
    assert len(dump(database, "scan")) == 50

    service.set_clock(days=500)
    until(lambda: doubted(service))
    assert "confirmed: " in service.command("clock", "confirm", "--yes")
    assert not doubted(service)
    service.stop()
    service.start()
    until(lambda: asked(service, "select count(*) from log where act = 'scan.remove'") != [0])
    assert "sealed days, whose rows are removed: 0" not in service.command("verify")
    acts = "select act from log where act in ('clock.confirm', 'scan.remove') order by number"
    assert asked(service, acts)[:2] == ["clock.confirm", "scan.remove"]
