"""From catalogue files to a catalogue, with every fault named by file and line."""

from kiosk.editing.checking import Report, check
from kiosk.editing.draft import Draft, read
from kiosk.editing.fault import Fault
from kiosk.editing.open_fact import OpenFact, open_facts

__all__ = ["Draft", "Fault", "OpenFact", "Report", "check", "open_facts", "read"]
