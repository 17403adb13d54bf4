"""What is to be printed, and what every card of it says about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cards.marks import Face
from kiosk.domain.catalogue import Desk, PaperLead
from kiosk.domain.workflow import Service


class Format(StrEnum):
    """Kinds of print files.

    PDF is one file with every side a page, for the press. PNG and SVG are pictures cut at the
    trim, in a zip where there is more than one. ZIP holds a PDF for each card.
    """

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Leading:
    """One symbol of a card: what it leads to. `service` is None for the whole catalogue.

    `url` is what the symbol holds, as it was fixed when the batch was made; `code` its twelve
    letters.
    """

    service: Service | None
    url: str
    code: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One card to be made, and what its symbol leads to, as in `Leading`.

    A card with a symbol a service has them `each`, in the order of the card; it is no single
    service's, and its own address and code are those of the first.
    """

    placement_name: str
    district_name: str
    service: Service | None
    url: str
    code: str
    each: tuple[Leading, ...] = ()

    @classmethod
    def of_all(cls, placement_name: str, district_name: str, each: Sequence[Leading]) -> Copy:
        """A card with a symbol a service; there is at least one."""
        first = each[0]
        return cls(placement_name, district_name, None, first.url, first.code, tuple(each))

    @property
    def symbols(self) -> tuple[Leading, ...]:
        """What each of its symbols leads to."""
        return self.each or (Leading(self.service, self.url, self.code),)


@dataclass(frozen=True, slots=True)
class Order:
    """Cards of one design."""

    design: str
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the cards of an order share.

    `domain` is what a person types whose camera fails, with a path where the service has one.
    `services` are the catalogue's in the order of the card; of `papers` its back shows the first
    two as boxes. `desks` are by service id and name of the district; an unknown one is absent.
    """

    office: str | None
    domain: str
    batch: str
    law_date: date
    services: tuple[Service, ...]
    papers: tuple[PaperLead, ...] = ()
    desks: Mapping[tuple[str, str], Desk] = field(default_factory=dict)
    is_confirmed: bool = False

    def desk(self, copy: Copy) -> Desk | None:
        """The local desk that a card names, where one is known."""
        return self.desks.get((copy.service.id, copy.district_name)) if copy.service else None


@dataclass(frozen=True, slots=True)
class Card:
    """One card, all its sides."""

    copy: Copy
    faces: tuple[Face, ...]
