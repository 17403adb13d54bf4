"""自助终端: enrolled by somebody who has its public key, or by itself with a one-time token."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from kiosk.acts.office import By, Done, Office, Request
from kiosk.domain.clock import is_over
from kiosk.domain.device import read_name
from kiosk.domain.period import day_of
from kiosk.domain.placement import PlacementKind
from kiosk.domain.problem import Problem
from kiosk.domain.signature import read_public_key
from kiosk.store import devices, implausible, placements, seals
from kiosk.store.driver import Reader, Row, Transaction

TOKEN_MS: Final = 24 * 3_600_000
_KEPT_MS: Final = 24 * 3_600_000  # so long a token that has expired is told from one never made


async def invite(tx: Transaction, office: Office, request: Request) -> Done:
    """Keep a token for a device, in place of its last one; args: name, placement, digest."""
    name, now = await _free_name(tx, str(request.args["name"])), office.now()
    placement = await _placement(tx, str(request.args["placement"]))
    await tx.run(devices.FORGET_INVITATIONS, name=name)
    await tx.run(devices.FORGET_EXPIRED, before=now - _KEPT_MS)
    await tx.run(
        devices.INVITE,
        digest=request.args["digest"],
        placement=placement,
        name=name,
        by=request.actor,
        expires_at=now + TOKEN_MS,
    )
    answer = {"name": name, "placement": placement, "expires_at": now + TOKEN_MS}
    return Done(answer, subject=name, detail={"placement": placement})


async def enrol(tx: Transaction, office: Office, request: Request) -> Done:
    """Enrol a device; args: name, placement, key (its public key as PEM)."""
    name = await _free_name(tx, str(request.args["name"]))
    placement = await _placement(tx, str(request.args["placement"]))
    key = read_public_key(str(request.args["key"]))
    return await _enrol(tx, office, name, placement, key=key, by=request.actor)


async def enrol_self(tx: Transaction, office: Office, request: Request) -> Done:
    """Use a token; args: digest, key (the device's public key).

    Asked again with the same key, for a reply can be lost, it names the same device.
    """
    row = await invitation_of(tx, office, str(request.args["digest"]))
    key = read_public_key(str(request.args["key"]))
    if row["device"] is not None:
        return await _enrolled(tx, row, key)
    name = await _free_name(tx, row["name"])
    done = await _enrol(tx, office, name, row["placement"], key=key, by=row["made_by"])
    await tx.run(devices.USE, digest=row["digest"], device=done.answer["device"])
    return done


async def revoke(tx: Transaction, office: Office, request: Request) -> Done:
    """End a device; args: device (its id or name). It can report no more from the commit on."""
    wanted = str(request.args["device"]).strip()
    found = await devices.named(tx, wanted)
    if found is None:
        raise Problem("device-not-found", device=wanted)
    await tx.run(devices.REVOKE, id=found.id, at=office.now())
    answer = {"device": found.id, "name": found.name}
    return Done(answer, subject=found.name, detail={"device": found.id})


ACCEPT_MOST: Final = 500  # a transaction: scans wait for it
PAUSE_S: Final = 0.02  # between two parts


@dataclass(frozen=True, slots=True)
class AcceptTouches:
    """Count touches of a device's day that were stored apart, some in each transaction.

    `device` is its id or name, `day` as 20261124; who asks does so for `part` 0, 1, 2 … until
    nothing is left. Each part has its line in the log, with its count.
    """

    act_name: ClassVar[str] = "device.accept-touches"
    device: str
    day: int
    part: int = 0


async def accept(tx: Transaction, by: By, act: AcceptTouches) -> Done:
    """Count them; the answer tells how many are left. Raises Problem."""
    found = await devices.find(tx, act.device) or await devices.named(tx, act.device)
    if found is None:
        raise Problem("device-not-found", device=act.device)
    day = _day(act.day)
    if await seals.find(tx, act.day) is not None:
        raise Problem("implausible-sealed", day=day)
    office = by.office
    accepted = await implausible.accept(
        tx, found.id, act.day, now=office.now(), zone=office.zone, most=ACCEPT_MOST
    )
    if not accepted:
        raise Problem("implausible-none", device=found.name, day=day)
    left = await implausible.left(tx, found.id, act.day)
    answer = {"device": found.id, "name": found.name, "accepted": accepted, "left": left}
    detail = {"device": found.id, "day": day.isoformat(), "touches": accepted}
    return Done(answer, subject=found.name, detail=detail)


def _day(number: int) -> date:
    try:
        return day_of(number)
    except ValueError as error:
        raise Problem("report-day-faulty", text=number) from error


async def invitation_of(reader: Reader, office: Office, digest: str) -> Row:
    """A token that may be used, or was used by a device that asks again; raises Problem."""
    row = await devices.invitation(reader, digest)
    if row is None:
        raise Problem("enrolment-refused")
    is_expired = is_over(row["expires_at"], office.now(), life_ms=TOKEN_MS)
    if row["device"] is None and is_expired:
        raise Problem("enrolment-expired")
    return row


def once(digest: str, key: str) -> str:
    """The idempotency key of a device that enrols itself: the same for the same token and key."""
    return f"enrol {hashlib.sha256(f'{digest} {key}'.encode()).hexdigest()}"


async def _enrol(
    tx: Transaction, office: Office, name: str, placement: str, *, key: bytes, by: str
) -> Done:
    device = await devices.next_id(tx)
    await tx.run(
        devices.ADD,
        id=device,
        placement=placement,
        name=name,
        key=key,
        shard=office.driver.shard_of(device),
        at=office.now(),
        by=by,
    )
    answer = {"device": device, "name": name, "placement": placement}
    return Done(answer, subject=name, detail={"device": device, "placement": placement})


async def _enrolled(tx: Transaction, row: Row, key: bytes) -> Done:
    found = await devices.find(tx, row["device"])
    if found is None or found.key != key:
        raise Problem("enrolment-refused")
    answer = {"device": found.id, "name": found.name, "placement": found.placement}
    return Done(
        answer, subject=found.name, detail={"device": found.id, "placement": found.placement}
    )


async def _free_name(tx: Transaction, text: str) -> str:
    """A name that no device in use has, or has as its id; raises Problem."""
    name = read_name(text)
    if await devices.named(tx, name) is not None:
        raise Problem("device-taken", name=name)
    return name


async def _placement(reader: Reader, wanted: str) -> str:
    placement = (await placements.known(reader)).get(wanted.strip())
    if placement is None:
        raise Problem("placement-not-found", placement=wanted)
    if placement.kind is not PlacementKind.KIOSK:
        raise Problem("placement-no-kiosk", placement=placement.id, name=placement.name)
    return placement.id
