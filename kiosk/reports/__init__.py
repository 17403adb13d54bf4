"""From a request to a table, and from a table to CSV, XLSX or JSON."""

from kiosk.reports.column import Column, Shape, columns, total_cells
from kiosk.reports.file import FORMATS, Format
from kiosk.reports.note import Note
from kiosk.reports.report import MOST_LINES, make
from kiosk.reports.words import words

__all__ = [
    "FORMATS",
    "MOST_LINES",
    "Column",
    "Format",
    "Note",
    "Shape",
    "columns",
    "make",
    "total_cells",
    "words",
]
