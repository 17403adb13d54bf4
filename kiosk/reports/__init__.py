"""From a request to a table, and from a table to CSV, XLSX or JSON."""

from kiosk.reports.batch import scans_by_batch, scans_by_placement
from kiosk.reports.column import Column, Shape, columns, total_cells
from kiosk.reports.file import FORMATS, Format
from kiosk.reports.note import Note
from kiosk.reports.overview import SPANS, Headline, Overview, Share, Table, overview
from kiosk.reports.reconciliation import FORMATS as RECONCILIATION_TYPES
from kiosk.reports.reconciliation import (
    Reconciliation,
    read_quiet_days,
    reconcile,
    reconciliation_json,
)
from kiosk.reports.report import MOST_LINES, make
from kiosk.reports.words import words

__all__ = [
    "FORMATS",
    "MOST_LINES",
    "RECONCILIATION_TYPES",
    "SPANS",
    "Column",
    "Format",
    "Headline",
    "Note",
    "Overview",
    "Reconciliation",
    "Shape",
    "Share",
    "Table",
    "columns",
    "make",
    "overview",
    "read_quiet_days",
    "reconcile",
    "reconciliation_json",
    "scans_by_batch",
    "scans_by_placement",
    "total_cells",
    "words",
]
