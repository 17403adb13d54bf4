"""The commands. Importing a command's module hangs it on the root."""

from kiosk.cli import (
    account,
    backup,
    badge,
    batch,
    cards,
    catalogue,
    device,
    keys,
    preflight,
    report,
    restore,
    scans,
    serve,
    settings,
    token,
    verify,
)
from kiosk.cli.root import kiosk as main

__all__ = [
    "account",
    "backup",
    "badge",
    "batch",
    "cards",
    "catalogue",
    "device",
    "keys",
    "main",
    "preflight",
    "report",
    "restore",
    "scans",
    "serve",
    "settings",
    "token",
    "verify",
]
