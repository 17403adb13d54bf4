"""A backup was made, or put back: nothing changes but the log."""

from __future__ import annotations

from kiosk.acts.office import Done, Office, Request
from kiosk.store import log
from kiosk.store.driver import Transaction


async def make(tx: Transaction, office: Office, request: Request) -> Done:
    """A backup was made; args: file (its name), has_keys, rows, digest (SHA-256 of the file)."""
    args = request.args
    detail = {
        "has_keys": bool(args["has_keys"]),
        "rows": int(args["rows"]),
        "digest": str(args["digest"]),
    }
    return Done({}, subject=str(args["file"]), detail=detail)


async def note_restored(
    tx: Transaction, *, now: int, actor: str, file: str, rows: int, digest: str
) -> None:
    """The first line that a restored database writes into its log."""
    detail = {"rows": rows, "digest": digest}
    await log.add(tx, at=now, actor=actor, act="backup.restore", subject=file, detail=detail)
