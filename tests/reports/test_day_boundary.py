"""Openings to the millisecond around midnight lie in the days of Jinan, wherever the machine is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.folder import Folder
from kiosk.app.proof import Inspector
from kiosk.config import Settings
from tests.reports.ledger import Ledger, table, written
from tests.store.keeping import city

pytestmark = pytest.mark.on_every_store(is_quick=True)

OPENINGS = (
    "2016-12-31T23:59:59.999Z",  # before a leap second, which has no place of its own: eight in
    "2017-01-01T00:00:00.000Z",  # the morning in Jinan
    "2026-11-24T15:59:59.999Z",
    "2026-11-24T16:00:00.000Z",
    "2026-12-31T15:59:59.999Z",
    "2026-12-31T16:00:00.000Z",
    "2028-02-28T15:59:59.999Z",
    "2028-02-28T16:00:00.000Z",
    "2028-02-29T15:59:59.999Z",
    "2028-02-29T16:00:00.000Z",
)
DAYS = """
day         scans  repeats  views  touches
2026-11-24  1      0        0      0
2026-11-25  1      0        0      0
2026-12-31  1      0        0      0
2027-01-01  1      0        0      0
2028-02-28  1      0        0      0
2028-02-29  2      0        0      0
2028-03-01  1      0        0      0
=           8      0        0      0
""".strip()


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York"])
def _zone_of_the_machine(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as machine:
        machine.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_zone_of_the_machine")
async def test_openings_around_midnight_lie_in_their_day(ledger: Ledger, tmp_path: Path) -> None:
    (card, *_) = await city(ledger)
    await ledger.record(*(ledger.opening(card, at) for at in OPENINGS))
    made_at = "2029-01-01T00:00:00Z"
    report = await ledger.report("day", "2026-11-01", "2028-12-31", made_at=made_at)
    assert table(report) == DAYS
    before = await ledger.report("day", "2016-12-01", "2017-01-31", made_at=made_at)
    assert table(before).splitlines()[1:] == [
        "2017-01-01  2      0        0      0",
        "=           2      0        0      0",
    ]
    proofs = Inspector(ledger.driver, Folder(tmp_path), Settings()).proofs()
    assert [proof.differences async for proof in proofs] == [()] * 14


async def test_a_report_has_the_same_bytes_wherever_the_machine_is(ledger: Ledger) -> None:
    (card, *_) = await city(ledger)
    await ledger.record(*(ledger.opening(card, at) for at in OPENINGS))
    files = []
    for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
        with pytest.MonkeyPatch.context() as machine:
            machine.setenv("TZ", zone)
            time.tzset()
            report = await ledger.report("day,service,district", "2026-11-01", "2026-11-30")
            files.append([written(report, form) for form in ("csv", "xlsx", "json")])
    time.tzset()
    assert files[0] == files[1] == files[2]
