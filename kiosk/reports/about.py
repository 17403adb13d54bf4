"""The sheet of definitions: what the figures are of, how they were counted, what they leave out."""

from __future__ import annotations

import math
from collections.abc import Iterable

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kiosk.domain.report import Report
from kiosk.reports import note
from kiosk.reports.cell import width
from kiosk.reports.note import Note
from kiosk.reports.sheet import print_on_a4, put_text
from kiosk.reports.style import Look, Styles
from kiosk.reports.words import Words, words

_WIDTHS = (24, 14, 76)
_LINE = 16.5  # points


def add_about(workbook: Workbook, report: Report, styles: Styles) -> None:
    """Add the sheet of definitions."""
    say = words(report.imprint.language)
    sheet = workbook.add_worksheet(say("sheet.about"))
    for place, wide in enumerate(_WIDTHS):
        sheet.set_column(place, place, wide)
    sheet.hide_gridlines(2)
    print_on_a4(sheet, report, is_wide=False)
    _Page(sheet, styles, say).write(report)


class _Page:
    """The sheet, written from top to bottom: rows that were left cannot be written again."""

    def __init__(self, sheet: Worksheet, styles: Styles, say: Words) -> None:
        self._sheet = sheet
        self._styles = styles
        self._say = say
        self._row = 0

    def write(self, report: Report) -> None:
        """The whole sheet."""
        styles = self._styles
        self._title(report)
        self._notes((*note.facts(report), *note.imprint(report)), look=styles.fact)
        self._section("section.waterfall")
        self._head()
        *taken, left = note.waterfall(report)
        self._notes(taken, look=styles.number)
        self._notes([left], look=styles.result)
        if told_by := note.clocks(report):
            self._section("section.clocks")
            self._head()
            self._notes(told_by, look=styles.number)
        self._section("section.missing")
        self._head()
        for told in note.missing(report):
            self._notes([told], look=styles.loss if told.value else styles.number)
        self._section("section.columns")
        self._notes(note.definitions(report), look=styles.fact)
        self._section("section.classing")
        self._notes(note.classing(report), look=styles.fact)

    def _title(self, report: Report) -> None:
        self._sheet.set_row(0, 32)
        self._put(0, self._say("report.title"), self._styles.title)
        self._row = 1
        if report.is_draft:
            self._put(0, self._say("report.draft"), self._styles.mark)
            self._row = 2
        self._row += 1

    def _section(self, key: str) -> None:
        self._row += 1
        self._sheet.set_row(self._row, 24)
        self._put(0, self._say(key), self._styles.section)
        self._row += 1

    def _head(self) -> None:
        self._put(0, self._say("about.item"), self._styles.head)
        self._put(1, self._say("about.number"), self._styles.head_count)
        self._put(2, self._say("about.meaning"), self._styles.head_meaning)
        self._row += 1

    def _notes(self, notes: Iterable[Note], *, look: Look) -> None:
        for told in notes:
            lines = max(1, math.ceil(width(told.meaning) / (_WIDTHS[2] - 3)))
            self._sheet.set_row(self._row, _LINE * lines + 3)
            self._put(0, told.item, look.item)
            self._value(told, look.value)
            if told.meaning:
                self._put(2, told.meaning, look.meaning)
            self._row += 1

    def _value(self, told: Note, look: Format) -> None:
        """A value without a meaning may run over the empty cell beside it."""
        if isinstance(told.value, int):
            self._sheet.write_number(self._row, 1, told.value, look)
        elif told.value:
            self._put(1, told.value, look)

    def _put(self, place: int, text: str, look: Format) -> None:
        put_text(self._sheet, (self._row, place), text, look=look)
