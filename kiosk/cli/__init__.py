"""The commands."""

from kiosk.cli.root import main

__all__ = ["main"]
