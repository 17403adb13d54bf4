"""From catalogue files to a catalogue, with every fault named by file and line."""

from kiosk.editing.checking import Report, Whole, check, checked
from kiosk.editing.draft import Draft, read
from kiosk.editing.fault import Fault
from kiosk.editing.open_fact import OpenFact, open_facts
from kiosk.editing.placement_file import (
    BYTES_MAX,
    ROWS_MAX,
    Placements,
    RowFault,
    read_placement_rows,
    read_placements,
    write_placements,
)
from kiosk.editing.statutes import Comparison, Match, NotCompared, compare

__all__ = [
    "BYTES_MAX",
    "ROWS_MAX",
    "Comparison",
    "Draft",
    "Fault",
    "Match",
    "NotCompared",
    "OpenFact",
    "Placements",
    "Report",
    "RowFault",
    "Whole",
    "check",
    "checked",
    "compare",
    "open_facts",
    "read",
    "read_placement_rows",
    "read_placements",
    "write_placements",
]
