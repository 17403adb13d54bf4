"""The catalogue at a moment: services, laws, and what services share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from kiosk.domain.fact import Fact, Record
from kiosk.domain.workflow import Family, Service, Status

SLOTS = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Fact):
    """法律法规. `articles` is the number of its last article, where it is known.

    `in_force_until` is the last day a replaced or repealed law is in force.
    """

    id: str
    title: str
    short: str
    number: str | None = None
    adopted: str | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    replaced_by: str | None = None
    articles: int | None = None
    checked_on: date
    note: str | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the law may be cited on `day`."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_until is None or day <= self.in_force_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """Where a fact was read."""

    id: str
    title: str
    seen_on: date
    note: str | None = None


class DistrictKind(StrEnum):
    """区, 县, or a functional area without a division code."""

    DISTRICT = "district"
    COUNTY = "county"
    AREA = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class District(Record):
    """One of Jinan's districts, counties and functional areas; `id` is the division code or own."""

    id: str
    name: str
    en: str
    kind: DistrictKind

    @property
    def level(self) -> str | None:
        """区 or 县, as its departments are called; a functional area has none."""
        return {DistrictKind.DISTRICT: "区", DistrictKind.COUNTY: "县"}.get(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Fact):
    """Local facts of a service in a district: 受理点. Anything not known is absent."""

    service: str
    district: str
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    hours: str | None = None
    online: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLead(Record):
    """A paper in the reader's hand, and the services it leads to."""

    title: str
    means: str
    do: str
    services: tuple[str, ...]
    short: str | None = None
    en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared(Record):
    """What all services share: published together with them."""

    laws: tuple[Law, ...]
    sources: tuple[Source, ...]
    districts: tuple[District, ...]
    papers: tuple[PaperLead, ...]
    desks: tuple[Desk, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """版本: one published state of a service. `digest` is SHA-256 over its canonical JSON."""

    service: Service
    number: int
    effective_from: int  # epoch milliseconds
    digest: str


@dataclass(frozen=True)
class Catalogue:
    """事项目录 in force at a moment."""

    revisions: tuple[Revision, ...]
    shared: Shared

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """The services that hold a slot, in the order of the card."""
        held = [r.service for r in self.revisions if r.service.slot is not None]
        return tuple(sorted(held, key=lambda service: service.slot or 0))

    @cached_property
    def by_id(self) -> dict[str, Revision]:
        """Revision in force by service id; hidden alternates included."""
        return {revision.service.id: revision for revision in self.revisions}

    @cached_property
    def laws(self) -> dict[str, Law]:
        """Laws by id."""
        return {law.id: law for law in self.shared.laws}

    @cached_property
    def districts(self) -> dict[str, District]:
        """Districts by id."""
        return {district.id: district for district in self.shared.districts}

    @cached_property
    def desks(self) -> dict[tuple[str, str], Desk]:
        """Local facts by service and district."""
        return {(desk.service, desk.district): desk for desk in self.shared.desks}

    def find(self, name: str) -> Revision | None:
        """The public service with this id or slug, in any case; hidden alternates are not found."""
        wanted = name.casefold()
        for revision in self.revisions:
            service = revision.service
            if wanted in (service.id.casefold(), service.slug) and service.slot is not None:
                return revision
        return None

    def find_withdrawn(self, name: str) -> Revision | None:
        """The withdrawn service with this id or slug, in any case."""
        wanted = name.casefold()
        for revision in self.revisions:
            service = revision.service
            is_named = wanted in (service.id.casefold(), service.slug)
            if is_named and service.status is Status.WITHDRAWN:
                return revision
        return None

    def family(self, family: Family) -> tuple[Service, ...]:
        """The public services of one family."""
        return tuple(service for service in self.services if service.family is family)

    @property
    def is_confirmed(self) -> bool:
        """Whether nothing public is a draft any more."""
        return all(service.status is Status.OFFICE_CONFIRMED for service in self.services)
