"""Issue codes for a batch, and lead the batch through its life."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kiosk.acts.clock import require_right
from kiosk.acts.office import Done, Office, Request
from kiosk.acts.preflight import require_passed
from kiosk.acts.printed import keep_print
from kiosk.batches import offer
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.code import SERIALS
from kiosk.domain.fact import Bilingual
from kiosk.domain.line import read_line
from kiosk.domain.placement import (
    LIFE,
    Batch,
    BatchState,
    CodeRange,
    Placement,
    PlacementKind,
    Spot,
)
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Origin
from kiosk.domain.workflow import Service
from kiosk.store import batches, catalogues, placements
from kiosk.store.driver import Transaction

COPIES_MAX = 1_000_000
_TRIES = 100


async def create(tx: Transaction, office: Office, request: Request) -> Done:
    """Make a batch; args: design, services (ids; empty text = whole catalogue), spots, numbered.

    Each placement gets one code a service, or with `numbered` one a copy; all lie in one run of
    serials at a random place, so that nobody can tell from a code how many there are.
    """
    now = office.now()
    catalogue = await catalogues.in_force(tx, now)
    services = _known_services(catalogue, request.args["services"])
    spots = [_spot(catalogue, entry) for entry in request.args["spots"]]
    if not spots:
        raise Problem("placements-missing")
    batch = Batch(
        id=await batches.next_id(tx),
        design=request.args["design"],
        state=BatchState.PLANNED,
        numbered=bool(request.args["numbered"]),
        url=office.settings.public_url,
        made_at=now,
        made_by=request.actor,
    )
    await batches.add(tx, batch)
    await _issue(tx, office, batch, services, spots)
    kinds = offer(batch.design).kinds(len(services))
    copies = sum(spot.copies for spot in spots) * kinds
    detail = {"design": batch.design, "placements": len(spots), "copies": copies}
    return Done({"batch": batch.id}, subject=batch.id, detail=detail)


async def set_state(tx: Transaction, office: Office, request: Request) -> Done:
    """Move a batch forward; args: batch, state. Recall has an act of its own.

    Nothing is printed that pre-flight has not passed as it would be printed now.
    """
    batch = await _find(tx, request.args["batch"])
    state = BatchState(request.args["state"])
    if batch.state is BatchState.RECALLED:
        raise Problem("batch-recalled", batch=batch.id)
    if state is BatchState.RECALLED:
        raise Problem("batch-state-recall", batch=batch.id)
    if LIFE.index(state) <= LIFE.index(batch.state):
        told = Bilingual(zh=batch.state.zh, en=batch.state.value)
        raise Problem("batch-state-back", batch=batch.id, state=told)
    if batch.state is BatchState.PLANNED:
        await require_right(tx, office)
        now = office.now()
        catalogue = await catalogues.in_force(tx, now)
        await require_passed(tx, office, batch, catalogue)
        await keep_print(tx, office, batch, catalogue, at=now, actor=request.actor)
    await tx.run(batches.SET_STATE, id=batch.id, state=state.value, reason=None, replacement=None)
    answer = {"batch": batch.id, "state": state.value}
    return Done(answer, subject=batch.id, detail={"state": state.value})


async def recall(tx: Transaction, office: Office, request: Request) -> Done:
    """Recall a batch; args: batch, reason, replacement (a batch id or None)."""
    batch = await _find(tx, request.args["batch"])
    reason = read_line(str(request.args["reason"]), "reason")
    replacement = request.args.get("replacement")
    if batch.state is BatchState.RECALLED:
        raise Problem("batch-recalled", batch=batch.id)
    if not reason:
        raise Problem("reason-missing")
    if replacement is not None and (await _find(tx, replacement)).id == batch.id:
        raise Problem("replacement-self", batch=batch.id)
    await tx.run(
        batches.SET_STATE,
        id=batch.id,
        state=BatchState.RECALLED.value,
        reason=reason,
        replacement=replacement,
    )
    answer = {"batch": batch.id, "state": BatchState.RECALLED.value}
    return Done(answer, subject=batch.id, detail={"reason": reason, "replacement": replacement})


async def add_screen_codes(tx: Transaction, office: Office, services: Iterable[Service]) -> None:
    """Give every hall's screen a code for each service that has a slot and lacks one there."""
    slotted = [service.id for service in services if service.slot is not None]
    for placement in (await placements.known(tx)).values():
        if placement.kind is PlacementKind.KIOSK:
            await _screen(tx, office, placement, slotted)


async def _issue(
    tx: Transaction,
    office: Office,
    batch: Batch,
    services: Sequence[str],
    spots: Sequence[Spot],
) -> None:
    each = [spot.copies if batch.numbered else 1 for spot in spots]
    serial = await _free_run(tx, office, size=sum(each) * len(services))
    found = await placements.ensure(tx, spots, now=batch.made_at)
    copies = [spot.copies for spot in spots]
    await batches.add_placements(
        tx, batch.id, zip((placement for placement, _ in found), copies, strict=True)
    )
    spans = []
    for (placement, _), size in zip(found, each, strict=True):
        for service in services:
            spans.append(_range(office, placement, serial, size, batch=batch.id, service=service))
            serial += size
    await batches.add_ranges(tx, spans)
    halls = [place for place, is_new in found if is_new and place.kind is PlacementKind.KIOSK]
    screen_services = [s.id for s in (await catalogues.in_force(tx, office.now())).services]
    for hall in halls:
        await _screen(tx, office, hall, screen_services)


async def _screen(
    tx: Transaction, office: Office, placement: Placement, services: Sequence[str]
) -> None:
    there = await batches.screen_services(tx, placement.id)
    missing = [service for service in services if service not in there]
    serial = await _free_run(tx, office, size=len(missing)) if missing else 0
    await batches.add_ranges(
        tx,
        (
            _range(office, placement, serial + offset, 1, batch=None, service=service)
            for offset, service in enumerate(missing)
        ),
    )


def _range(
    office: Office,
    placement: Placement,
    first: int,
    size: int,
    **of: Any,
) -> CodeRange:
    source = Origin.KIOSK if of["batch"] is None else placement.kind.source
    return CodeRange(
        first=first,
        last=first + size - 1,
        key=office.signer.keys[0].id,
        placement=placement.id,
        district=placement.district,
        source=source,
        **of,
    )


async def _free_run(tx: Transaction, office: Office, *, size: int) -> int:
    for _ in range(_TRIES):
        first = int.from_bytes(office.entropy(8), "big") % (SERIALS - size)
        if await batches.is_free(tx, first, first + size - 1):
            return first
    raise Problem("serials-exhausted", size=size)


def _known_services(catalogue: Catalogue, asked: Sequence[str]) -> Sequence[str]:
    held = {service.id for service in catalogue.services}
    for service in asked:
        if service and service not in held:
            raise Problem("service-not-found", service=service)
    if len(set(asked)) != len(asked):
        raise Problem("services-repeated")
    return asked


def _spot(catalogue: Catalogue, entry: dict[str, Any]) -> Spot:
    name = read_line(entry["name"], "name")
    spot = Spot(entry["district"], name, PlacementKind(entry["kind"]), entry["copies"])
    if spot.district not in catalogue.districts:
        raise Problem("district-not-found", district=spot.district)
    if not spot.name or not 1 <= spot.copies <= COPIES_MAX:
        raise Problem("placement-faulty", name=spot.name)
    return spot


async def _find(tx: Transaction, wanted: str) -> Batch:
    batch = await batches.find(tx, wanted)
    if batch is None:
        raise Problem("batch-not-found", batch=wanted)
    return batch
