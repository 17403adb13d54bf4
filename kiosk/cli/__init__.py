"""The commands. Importing a command's module hangs it on the root."""

from kiosk.cli import (
    account,
    batch,
    cards,
    catalogue,
    device,
    keys,
    report,
    serve,
    settings,
    token,
    verify,
)
from kiosk.cli.root import kiosk as main

__all__ = [
    "account",
    "batch",
    "cards",
    "catalogue",
    "device",
    "keys",
    "main",
    "report",
    "serve",
    "settings",
    "token",
    "verify",
]
