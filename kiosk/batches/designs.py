"""Which designs and output profiles there are, and which services a batch is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cards import design, profile
from cards.profile import Profile
from kiosk.batches.refusals import refusals
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.problem import Problem

WHOLE_CATALOGUE = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A design one may order. `shows`: a card a service, one code for the catalogue, or all codes.

    `sides` are the names of its faces, `width` and `height` the trimmed size in millimetres.
    `prints` names the parts of a service's short forms that it prints.
    """

    id: str
    title: str
    shows: Literal["service", "catalogue", "all"]
    sides: tuple[str, ...]
    width: float
    height: float
    prints: frozenset[str]

    @property
    def is_per_service(self) -> bool:
        """Whether each service has its own card."""
        return self.shows == "service"

    @property
    def json(self) -> dict[str, Any]:
        """The design as programs read it; lengths in millimetres."""
        return {
            "id": self.id,
            "title": self.title,
            "shows": self.shows,
            "sides": list(self.sides),
            "width": self.width,
            "height": self.height,
        }

    def kinds(self, services: int) -> int:
        """How many different cards a placement gets for so many services."""
        return services if self.is_per_service else min(services, 1)


def designs() -> tuple[Offer, ...]:
    """Every kept design, sorted by name. Raises Problem where one is faulty."""
    return tuple(offer(name) for name in design.design_ids())


def offer(name: str) -> Offer:
    """One design by its name. Raises Problem."""
    with refusals(name):
        plan = design.load(name).plan
    return Offer(
        plan.id,
        plan.title,
        shows=plan.shows,
        sides=tuple(face.title for face in plan.faces),
        width=plan.paper.width,
        height=plan.paper.height,
        prints=design.printed_parts(plan),
    )


def profiles() -> tuple[Profile, ...]:
    """Every output profile, in the order of lists. Raises Problem where one is faulty."""
    with refusals(""):
        return profile.profiles()


def profile_of(name: str) -> Profile:
    """An output profile by its name. Raises Problem."""
    with refusals(""):
        return profile.load_profile(name)


def offers_json() -> dict[str, Any]:
    """Designs and output profiles as programs read them. Raises Problem where one is faulty."""
    return {
        "designs": [design.json for design in designs()],
        "profiles": [
            {"id": one.id, "title": one.title, "title_en": one.en, "sheet": one.usual_sheet}
            for one in profiles()
        ],
    }


def services_for(name: str, wanted: Sequence[str] | None, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of the services that a batch of a design makes codes for, in the order of the card.

    `wanted` holds ids or slugs; None means all. The whole catalogue is one empty text.
    Raises Problem.
    """
    chosen = offer(name)
    if not chosen.is_per_service and wanted is not None:
        raise Problem("services-not-chosen", design=name)
    if chosen.shows == "catalogue":
        return (WHOLE_CATALOGUE,)
    if wanted is None:
        return tuple(service.id for service in catalogue.services)
    found = [_service_id(text, catalogue) for text in wanted]
    if not found:
        raise Problem("services-missing", design=name)
    if len(set(found)) < len(found):
        raise Problem("services-repeated")
    return tuple(service.id for service in catalogue.services if service.id in found)


def _service_id(text: str, catalogue: Catalogue) -> str:
    revision = catalogue.find(text)
    if revision is None:
        raise Problem("service-not-found", service=text)
    return revision.service.id
