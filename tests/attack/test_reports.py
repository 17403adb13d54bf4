"""The same openings give the same bytes on whatever database."""

from __future__ import annotations

import asyncio
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

pytestmark = pytest.mark.faults


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
