"""Publish the catalogue."""

from __future__ import annotations

from kiosk.acts import batch
from kiosk.acts.clock import require_right
from kiosk.acts.office import Done, Office, Request
from kiosk.domain.problem import Problem
from kiosk.store import catalogues
from kiosk.store.driver import Transaction


async def publish(tx: Transaction, office: Office, request: Request) -> Done:
    """Publish services and shared facts; args: services and shared (JSON), effective_from (ms).

    What takes effect cannot lie in the past: somebody may have read the page since.
    """
    await require_right(tx, office)
    now = office.now()
    effective_from = request.args["effective_from"] or now
    if effective_from < now:
        raise Problem("effective-in-past")
    try:
        services = [catalogues.read_service(body) for body in request.args["services"]]
        shared = catalogues.read_shared(request.args["shared"])
    except ValueError as error:
        raise Problem("catalogue-unreadable") from error
    added = await catalogues.publish(
        tx,
        services,
        shared,
        published_at=now,
        published_by=request.actor,
        effective_from=effective_from,
    )
    await batch.add_screen_codes(tx, office, services)
    names = ", ".join(f"{row['service']} v{row['number']}" for row in added) or "-"
    return Done(
        {"revisions": [dict(row) for row in added], "effective_from": effective_from},
        subject=names,
        detail={"effective_from": effective_from},
    )
