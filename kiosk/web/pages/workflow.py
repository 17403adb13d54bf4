"""What a workflow page shows of a service, worked out from the catalogue before it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kiosk.domain.catalogue import Catalogue, Desk, District, Revision
from kiosk.domain.fact import Fact, Verify
from kiosk.domain.lead import Deadline
from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Actor, Family, FeeKind, Material, Necessity, Service, Step
from kiosk.web.pages.texts import Language, Texts, texts
from kiosk.web.pages.wording import (
    CITY_HOTLINE,
    HOTLINE,
    Case,
    Cited,
    Figure,
    Wording,
    cases,
    facts_in,
    is_hedged,
    told,
)

_PATH = ("variants", "steps")
_AFTER = (
    "materials", "handling", "venues", "desk", "remedies", "notes", "questions",
    "conditions", "counting", "share", "laws", "about",
)  # fmt: skip
_ALWAYS = frozenset({"desk", "share", "laws", "about"})
_TOGETHER = {"handling": ("channels", "fees", "results")}


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
    note: str | None
    is_urgent: bool
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A service as its page tells it, for one district or for none.

    `parts` holds the facts of each section by its anchor, in the order of the page; what the
    public is not told is not among them, and a section without facts is not there.
    """

    service: Service
    revision: Revision
    district: District | None
    desk: Desk | None
    last_day: LastDay
    place: tuple[Case, ...]
    fee: FeeKind | None
    stations: tuple[Station, ...]
    materials: dict[Necessity, tuple[Material, ...]]
    parts: dict[str, tuple[Fact, ...]]
    laws: tuple[Cited, ...]

    @property
    def phone(self) -> str:
        """The number to call: the local desk's, else the hotline the first screen names."""
        own = self.desk.phone if self.desk else None
        return own or self._hotline or HOTLINE

    @property
    def is_phone_told(self) -> bool:
        """Whether the line that says where to go already names the number."""
        return self._hotline == self.phone

    @property
    def _hotline(self) -> str | None:
        where = "".join(case.where for case in self.place)
        return next((number for number in (CITY_HOTLINE, HOTLINE) if number in where), None)

    @property
    def is_first_hedged(self) -> bool:
        """Whether something on the first screen has to be asked about first."""
        return not (self.last_day.is_sure and self.service.lead.place.is_sure)

    @property
    def is_about_authority(self) -> bool:
        """Whether the district is that of an authority that acted, not the reader's own."""
        return self.service.family is Family.ENFORCE or self.service.lead.fork is not None

    @property
    def steps(self) -> int:
        """How many steps the path has."""
        return sum(len(station.steps) for station in self.stations)

    @property
    def urgent(self) -> str | None:
        """The key of the limit whose passing costs the reader something; it alone is red."""
        deadline = self.service.lead.deadline
        return deadline.limit if deadline.urgent else None

    def holds(self, section: str) -> bool:
        """Whether a section has facts to show."""
        return any(name in self.parts for name in _TOGETHER.get(section, (section,)))

    def is_hedged(self, section: str) -> bool:
        """Whether a section holds a fact that has to be asked about first."""
        names = _TOGETHER.get(section, (section,))
        return any(is_hedged(facts_in(self.parts.get(name, ()))) for name in names)


def workflow(
    revision: Revision, district: District | None, *, catalogue: Catalogue, wording: Wording
) -> Workflow:
    """Work out the page of a service."""
    service = revision.service
    parts = {name: facts for name, facts in _parts(service).items() if facts}
    fees = {fee.kind for fee in service.fees}
    shown = told(facts_in((service.lead, *parts.values())))
    return Workflow(
        service=service,
        revision=revision,
        district=district,
        desk=_desk(catalogue, service, district),
        last_day=_last_day(service, wording),
        place=_place(service, district),
        fee=fees.pop() if len(fees) == 1 else None,
        stations=tuple(_stations(service.steps)),
        materials=_by_necessity(service.materials),
        parts=parts,
        laws=wording.citations(citation for fact in shown for citation in fact.basis),
    )


def sections(shown: Workflow, language: Language) -> dict[str, tuple[str, ...]]:
    """The sections of a page by their anchors, in order, each with its heading's phrases."""
    held = [name for name in _order(shown) if name in _ALWAYS or shown.holds(name)]
    return {name: _heading(name, shown, texts(language)) for name in held}


def is_readers_last_day(step: Step | None, limit: Limit, urgent: str | None) -> bool:
    """Whether the reader loses something when this limit passes: only such limits are red."""
    is_own = step is None or step.actor is Actor.APPLICANT
    return limit.value is not None and (is_own or (urgent is not None and limit.key == urgent))


def _order(shown: Workflow) -> tuple[str, ...]:
    """How a last day is counted comes first, then what the first action leads to, then the path."""
    counting = ("counting",) if shown.last_day.is_urgent else ()
    below = shown.service.lead.below
    first = () if below in _PATH else (str(below),)
    return tuple(dict.fromkeys((*counting, *first, *_PATH, *_AFTER)))


def _heading(name: str, shown: Workflow, said: Texts) -> tuple[str, ...]:
    lead = shown.service.lead
    if name == "venues" and said.language == "zh":
        return (lead.place.label,)
    if name == "conditions" and lead.below != name:
        return said.phrases("section.conditions_late")
    if name == "variants":
        names = (one.name.text(said.language) for one in told(shown.service.variants))
        return (said("section.and").join(names),)
    if name == "counting" and shown.last_day.is_urgent and shown.last_day.figure:
        figure = shown.last_day.figure
        return said.phrases("section.counting_of", figure=figure.number, unit=figure.unit)
    if name == "desk" and shown.district:
        place = shown.district.name if said.language == "zh" else shown.district.en
        return said.phrases("section.desk_in", place=place)
    return said.phrases(f"section.{name}", n=shown.steps)


def _parts(service: Service) -> dict[str, tuple[Fact, ...]]:
    return {
        "counting": told(service.counting),
        "conditions": told(service.conditions),
        "variants": told(service.variants),
        "steps": told(service.steps),
        "venues": told(service.venues),
        "materials": told(service.materials),
        "fees": told(service.fees),
        "channels": told(service.channels),
        "results": told(service.results),
        "remedies": told(service.remedies),
        "notes": told(service.notes),
        "questions": told(service.questions),
        "about": told((service.implementer, service.audience)),
    }


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
        note=said.note,
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
