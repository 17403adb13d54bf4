"""Files that people took away: nothing changes but the log."""

from __future__ import annotations

from kiosk.acts.office import Done, Office, Request
from kiosk.store.driver import Transaction


async def report(tx: Transaction, office: Office, request: Request) -> Done:
    """A report was downloaded; args: from, to, by, format (as text)."""
    args = request.args
    detail = {name: str(args[name]) for name in ("from", "to", "by", "format")}
    return Done({}, subject=f"{detail['from']}–{detail['to']}", detail=detail)


async def reconciliation(tx: Transaction, office: Office, request: Request) -> Done:
    """The reconciliation was downloaded; args: days, format."""
    detail = {"days": int(request.args["days"]), "format": str(request.args["format"])}
    return Done({}, subject=office.zone.today(office.now()).isoformat(), detail=detail)


async def slips(tx: Transaction, office: Office, request: Request) -> Done:
    """The packing slips of a batch were downloaded; args: batch."""
    return Done({}, subject=str(request.args["batch"]))


async def cards(tx: Transaction, office: Office, request: Request) -> Done:
    """A batch's print file was downloaded; args: batch, format, profile."""
    args = request.args
    detail = {name: str(args[name]) for name in ("format", "profile") if name in args}
    return Done({}, subject=str(request.args["batch"]), detail=detail)
