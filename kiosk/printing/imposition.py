"""Cards become the pages of a profile: one side a page, or sheets with the backs behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from cards.design import load
from cards.marks import Face
from cards.measure import Mm
from cards.pdf import write_pdf
from cards.profile import Profile, load_profile
from cards.sheet import SHEETS, Grid, Page, Turn, impose, single
from kiosk.batches.order import Format, Making, Order
from kiosk.batches.refusals import refusals
from kiosk.domain.problem import Problem
from kiosk.printing.press_words import caption, turn_words

Faces = tuple[Face, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Makeup:
    """How the cards of one design are laid out; `grid` is None where every page is a side.

    `titles` are what people call the faces, by their names; `folding` how the card is folded.
    """

    profile: Profile
    grid: Grid | None
    turn: Turn
    batch: str
    design_title: str
    titles: Mapping[str, str]
    folding: str = ""

    @classmethod
    def of(cls, design: str, making: Making, *, batch: str) -> Makeup:
        """For a design as the making wants it; raises Problem."""
        with refusals(design):
            plan = load(design).plan
            profile = load_profile(making.profile)
            sheet = making.sheet or profile.usual_sheet
            if sheet is not None and sheet not in SHEETS:
                raise Problem("sheet-unknown", sheet=sheet, known="、".join(SHEETS))
            card = plan.paper.width, plan.paper.height
            grid = profile.grid(card, sheet, gutter=making.gutter) if sheet else None
        return cls(
            profile=profile,
            grid=grid,
            turn=making.turn,
            batch=batch,
            design_title=plan.title,
            titles={face.name: face.title for face in plan.faces},
            folding=plan.folding,
        )

    @property
    def bleed(self) -> Mm:
        """How far colour runs over the edge of a card."""
        return self.grid.bleed if self.grid else self.profile.bleed

    def check(self, form: Format) -> None:
        """Whether files of this format are made so; raises Problem."""
        is_picture = form in (Format.PNG, Format.SVG)
        if is_picture and (self.grid or not self.profile.pictures):
            raise Problem("profile-no-pictures", format=form.value.upper())

    def count(self, order: Order, form: Format) -> int:
        """How many cards the file of an order holds: on sheets each as often as it is wanted."""
        if self.grid is None or order.numbered or form is not Format.PDF:
            return len(order.copies)
        return sum(copy.count for copy in order.copies)

    def pages(self, cards: Iterable[Faces]) -> Iterator[Page]:
        """The pages of some cards."""
        if self.grid:
            return impose(cards, self.grid, turn=self.turn, caption=self._caption)
        marking = self.profile.marking
        return single(chain.from_iterable(cards), marking=marking, caption=self._caption)

    def write(self, cards: Iterable[Faces], target: BinaryIO, *, title: str) -> int:
        """Write some cards as PDF; the number of pages. There must be at least one card."""
        turn = self.turn if self.grid and len(self.titles) > 1 else None
        pages = _Counted(self.pages(cards))
        write_pdf(pages, target, title=title, inks=self.profile.inks, turn=turn)
        return pages.count

    def _caption(self, face: Face, number: int) -> str:
        on_sheet = "front" if number else "back"
        key = on_sheet if self.grid else "side"
        return caption(
            key,
            batch=self.batch,
            title=self.design_title,
            side=self.titles[face.name],
            width=f"{face.width:g}",
            height=f"{face.height:g}",
            number=number,
            turn=turn_words(self.turn if len(self.titles) > 1 else None),
        )


class _Counted:
    """Pages that are counted as they pass."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = pages
        self.count = 0

    def __iter__(self) -> Iterator[Page]:
        for page in self._pages:
            self.count += 1
            yield page
