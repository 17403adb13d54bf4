"""The chart of days: bars from zero over the same figures as a table."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from kiosk.domain.period import Period
from kiosk.domain.report import Dimension, Report
from kiosk.reports.sheet import print_on_a4, put
from kiosk.reports.style import BLUE, COUNT, FONT, INK, LINE, SOFT, Styles
from kiosk.reports.words import words

_SMALL = {"name": FONT, "size": 9, "color": SOFT}
_DAY_PX, _LEAST_PX, _MOST_PX = 24, 720, 1_800


def add_chart(workbook: Workbook, report: Report, styles: Styles) -> None:
    """Add the sheet, where the report is by day and anything was counted.

    Days without a line are 0 here: a chart that leaves them out would lie. Days to come are left
    out, and a day that was not over is hollow.
    """
    days = _days(report)
    if not days:
        return
    say = words(report.imprint.language)
    sheet = workbook.add_worksheet(say("sheet.chart"))
    sheet.set_column(0, 0, 13)
    sheet.set_column(1, 1, 16)
    sheet.freeze_panes(1, 0)
    print_on_a4(sheet, report, is_wide=True)
    sheet.write_string(0, 0, say("column.day"), styles.head)
    sheet.write_string(0, 1, say("column.scans"), styles.head_count)
    for row, (day, scans) in enumerate(days, start=1):
        put(sheet, (row, 0), day, styles=styles)
        put(sheet, (row, 1), scans, styles=styles)
    sheet.insert_chart(0, 3, _chart(workbook, report, days, name=sheet.get_name()))


def _days(report: Report) -> list[tuple[date, int]]:
    if Dimension.DAY not in report.ask.by or not report.total.scans:
        return []
    place = report.ask.by.index(Dimension.DAY)
    scans: Counter[object] = Counter()
    for line in report.lines:
        scans[line.key[place]] += line.scans
    last = min(report.ask.period.last, report.imprint.made_at.date())
    return [(day, scans[day]) for day in Period(report.ask.period.first, last).days]


def _chart(workbook: Workbook, report: Report, days: list[tuple[date, int]], *, name: str) -> Any:
    say = words(report.imprint.language)
    is_unfinished = report.unfinished_from is not None
    hollow = {"fill": {"none": True}, "border": {"color": BLUE, "width": 1.25}}
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": say("column.scans"),
            "categories": [name, 1, 0, len(days), 0],
            "values": [name, 1, 1, len(days), 1],
            "fill": {"color": BLUE},
            "gap": 30,
            "points": [*[None] * (len(days) - 1), hollow] if is_unfinished else None,
        }
    )
    title = say("chart.title_unfinished" if is_unfinished else "chart.title")
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 12, "color": INK}})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_x_axis({**_days_axis(len(days)), "num_font": _SMALL, "line": {"color": SOFT}})
    chart.set_y_axis(_counts_axis(max(scans for _, scans in days)))
    wide = max(_LEAST_PX, min(_MOST_PX, _DAY_PX * len(days)))
    chart.set_size({"width": wide, "height": 360})
    return chart


def _days_axis(days: int) -> dict[str, Any]:
    """A mark each day for two weeks, each week for a term, then each month."""
    if days <= 14:
        unit = {"major_unit": 1, "major_unit_type": "days", "num_format": "m-d"}
    elif days <= 120:
        unit = {"major_unit": 7, "major_unit_type": "days", "num_format": "m-d"}
    else:
        unit = {"major_unit": 1, "major_unit_type": "months", "num_format": "yyyy-m"}
    return {"date_axis": True, **unit}


def _counts_axis(most: int) -> dict[str, Any]:
    """From zero, in whole numbers."""
    return {
        "min": 0,
        "major_unit": 1 if most <= 5 else None,
        "num_format": COUNT,
        "num_font": _SMALL,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.75}},
    }
