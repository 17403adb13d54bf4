"""The same openings give the same bytes: whatever database, zone of the process, or moment."""

from __future__ import annotations

import asyncio
import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.acts.token import digest_of
from kiosk.config import Settings
from kiosk.reports import FORMATS
from tests.conftest import ADDRESS, _database
from tests.make import Clock, spot
from tests.postgres import Postgres
from tests.serving import Served, serving
from tests.stores import File, Store

HOUR_S = 3_600
PATH = "/api/v1/reports/scans?from=2026-11-01&to=2026-11-30&by=day,service,placement,batch,source"
TOKEN = "mbk_reports"
# Where a workbook tells when it was made: its properties, and the sheet that explains it.
MADE = {"docProps/core.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"}

pytestmark = pytest.mark.faults


@pytest.fixture
def zone() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


async def openings(served: Served, clock: Clock) -> None:
    """Scans of all kinds over some days."""
    await served.do("token.add", name="report", digest=digest_of(TOKEN))
    spans = await served.batch(spot("甲"), spot("乙", district="gx"), services=["QC10", "QC06"])
    for number in range(48):
        clock.advance(seconds=1.3 * HOUR_S)
        code = served.code(spans[number % len(spans)])
        agents = f"Mozilla/5.0 phone {number % 7}", "Googlebot/2.1", "curl/8.5"
        query = "?from=singlemessage" if number % 5 == 0 else ""
        for agent in agents[: 1 + number % 3]:
            await served.client.get(f"/S/{code}{query}", headers={"user-agent": agent})
    await served.client.get("/S/0000-0000-0000")
    while not (await served.waterfall()).get("forged"):  # counted within a second
        await asyncio.sleep(0.05)
    clock.advance(seconds=10 * 24 * HOUR_S)  # the month is over


async def written(served: Served) -> dict[str, bytes]:
    """The report in each format, as a program gets it."""
    made = {}
    for form in FORMATS:
        answer = await served.client.get(
            f"{PATH}&format={form}", headers={"authorization": f"Bearer {TOKEN}"}
        )
        assert answer.status_code == 200
        made[form] = answer.content
    return made


def parts(book: bytes) -> dict[str, bytes]:
    """The members of a workbook."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_both_databases_write_the_same_report(postgres: Postgres, tmp_path: Path) -> None:
    """B6: not a byte differs between SQLite and PostgreSQL, in any format."""
    made = []
    stores: tuple[Store, ...] = (File(tmp_path / "file"), _database(postgres))
    for number, store in enumerate(stores):
        settings = Settings(
            data_dir=tmp_path / f"data{number}", public_url=ADDRESS, **store.settings
        )
        clock = Clock()
        async with serving(settings, now=clock) as served:
            await openings(served, clock)
            made.append(await written(served))
    assert b"QC10" in made[0]["csv"]
    assert made[0] == made[1]


async def test_the_zone_of_the_process_changes_no_byte(
    served: Served, clock: Clock, zone: None
) -> None:
    """C3."""
    await openings(served, clock)
    made = []
    for name in ("UTC", "Asia/Shanghai", "America/New_York"):
        os.environ["TZ"] = name
        time.tzset()
        made.append(await written(served))
    assert made[0] == made[1] == made[2]


async def test_a_month_reported_again_differs_only_in_when_it_was_made(
    served: Served, clock: Clock
) -> None:
    """C5. Its figures are the same bytes."""
    await openings(served, clock)
    first = await written(served)
    clock.advance(seconds=90 * 24 * HOUR_S)
    again = await written(served)
    assert {form for form in FORMATS if first[form] != again[form]} <= {"xlsx", "pdf"}
    before, after = parts(first["xlsx"]), parts(again["xlsx"])
    differing = {name for name in before if before[name] != after[name]}
    assert differing <= MADE
