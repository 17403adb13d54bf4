"""The commands. Importing a command's module hangs it on the root."""

from kiosk.cli import (
    account,
    badge,
    batch,
    cards,
    catalogue,
    keys,
    report,
    scans,
    serve,
    settings,
    token,
    verify,
)
from kiosk.cli.root import kiosk as main

__all__ = [
    "account",
    "badge",
    "batch",
    "cards",
    "catalogue",
    "keys",
    "main",
    "report",
    "scans",
    "serve",
    "settings",
    "token",
    "verify",
]
