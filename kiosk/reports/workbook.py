"""Reports as XLSX: figures as real dates and numbers, their definitions, a chart of days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import xlsxwriter

from kiosk.domain.report import Report
from kiosk.reports.about import add_about
from kiosk.reports.chart import add_chart
from kiosk.reports.sheet import add_lines
from kiosk.reports.style import Styles
from kiosk.reports.words import words

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(report: Report, target: BinaryIO) -> None:
    """A workbook of two or three sheets; the same bytes for the same figures of a period that is
    over, whenever it is made.

    Memory does not grow with the lines. 100,000 lines take some seconds of one core: not for the
    event loop.
    """
    say = words(report.imprint.language)
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": say("report.title"),
                "author": report.imprint.issuer,
                "comments": say("report.draft") if report.is_draft else "",
                "created": _dated(report).astimezone(UTC),
            }
        )
        styles = Styles.of(workbook)
        add_lines(workbook, report, styles)
        add_about(workbook, report, styles)
        add_chart(workbook, report, styles)


def _dated(report: Report) -> datetime:
    """The end of a period that is over; else when the report was made."""
    made_at = report.imprint.made_at
    if not report.is_over:
        return made_at
    after = report.ask.period.last + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=made_at.tzinfo)
