"""The commands. Importing a command's module hangs it on the root."""

from kiosk.cli import (
    account,
    backup,
    badge,
    batch,
    cards,
    catalogue,
    clerk,
    device,
    keys,
    report,
    restore,
    scans,
    serve,
    settings,
    stock,
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
    "clerk",
    "device",
    "keys",
    "main",
    "report",
    "restore",
    "scans",
    "serve",
    "settings",
    "stock",
    "token",
    "verify",
]
