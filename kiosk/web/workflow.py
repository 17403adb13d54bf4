"""What a workflow page shows of a service, worked out from the catalogue before it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kiosk.domain.catalogue import Catalogue, Desk, District, Revision
from kiosk.domain.fact import Fact, Verify
from kiosk.domain.lead import Deadline
from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Material, Necessity, Service, Step
from kiosk.web.wording import Case, Cited, Figure, Wording, cases, facts_in, is_hedged, told


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the path; several steps where offices act among themselves."""

    first: int
    steps: tuple[Step, ...]

    @property
    def label(self) -> str:
        """The number in the circle: ``4``, or ``4–5``."""
        last = self.first + len(self.steps) - 1
        return str(self.first) if last == self.first else f"{self.first}–{last}"

    @property
    def is_readers(self) -> bool:
        """Whether the reader has something to do here: such stations are filled."""
        return self.steps[0].actor.is_reader


@dataclass(frozen=True, slots=True)
class LastDay:
    """The first limit a reader sees: a figure with its words, or a sentence."""

    before: str | None
    figure: Figure | None
    after: str | None
    text: str | None
    is_urgent: bool
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A service as its page tells it, for one district or for none."""

    service: Service
    revision: Revision
    district: District | None
    desk: Desk | None
    last_day: LastDay
    place: tuple[Case, ...]
    stations: tuple[Station, ...]
    materials: dict[Necessity, tuple[Material, ...]]
    laws: tuple[Cited, ...]

    @property
    def is_first_hedged(self) -> bool:
        """Whether something on the first screen has to be asked about first."""
        return is_hedged((self.service.lead.place, self.service.lead.deadline))

    @property
    def steps(self) -> int:
        """How many steps the path has."""
        return sum(len(station.steps) for station in self.stations)


def workflow(
    revision: Revision, district: District | None, *, catalogue: Catalogue, wording: Wording
) -> Workflow:
    """Work out the page of a service."""
    service = revision.service
    shown = tuple(fact for fact in _shown_facts(service) if fact.verify is not Verify.OFFICE)
    return Workflow(
        service=service,
        revision=revision,
        district=district,
        desk=_desk(catalogue, service, district),
        last_day=_last_day(service, wording),
        place=_place(service, district),
        stations=tuple(_stations(service.steps)),
        materials=_by_necessity(service.materials),
        laws=wording.citations(citation for fact in shown for citation in fact.basis),
    )


def _desk(catalogue: Catalogue, service: Service, district: District | None) -> Desk | None:
    desk = catalogue.desks.get((service.id, district.id)) if district else None
    return desk if desk and desk.verify is not Verify.OFFICE else None


def _last_day(service: Service, wording: Wording) -> LastDay:
    said: Deadline = service.lead.deadline
    limit: Limit | None = service.limit(said.limit) if said.limit else None
    return LastDay(
        before=said.before,
        figure=wording.figure(limit) if limit else None,
        after=said.after,
        text=said.text,
        is_urgent=said.urgent,
        is_sure=said.is_sure and (limit is None or limit.is_sure),
    )


def _place(service: Service, district: District | None) -> tuple[Case, ...]:
    said = service.lead.place
    if said.local is None or district is None or district.level is None:
        return cases(said.text)
    local = said.local.replace("{district}", district.name).replace("{level}", district.level)
    return cases(local)


def _stations(steps: tuple[Step, ...]) -> Iterator[Station]:
    """Number the steps; what offices do among themselves, one after the other, is one station."""
    number = 1
    for between, run in groupby(told(steps), key=lambda step: step.between):
        together = tuple(run)
        for part in [together] if between else [(step,) for step in together]:
            yield Station(number, part)
            number += len(part)


def _by_necessity(materials: tuple[Material, ...]) -> dict[Necessity, tuple[Material, ...]]:
    return {
        necessity: tuple(item for item in told(materials) if item.necessity is necessity)
        for necessity in Necessity
    }


def _shown_facts(service: Service) -> Iterator[Fact]:
    """The facts a page shows: all but those of the printed card."""
    for part in (
        service.lead, service.variants, service.conditions, service.venues, service.steps,
        service.counting, service.materials, service.fees, service.channels, service.results,
        service.remedies, service.notes, service.questions, service.implementer, service.audience,
    ):
        yield from facts_in(part)
