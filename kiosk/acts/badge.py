"""Badges of staff: who bears the mark of one is counted apart."""

from __future__ import annotations

from datetime import timedelta

from kiosk.acts.office import Done, Office, Request
from kiosk.domain.badge import DAYS_MOST, ID_BYTES, Badge
from kiosk.domain.line import NAME_MOST, read_line
from kiosk.domain.period import day_number
from kiosk.domain.problem import Problem
from kiosk.store import badges
from kiosk.store.driver import Transaction


async def add(tx: Transaction, office: Office, request: Request) -> Done:
    """Make a badge; args: name, and days that it can be opened on, today being the first.

    The answer has its id and its last day (20261124); who holds the code keys makes the address.
    """
    name, days = read_line(str(request.args["name"]), "name"), int(request.args["days"])
    if not name:
        raise Problem("badge-name-missing")
    if len(name) > NAME_MOST:
        raise Problem("name-too-long", most=NAME_MOST)
    if not 1 <= days <= DAYS_MOST:
        raise Problem("badge-days-faulty", most=DAYS_MOST)
    now = office.now()
    today = office.zone.today(now)
    if await badges.is_taken(tx, name, today=day_number(today)):
        raise Problem("badge-taken", name=name)
    last = today + timedelta(days=days - 1)
    made = Badge(office.entropy(ID_BYTES).hex(), name, day_number(last), now, request.actor)
    await badges.add(tx, made)
    answer = {"id": made.id, "name": name, "until": made.until}
    return Done(answer, subject=name, detail={"until": last.isoformat()})


async def revoke(tx: Transaction, office: Office, request: Request) -> Done:
    """End a badge and its marks; args: name."""
    name, now = str(request.args["name"]), office.now()
    if not await badges.revoke(tx, name, at=now, today=office.zone.moment(now).day):
        raise Problem("badge-not-found", name=name)
    return Done({"name": name}, subject=name)
