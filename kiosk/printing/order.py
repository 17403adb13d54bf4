"""What is to be printed, and what every card of it says about itself."""

from __future__ import annotations

from collections.abc import Mapping
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
class Copy:
    """One card to be made. `service` is None where its symbol leads to the whole catalogue.

    `url` is what the symbol holds, as it was fixed when the batch was made; `code` its twelve
    letters.
    """

    placement_name: str
    district_name: str
    service: Service | None
    url: str
    code: str


@dataclass(frozen=True, slots=True)
class Order:
    """Cards of one design."""

    design: str
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the cards of an order share.

    `is_readable` tells that pre-flight passed just this artwork, or that it was not asked yet to.
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
    is_readable: bool = True

    def desk(self, copy: Copy) -> Desk | None:
        """The local desk that a card names, where one is known."""
        return self.desks.get((copy.service.id, copy.district_name)) if copy.service else None


@dataclass(frozen=True, slots=True)
class Card:
    """One card, all its sides."""

    copy: Copy
    faces: tuple[Face, ...]
