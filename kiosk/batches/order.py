"""What is to be printed, and what every card of it says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import Any, Final, overload

from cards.marks import Face
from cards.measure import Mm
from cards.profile import USUAL
from cards.sheet import Turn
from kiosk.domain.catalogue import Desk, PaperLead
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service


class Format(StrEnum):
    """Kinds of print files.

    PDF is one file. PNG and SVG are pictures cut at the trim, in a zip where there is more than
    one. ZIP holds a PDF for each card, or for each run of numbered ones, and the job ticket.
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
    service's, and its own address and code are those of the first. `count` of it are to be printed.
    """

    placement_name: str
    district_name: str
    service: Service | None
    url: str
    code: str
    each: tuple[Leading, ...] = ()
    count: int = 1

    @classmethod
    def of_all(
        cls, placement_name: str, district_name: str, each: Sequence[Leading], *, count: int = 1
    ) -> Copy:
        """A card with a symbol a service; there is at least one."""
        first = each[0]
        return cls(placement_name, district_name, None, first.url, first.code, tuple(each), count)

    @property
    def symbols(self) -> tuple[Leading, ...]:
        """What each of its symbols leads to."""
        return self.each or (Leading(self.service, self.url, self.code),)


class Copies(Sequence[Copy]):
    """Cards that are made as they are asked for: of fifty thousand there is one at a time.

    `make` gives them from the first on, as often as it is called; of `kinds` there is at least
    one of every service, place and length of address. For another process they are listed.
    """

    def __init__(
        self, make: Callable[[], Iterator[Copy]], count: int, *, kinds: Sequence[Copy]
    ) -> None:
        self._make = make
        self._count = count
        self.kinds = kinds

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Copy]:
        return self._make()

    @overload
    def __getitem__(self, index: int) -> Copy: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Copy]: ...
    def __getitem__(self, index: int | slice) -> Copy | Sequence[Copy]:
        wanted = range(self._count)[index]
        if isinstance(wanted, int):
            return next(islice(self._make(), wanted, None))
        first, last, step = wanted.start, wanted.stop, wanted.step
        some = partial(self._some, first, last, step)
        return Copies(some, len(wanted), kinds=self.kinds)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)

    def _some(self, first: int, last: int, step: int) -> Iterator[Copy]:
        return islice(self._make(), first, last, step)


@dataclass(frozen=True, slots=True)
class Order:
    """Cards of one design. `numbered` ones have a code each, and count from `first` on."""

    design: str
    copies: Sequence[Copy]
    numbered: bool = False
    first: int = 1

    @property
    def kinds(self) -> Sequence[Copy]:
        """Copies among which there is one of every service, place and length of address."""
        return self.copies.kinds if isinstance(self.copies, Copies) else self.copies

    def part(self, first: int, last: int) -> Order:
        """The cards `first` to `last`, counted from 1; raises Problem where there are fewer."""
        if not 1 <= first <= last <= len(self.copies):
            raise Problem("cards-range-outside", first=first, last=last, count=len(self.copies))
        return replace(self, copies=self.copies[first - 1 : last], first=first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How print files are made.

    `profile` is one of `assets/profiles`. Without `sheet` cards lie as the profile usually has
    them; `gutter` is their distance there, the profile's own where it is None. `turn` says how
    the printer turns the sheet, `dpi` is that of pictures.
    """

    profile: str = USUAL
    sheet: str | None = None
    turn: Turn = Turn.LONG
    gutter: Mm | None = None
    dpi: int = 300


USUALLY: Final = Making()


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
