"""Finished cards read under simulated faults, in a process of their own."""

from kiosk.preflight.client import Outcome, preflight_file, preflight_order

__all__ = [
    "Outcome",
    "preflight_file",
    "preflight_order",
]
