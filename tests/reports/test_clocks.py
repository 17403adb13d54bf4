"""A report tells how many touches count by a device's time, and how many by that of receipt."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest

from kiosk.domain.problem import Problem
from kiosk.domain.report import Clocks
from tests.recorder.reporting import reporter
from tests.reports.ledger import Ledger, table, written

pytestmark = pytest.mark.on_every_store

NOON, BEFORE = "2026-11-24T04:00:00Z", "2026-11-22T04:00:00Z"
YEAR_MS = 365 * 86_400_000


async def reported(ledger: Ledger) -> None:
    """Three touches of two days ago, one of them told by a clock that is a year behind."""
    screen = await reporter(ledger)
    await screen.report([screen.event(BEFORE), screen.event(BEFORE)], NOON)
    await screen.report([screen.event(BEFORE)], NOON, offset_ms=YEAR_MS)


async def test_events_are_touches_of_their_day_and_the_report_can_tell(ledger: Ledger) -> None:
    await reported(ledger)
    report = await ledger.report("day,service,source", "2026-11-20")
    assert report.clocks == Clocks(device=2, receipt=1)
    assert table(report).split("\n")[1:] == [
        "2026-11-22  QC06     kiosk   0      0        0      2",
        "2026-11-24  QC06     kiosk   0      0        0      1",
        "=                            0      0        0      3",
    ]
    assert (await ledger.report("day", "2026-11-23")).clocks == Clocks(0, 1)
    assert json.loads(written(report, "json"))["device_touches"] == {
        "device_time": 2,
        "receipt_time": 1,
    }
    rows = csv.reader(io.StringIO(written(report, "csv").decode("utf-8-sig"), newline=""))
    told = {row[0]: row[1] for row in rows if row}
    assert (told["按终端时间计"], told["按收到时间计"]) == ("2", "1")


async def test_the_workbook_has_a_section_for_it_only_where_devices_reported(
    ledger: Ledger,
) -> None:
    def items(data: bytes) -> list[object]:
        return [row[0].value for row in openpyxl.load_workbook(io.BytesIO(data))["说明"]]

    assert "自助终端上报的触屏查看" not in items(written(await ledger.report("day"), "xlsx"))
    await reported(ledger)
    found = items(written(await ledger.report("day"), "xlsx"))
    place = found.index("自助终端上报的触屏查看")
    assert found[place + 1 : place + 4] == ["项目", "按终端时间计", "按收到时间计"]


async def test_more_events_than_touches_are_no_report(ledger: Ledger) -> None:
    await reported(ledger)
    report = await ledger.report("day", "2026-11-20")
    with pytest.raises(Problem, match="report-inconsistent"):
        replace(report, clocks=Clocks(3, 1))
