"""The sheet of figures: a header that stays, one row a line, a ruled total; and how it prints."""

from __future__ import annotations

from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kiosk.domain.report import Report
from kiosk.reports.cell import is_live, legible, width
from kiosk.reports.column import Column, Shape, columns, total_cells
from kiosk.reports.style import Styles
from kiosk.reports.words import words

_WIDEST, _NARROWEST = 48, 9
_A4 = 9


def add_lines(workbook: Workbook, report: Report, styles: Styles) -> None:
    """Add the sheet of figures."""
    sheet = workbook.add_worksheet(words(report.imprint.language)("sheet.lines"))
    shown = columns(report)
    _lay_out(sheet, report, shown)
    for place, column in enumerate(shown):
        head = styles.head_count if column.shape is Shape.COUNT else styles.head
        sheet.write_string(0, place, column.title, head)
    for row, line in enumerate(report.lines, start=1):
        for place, column in enumerate(shown):
            put(sheet, (row, place), column.cell(line), styles=styles)
    for place, cell in enumerate(total_cells(report)):
        _put_total(sheet, (len(report.lines) + 1, place), cell, styles=styles)


def put(sheet: Worksheet, at: tuple[int, int], cell: date | str | int, *, styles: Styles) -> None:
    """Write a date, a text or a count at (row, column), each as what it is."""
    if isinstance(cell, date):
        sheet.write_datetime(*at, cell, styles.day)
    elif isinstance(cell, int):
        sheet.write_number(*at, cell, styles.count)
    elif not cell:
        sheet.write_blank(*at, None, styles.text)
    else:
        put_text(sheet, at, cell, look=styles.quoted if is_live(cell) else styles.text)


def put_text(sheet: Worksheet, at: tuple[int, int], text: str, *, look: Format) -> None:
    """Write a text as text: never a formula, a link or markup."""
    sheet.write_string(*at, legible(text), look)


def print_on_a4(sheet: Worksheet, report: Report, *, is_wide: bool) -> None:
    """Lay the sheet on A4, as wide as the page, with title, mark and days at the head."""
    say, period = words(report.imprint.language), report.ask.period
    days = say("report.days", first=period.first, last=period.last)
    mark = say("report.draft") if report.is_draft else ""
    sheet.set_paper(_A4)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    sheet.set_header(f"&L{say('report.title')}&C{mark}&R{days}")
    sheet.set_footer(f"&C{say('report.page')}")


def _put_total(sheet: Worksheet, at: tuple[int, int], cell: str | int, *, styles: Styles) -> None:
    if isinstance(cell, int):
        sheet.write_number(*at, cell, styles.total_count)
    elif not cell:
        sheet.write_blank(*at, None, styles.total)
    else:
        sheet.write_string(*at, cell, styles.total)


def _lay_out(sheet: Worksheet, report: Report, shown: tuple[Column, ...]) -> None:
    last = max(len(report.lines), 1)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 24)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(shown) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{chr(ord('A') + len(shown) - 1)}{last + 1}"})
    for place, column in enumerate(shown):
        # Three more: the header's filter button covers the end of its text.
        wide = max(width(column.title) + 3, column.width + 2, _NARROWEST)
        sheet.set_column(place, place, min(wide, _WIDEST))
    print_on_a4(sheet, report, is_wide=len(shown) > 7)
