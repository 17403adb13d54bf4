"""Faces become pages: one a page, or as many as fit on a sheet, with marks where to cut and fold.

Sheets stand upright; cards lie across where more fit so. Backs meet their fronts however the
printer turns the paper, and a card is always turned over like the leaf of a book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from cards.cropping import CAPTION_HEIGHT, TOUCH, Marking, cuts, folds, written
from cards.marks import Face, Mark
from cards.measure import Area, Mm
from cards.refusal import Refusal

_NEAR: Final[Mm] = 0.5  # a card that differs so little from a sheet is the sheet


class Turn(StrEnum):
    """About which edge a printer turns the paper before it prints the back."""

    LONG = "long"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper of an office or a press, upright."""

    name: str
    width: Mm
    height: Mm


SHEETS: Final = {sheet.name: sheet for sheet in (Sheet("a4", 210, 297), Sheet("a3", 297, 420))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How cards stand on a sheet. `margin` is what the printer leaves white at every edge."""

    sheet: Sheet
    margin: Mm
    gutter: Mm
    marking: Marking | None


class SheetTooSmall(Refusal):
    """Not one card fits on the sheet."""

    def __init__(self, sheet: str, *, width: Mm, height: Mm) -> None:
        super().__init__(f"{width} x {height} mm does not fit on {sheet}")
        self.sheet = sheet
        self.width = width
        self.height = height


@dataclass(frozen=True, slots=True)
class Placed:
    """A face on a page: where its upright surroundings begin, and how it is turned.

    `degrees` anticlockwise: 0, 90, 180 or 270.
    """

    face: Face
    x: Mm
    y: Mm
    _: KW_ONLY
    degrees: int = 0

    @property
    def trim(self) -> Area:
        """Where the card is cut, in the page's millimetres."""
        size = self.face.width, self.face.height
        wide, high = size if self.degrees % 180 == 0 else size[::-1]
        return Area(self.x, self.y, wide, high)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: faces on it, and marks in its own millimetres that are drawn first."""

    width: Mm
    height: Mm
    placed: tuple[Placed, ...]
    trim: Area
    bleed: Area
    marks: tuple[Mark, ...] = ()


Caption = Callable[[Face, int], str]
"""What a page says of itself in its margin: of its (first) face, and of the how manieth sheet."""


def single(
    faces: Iterable[Face], *, marking: Marking | None = None, caption: Caption | None = None
) -> Iterator[Page]:
    """A page for each face, as large as its bleed, or with room for the marks around it."""
    slug = marking.gap + marking.length + _AIR if marking else 0
    for number, face in enumerate(faces, start=1):
        origin = face.bleed + slug
        whole = face.width + 2 * origin, face.height + 2 * origin
        trim = Area(origin, origin, face.width, face.height)
        marks: tuple[Mark, ...] = ()
        if marking:
            marks = tuple(cuts([trim], face.bleed, marking, (marking.length,) * 2))
            marks += tuple(folds(face, [trim], marking, degrees=0, lengths=(marking.length,) * 2))
            if caption:
                edge = trim.bottom + face.bleed + slug - _AIR
                marks += (written(caption(face, number), trim.x + _INDENT, edge),)
        placed = (Placed(face, origin, origin),)
        yield Page(*whole, placed, trim, trim.grown(face.bleed), marks)


_AIR: Final[Mm] = 1.0
_INDENT: Final[Mm] = 3.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where cards of one size stand on a sheet, row by row from the top left.

    `bleed` is how far a card's colour may run over its edge without reaching the next card.
    """

    layout: Layout
    columns: int
    rows: int
    card: tuple[Mm, Mm]
    degrees: int
    bleed: Mm

    @property
    def places(self) -> int:
        """Cards on a sheet."""
        return self.columns * self.rows

    @property
    def is_whole_sheet(self) -> bool:
        """Whether the card is as large as the sheet, so that nothing is cut off."""
        sheet = self.layout.sheet
        return abs(sheet.width - self.card[0]) + abs(sheet.height - self.card[1]) < 2 * _NEAR

    @property
    def block(self) -> Area:
        """The place that all cards take together, in the middle of the sheet."""
        sheet, gutter = self.layout.sheet, self.layout.gutter
        wide = self.columns * (self.card[0] + gutter) - gutter
        high = self.rows * (self.card[1] + gutter) - gutter
        return Area((sheet.width - wide) / 2, (sheet.height - high) / 2, wide, high)

    @property
    def mark_lengths(self) -> tuple[Mm, Mm]:
        """Of the marks beside the block, and of those above and below it."""
        marking = self.layout.marking
        if marking is None or self.is_whole_sheet:
            return 0, 0
        taken = self.layout.margin + self.bleed
        block = self.block
        return marking.shortened(block.x - taken), marking.shortened(block.y - taken)

    def trim(self, place: int) -> Area:
        """Where the card at a place of the front is cut; places count from 0."""
        row, column = divmod(place, self.columns)
        wide, high = self.card
        block, gutter = self.block, self.layout.gutter
        return Area(block.x + column * (wide + gutter), block.y + row * (high + gutter), wide, high)

    def front(self, face: Face, place: int) -> Placed:
        """A front at its place."""
        trim = self.trim(place)
        return Placed(face, trim.x, trim.y, degrees=self.degrees)

    def back(self, face: Face, place: int, turn: Turn) -> Placed:
        """The back of the card whose front is at `place`.

        The long edge of an upright sheet is its side: turned about it left and right change, and
        what pointed up still does. Turned about the short edge above and below change.
        """
        sheet, trim = self.layout.sheet, self.trim(place)
        if turn is Turn.LONG:
            return Placed(face, sheet.width - trim.right, trim.y, degrees=-self.degrees % 360)
        return Placed(face, trim.x, sheet.height - trim.bottom, degrees=(180 - self.degrees) % 360)


def arrange(width: Mm, height: Mm, layout: Layout, *, bleed: Mm) -> Grid:
    """As many cards as fit on a sheet, upright or across. Raises SheetTooSmall.

    A card as large as the sheet is laid on it whole, without margin and marks.
    """
    bleed = min(bleed, layout.gutter / 2)
    grids = [
        _grid(card, degrees, layout, bleed)
        for card, degrees in (((width, height), 0), ((height, width), 90))
    ]
    best = max(grids, key=lambda grid: grid.places)
    whole = next((grid for grid in (_one(g) for g in grids) if grid.is_whole_sheet), None)
    if best.places:
        return best
    if whole:
        return whole
    raise SheetTooSmall(layout.sheet.name, width=width, height=height)


def impose(
    cards: Iterable[tuple[Face, ...]], grid: Grid, *, turn: Turn, caption: Caption | None = None
) -> Iterator[Page]:
    """Sheets of cards, each front followed by its back where cards have one.

    The places of a last sheet that is not full stay empty on both sides.
    """
    waiting = iter(cards)
    number = 0
    while sheet := list(islice(waiting, grid.places)):
        number += 1
        for side in range(len(sheet[0])):
            faces = [card[side] for card in sheet]
            if side % 2:
                placed = [grid.back(face, place, turn) for place, face in enumerate(faces)]
            else:
                placed = [grid.front(face, place) for place, face in enumerate(faces)]
            words = caption(faces[0], number) if caption else ""
            yield _sheet_page(grid, tuple(placed), words)


def _grid(card: tuple[Mm, Mm], degrees: int, layout: Layout, bleed: Mm) -> Grid:
    marking, sheet = layout.marking, layout.sheet
    around = layout.margin + bleed + (marking.gap + marking.shortest if marking else 0)
    columns, rows = (
        int((paper - 2 * around + layout.gutter + TOUCH) / (side + layout.gutter))
        for paper, side in zip((sheet.width, sheet.height), card, strict=True)
    )
    return Grid(layout, columns, rows, card, degrees, bleed)


def _one(grid: Grid) -> Grid:
    return Grid(grid.layout, 1, 1, grid.card, grid.degrees, 0)


def _sheet_page(grid: Grid, placed: tuple[Placed, ...], words: str) -> Page:
    sheet, marking = grid.layout.sheet, grid.layout.marking
    whole = Area(0, 0, sheet.width, sheet.height)
    lengths = grid.mark_lengths
    marks: list[Mark] = []
    if marking and any(lengths):
        trims = [grid.trim(place) for place in range(grid.places)]
        marks += cuts(trims, grid.bleed, marking, lengths)
        first = placed[0]
        marks += folds(first.face, trims, marking, degrees=first.degrees, lengths=lengths)
    if words and _has_room(grid):
        edge = sheet.height - grid.layout.margin
        marks.append(written(words, grid.block.x + _INDENT, edge))
    return Page(sheet.width, sheet.height, placed, whole, whole, tuple(marks))


def _has_room(grid: Grid) -> bool:
    """Whether a caption stands clear of the marks below the cards."""
    marking = grid.layout.marking
    marks = grid.bleed + (marking.gap if marking else 0) + grid.mark_lengths[1]
    free = grid.block.y - marks - grid.layout.margin
    return free >= CAPTION_HEIGHT and not grid.is_whole_sheet
