"""From catalogue files to a catalogue, with every fault named by file and line."""

from kiosk.editing.checking import Report, Whole, check, checked
from kiosk.editing.draft import Draft, read
from kiosk.editing.fault import Fault
from kiosk.editing.open_fact import OpenFact, open_facts

__all__ = [
    "Draft",
    "Fault",
    "OpenFact",
    "Report",
    "Whole",
    "check",
    "checked",
    "open_facts",
    "read",
]
