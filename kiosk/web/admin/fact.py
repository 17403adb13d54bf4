"""待填与待核实: what of the catalogue in force is still open, and what that holds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.batches import printed_facts
from kiosk.domain.catalogue import Catalogue, Desk
from kiosk.domain.fact import Verify
from kiosk.domain.workflow import Channel, Service, Way
from kiosk.editing import OpenFact, open_facts
from kiosk.web.admin.page import admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.pages.texts import Language
from kiosk.web.requests import state_of

ONLY = ("fill", "verify", "card")


@dataclass(frozen=True, slots=True)
class Entry:
    """One open fact. `boxes` are those of the card that print it."""

    fact: OpenFact
    place: str
    boxes: tuple[str, ...]

    @property
    def is_to_fill(self) -> bool:
        """Whether the office has to say it; else somebody has to read it up."""
        return self.fact.fact.verify is Verify.OFFICE

    @property
    def way(self) -> Way | None:
        """Which way to apply it is about, where it is about one: often nothing else is known."""
        fact = self.fact.fact
        return fact.way if isinstance(fact, Channel) else None

    def is_of(self, only: str) -> bool:
        """Whether it belongs to one of `ONLY`; to all where that is empty."""
        match only:
            case "fill":
                return self.is_to_fill
            case "verify":
                return not self.is_to_fill
            case "card":
                return bool(self.boxes)
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Group:
    """The open facts of a service; of what all share, where there is none."""

    service: Service | None
    entries: tuple[Entry, ...]
    shown: tuple[Entry, ...]
    desks: int

    def count(self, only: str) -> int:
        """How many are of one of `ONLY`."""
        return sum(entry.is_of(only) for entry in self.entries)


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The list by service; ``?only=`` what is to fill, to verify, or printed on a card."""
    catalogue, language = state_of(request).snapshot.catalogue, language_of(request)
    only = request.query_params.get("only", "")
    only = only if only in ONLY else ""
    groups = _groups(catalogue, only, language)
    entries = [entry for group in groups for entry in group.entries]
    whole = len(catalogue.services) * len(catalogue.districts)
    return admin_page(
        request,
        staff,
        "facts",
        groups=groups,
        only=only,
        counts={key: sum(entry.is_of(key) for entry in entries) for key in ("", *ONLY)},
        held_up=[g.service for g in groups if g.service and g.count("card")],
        unconfirmed=sum(not service.is_confirmed for service in catalogue.services),
        districts=catalogue.shared.districts,
        desks=_desks(catalogue),
        desks_any=bool(catalogue.shared.desks),
        desks_known=sum(group.desks for group in groups),
        desks_all=whole,
    )


def _groups(catalogue: Catalogue, only: str, language: Language) -> list[Group]:
    found = open_facts(catalogue.services, catalogue.shared)
    groups: list[Group] = []
    for service in (*catalogue.services, None):
        name = service.id if service else None
        printed = _printed(service) if service else {}
        entries = tuple(
            Entry(fact, fact.place.text(language), printed.get(id(fact.fact), ()))
            for fact in found
            if fact.service == name
        )
        shown = tuple(entry for entry in entries if entry.is_of(only))
        desks = sum(_is_known(d) for d in catalogue.shared.desks if d.service == name)
        groups.append(Group(service, entries, shown, desks))
    return groups


def _printed(service: Service) -> dict[int, tuple[str, ...]]:
    """The boxes of the card by the record they print: the very one, not one that looks the same."""
    boxes: dict[int, tuple[str, ...]] = {}
    for box, fact in printed_facts(service):
        boxes[id(fact)] = (*boxes.get(id(fact), ()), box)
    return boxes


def _desks(catalogue: Catalogue) -> Sequence[tuple[Service, Iterable[str]]]:
    """For each service how far each district's local facts are known: whole, part, none."""

    def known(service: Service, district: str) -> str:
        desk = catalogue.desks.get((service.id, district))
        if desk is None:
            return "none"
        return "whole" if _is_known(desk) else "part"

    return [
        (s, [known(s, district) for district in catalogue.districts]) for s in catalogue.services
    ]


def _is_known(desk: Desk) -> bool:
    """Whether a visitor is told where to go and whom to call, and it has been checked."""
    return bool(desk.is_sure and desk.name and desk.address and desk.phone)
