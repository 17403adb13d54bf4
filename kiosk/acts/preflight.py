"""预检: keep what was found of a batch's cards, and let none be printed that did not pass."""

from __future__ import annotations

from base64 import b64decode

from kiosk.acts.office import Done, Office, Request
from kiosk.batches import read_issue, standing
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import Batch
from kiosk.domain.problem import Problem
from kiosk.domain.verdict import PICTURE_MOST, REPORT_MOST, Verdict
from kiosk.store import batches, verdicts
from kiosk.store.driver import Transaction


async def keep(tx: Transaction, office: Office, request: Request) -> Done:
    """Keep a verdict; args: batch, artwork, passed, report, picture (base 64, or None)."""
    args = request.args
    if await batches.find(tx, args["batch"]) is None:
        raise Problem("batch-not-found", batch=args["batch"])
    picture = b64decode(args["picture"]) if args.get("picture") else None
    verdict = Verdict(
        batch=args["batch"],
        at=office.now(),
        by=request.actor,
        artwork=args["artwork"],
        is_passed=bool(args["passed"]),
        report=args["report"],
    )
    if len(str(args["report"])) > REPORT_MOST or len(picture or b"") > PICTURE_MOST:
        raise Problem("preflight-report-large", batch=verdict.batch)
    await verdicts.keep(tx, verdict, picture)
    answer = {"batch": verdict.batch, "passed": verdict.is_passed}
    return Done(answer, subject=verdict.batch, detail={"passed": verdict.is_passed})


async def require_passed(
    tx: Transaction, office: Office, batch: Batch, catalogue: Catalogue
) -> None:
    """Raises Problem where no verdict passed the batch's cards as this catalogue prints them."""
    issue = await read_issue(tx, batch.id)
    of = office.settings.site_operator
    found = await standing(tx, issue, catalogue, office.signer.keys, office=of)
    if found.verdict is None:
        raise Problem("preflight-needed", batch=batch.id)
    if not found.is_current:
        raise Problem("preflight-outdated", batch=batch.id)
    if not found.is_passed:
        raise Problem("preflight-refused", batch=batch.id)
