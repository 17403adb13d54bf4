"""Pre-flight: finished cards are read under simulated print and camera faults, at true size.

Loads OpenCV, zxing-cpp and PDFium: only a process of its own imports it.
"""

from cards.preflight.battery import Battery, Cell, Spoiled, Strength, load_battery
from cards.preflight.examining import examine_face, examine_file, missing_findings, unread_addresses
from cards.preflight.file import NoPrintFile, NoScale, TooLargeFile
from cards.preflight.reading import Reader
from cards.preflight.report import FaceReport, Finding, SymbolReport, Tally

__all__ = [
    "Battery",
    "Cell",
    "FaceReport",
    "Finding",
    "NoPrintFile",
    "NoScale",
    "Reader",
    "Spoiled",
    "Strength",
    "SymbolReport",
    "Tally",
    "TooLargeFile",
    "examine_face",
    "examine_file",
    "load_battery",
    "missing_findings",
    "unread_addresses",
]
