"""The commands. Importing a command's module hangs it on the root."""

from kiosk.cli import (
    account,
    backup,
    batch,
    cards,
    catalogue,
    device,
    keys,
    report,
    restore,
    serve,
    settings,
    token,
    verify,
)
from kiosk.cli.root import kiosk as main

__all__ = [
    "account",
    "backup",
    "batch",
    "cards",
    "catalogue",
    "device",
    "keys",
    "main",
    "report",
    "restore",
    "serve",
    "settings",
    "token",
    "verify",
]
