"""Links of clerks: made for placements of a batch, revoked, and used to note what became of it."""

from __future__ import annotations

from datetime import timedelta

from kiosk.acts.office import Done, Office, Request
from kiosk.acts.stock import Saying, enter, next_entry
from kiosk.batches import read_placed, read_stock
from kiosk.domain.clerk import (
    DAYS_MOST,
    ENTRIES_AN_HOUR,
    ID_BYTES,
    ClerkLink,
    kinds_for,
)
from kiosk.domain.period import HOUR_MS, day_number, day_of
from kiosk.domain.problem import Problem
from kiosk.store import clerks, stocks
from kiosk.store.driver import Reader, Transaction


async def add(tx: Transaction, office: Office, request: Request) -> Done:
    """Give placements of a batch a link where they have none; args: batch, placement, days.

    `placement` None stands for all. The answer tells how many were made.
    """
    batch, wanted, days = request.args["batch"], request.args["placement"], request.args["days"]
    if not 1 <= days <= DAYS_MOST:
        raise Problem("clerk-days-faulty", most=DAYS_MOST)
    now = office.now()
    today = office.zone.today(now)
    places = [placed.placement.id for placed in await read_stock(tx, batch)]
    if wanted is not None and wanted not in places:
        raise Problem("batch-placement-not-found", batch=batch, placement=wanted)
    held = await clerks.open_links(tx, batch, today=day_number(today))
    lacking = [place for place in places if place not in held and wanted in (None, place)]
    until = day_number(today + timedelta(days=days - 1))
    await clerks.add(
        tx,
        (
            ClerkLink(office.entropy(ID_BYTES).hex(), batch, place, until, now, request.actor)
            for place in lacking
        ),
    )
    detail = {"links": len(lacking), "until": day_of(until).isoformat()}
    answer = {"batch": batch, "made": len(lacking)}
    return Done(answer, subject=batch if lacking else None, detail=detail)


async def revoke(tx: Transaction, office: Office, request: Request) -> Done:
    """End the links of a placement; args: batch, placement."""
    placed = await read_placed(tx, request.args["batch"], request.args["placement"])
    batch, placement, now = placed.batch.id, placed.placement.id, office.now()
    today = office.zone.moment(now).day
    if not await clerks.revoke(tx, batch, placement, at=now, today=today):
        raise Problem("clerk-link-not-found", batch=batch, placement=placement)
    return Done({"batch": batch}, subject=batch, detail={"placement": placement})


async def record(tx: Transaction, office: Office, request: Request) -> Done:
    """Note something by a link; args: link (its id), kind, n, corrects.

    Only the last entry of the placement can be corrected so, and only one that a clerk made.
    """
    now = office.now()
    link = await open_link(tx, request.args["link"], today=office.zone.moment(now).day)
    placed = await read_placed(tx, link.batch, link.placement)
    saying = Saying.read(request.args)
    actor = actor_of(link)
    if saying.kind not in kinds_for(placed.batch.state, placed.placement.kind):
        raise Problem("entry-kind-unknown", kind=saying.kind.value)
    made = await stocks.lately(tx, link.batch, link.placement, actor=actor, after=now - HOUR_MS)
    if made >= ENTRIES_AN_HOUR:
        raise Problem("clerk-too-often", most=ENTRIES_AN_HOUR)
    if saying.corrects is not None:
        last = placed.entries[-1] if placed.entries else None
        if last is None or last.number != saying.corrects or last.actor != actor:
            raise Problem("entry-not-last")
    return await enter(tx, placed, next_entry(placed, saying, at=now, actor=actor))


async def open_link(reader: Reader, link: str, *, today: int) -> ClerkLink:
    """A link that can be used today (20261124); raises Problem."""
    found = await clerks.find(reader, link)
    if found is None:
        raise Problem("clerk-forged")
    if found.revoked_at is not None:
        raise Problem("clerk-revoked")
    if not found.is_open(today):
        raise Problem("clerk-expired", day=day_of(found.until))
    return found


def actor_of(link: ClerkLink) -> str:
    """Who made an entry by a link: the clerk of a placement, whoever that was."""
    return f"clerk:{link.placement}"
