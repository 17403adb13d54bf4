"""The card's 13 slots, and names that no two services may share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kiosk.domain.catalogue import SLOTS
from kiosk.domain.workflow import Service, Status
from kiosk.editing.draft import Draft
from kiosk.editing.fault import Fault
from kiosk.editing.page import Page
from kiosk.editing.schema import found

CARD: Final = frozenset(f"QC{number:02}" for number in range(1, SLOTS + 1))

Pages = Sequence[Page[Service]]


def slots(draft: Draft) -> Iterator[Fault]:
    """QC01–QC13 hold the slots 1–13, each once; an alternate only where one was withdrawn."""
    pages = [page for page in draft.pages if not page.is_put_in(("slot",))]
    taken = list(_taken(pages))
    held = {page.record.slot for page in pages}
    free = [slot for slot in range(1, SLOTS + 1) if slot not in held]
    idle = [page for page in pages if page.record.slot is None and _must_hold(page.record)]
    yield from taken
    for page in idle:
        yield page.fault(found((), "slot-absent", id=page.record.id, free=_listed(free)))
    yield from _alternates(pages)
    is_complete = len(pages) == len(draft.names or ())
    if is_complete and len(free) > len(taken) + len(idle):
        yield Fault.of("slots-free", str(draft.path), free=_listed(free), slots=SLOTS)


def shared_names(draft: Draft) -> Iterator[Fault]:
    """Slugs across the services: addresses are made of them. Ids are the files' own names."""
    first: dict[str, Page[Service]] = {}
    for page in draft.pages:
        slug = page.record.slug
        if slug in first:
            where = f"{first[slug].path}:{first[slug].layout.line(('slug',))}"
            yield page.fault(found(("slug",), "name-twice", key="slug", value=slug, where=where))
        if not page.is_put_in(("slug",)):
            first.setdefault(slug, page)


def _taken(pages: Pages) -> Iterator[Fault]:
    """Slots that are none, and slots that another file has already."""
    held: dict[int, str] = {}
    for page in pages:
        slot, name = page.record.slot, page.record.id
        if slot is None:
            continue
        if not 1 <= slot <= SLOTS:
            yield page.fault(found(("slot",), "slot-range", slot=slot, slots=SLOTS))
        elif slot in held:
            yield page.fault(found(("slot",), "slot-twice", slot=slot, other=held[slot]))
        held.setdefault(slot, name)


def _must_hold(service: Service) -> bool:
    return service.id in CARD and service.status is not Status.WITHDRAWN


def _alternates(pages: Pages) -> Iterator[Fault]:
    """Alternates with a slot, beyond the number of withdrawn services that gave theirs up."""
    given_up = [p for p in pages if p.record.id in CARD and p.record.slot is None]
    withdrawn = [p for p in given_up if p.record.status is Status.WITHDRAWN]
    named = [p for p in pages if p.record.id == p.path.stem and p.record.id not in CARD]
    holding = [p for p in named if p.record.slot is not None]
    for page in holding[len(withdrawn) :]:
        places = {"id": page.record.id, "slot": page.record.slot}
        yield page.fault(found(("slot",), "slot-of-alternate", **places))


def _listed(free: list[int]) -> str:
    return ", ".join(map(str, free)) or "–"
