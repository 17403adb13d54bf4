"""Faces become pages: one a page, or as many as fit on a sheet, with marks where to cut and fold.

Sheets stand upright; cards lie across where more fit so. Backs meet their fronts however the
printer turns the paper, and a card is always turned over like the leaf of a book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Final, TypeAlias

from cards.cropping import CAPTION_HEIGHT, TOUCH, Marking, cuts, folds, written
from cards.marks import Face, Group, Item
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
    """A page: faces on it, and what is drawn first in its own millimetres."""

    width: Mm
    height: Mm
    placed: tuple[Placed, ...]
    trim: Area
    bleed: Area
    items: tuple[Item, ...] = ()


Caption: TypeAlias = Callable[[Face, int], str]
"""What a page says of itself in its margin: of its (first) face, and the number of its sheet.

The number is 0 on backs, so that those that are alike stay so.
"""


def single(
    faces: Iterable[Face], *, marking: Marking | None = None, caption: Caption | None = None
) -> Iterator[Page]:
    """A page for each face, as large as its bleed, or with room for the marks around it."""
    slug = marking.gap + marking.length + _AIR if marking else 0
    marks = _Marks(marking) if marking else None
    for number, face in enumerate(faces, start=1):
        origin = face.bleed + slug
        trim = Area(origin, origin, face.width, face.height)
        around = trim.grown(face.bleed)
        items: tuple[Item, ...] = ()
        if marking and marks:
            items = (marks.of(face, (trim,), (marking.length,) * 2),)
            if caption:
                words = caption(face, number)
                items += (written(words, trim.x + _INDENT, around.bottom + slug - _AIR),)
        placed = (Placed(face, origin, origin),)
        yield Page(trim.w + 2 * origin, trim.h + 2 * origin, placed, trim, around, items)


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
    if best.places:
        return best
    for grid in grids:
        if grid.is_whole_sheet:
            return replace(grid, columns=1, rows=1, bleed=0)
    raise SheetTooSmall(layout.sheet.name, width=width, height=height)


def impose(
    cards: Iterable[tuple[Face, ...]], grid: Grid, *, turn: Turn, caption: Caption | None = None
) -> Iterator[Page]:
    """Sheets of cards, each front followed by its back where cards have one.

    The places of a last sheet that is not full stay empty on both sides.
    """
    waiting, number = iter(cards), 0
    sheet = Area(0, 0, grid.layout.sheet.width, grid.layout.sheet.height)
    around = _Around(grid, caption)
    while together := list(islice(waiting, grid.places)):
        number += 1
        for side in range(len(together[0])):
            faces = [card[side] for card in together]
            if side % 2:
                placed = tuple(grid.back(face, at, turn) for at, face in enumerate(faces))
                items = around.of(placed[0], 0)
            else:
                placed = tuple(grid.front(face, at) for at, face in enumerate(faces))
                items = around.of(placed[0], number)
            yield Page(sheet.w, sheet.h, placed, sheet, sheet, items)


class _Marks:
    """The marks around cards, one group for all pages that have the same."""

    def __init__(self, marking: Marking) -> None:
        self._marking = marking
        self._kept: dict[object, Group] = {}

    def of(
        self, face: Face, trims: tuple[Area, ...], lengths: tuple[Mm, Mm], *, degrees: int = 0
    ) -> Group:
        key = (face.bleed, face.folds, trims, degrees)
        if key not in self._kept:
            marks = cuts(trims, face.bleed, self._marking, lengths)
            folded = folds(face, trims, self._marking, degrees=degrees, lengths=lengths)
            self._kept[key] = Group((*marks, *folded))
        return self._kept[key]


class _Around:
    """What stands around the cards of a sheet."""

    def __init__(self, grid: Grid, caption: Caption | None) -> None:
        self._grid = grid
        self._caption = caption
        self._trims = tuple(grid.trim(place) for place in range(grid.places))
        self._lengths = grid.mark_lengths
        self._marks = _Marks(grid.layout.marking) if grid.layout.marking else None

    def of(self, first: Placed, number: int) -> tuple[Item, ...]:
        """For a sheet whose first card is given; `number` as captions have it."""
        items: tuple[Item, ...] = ()
        if self._marks and any(self._lengths):
            marks = self._marks.of(first.face, self._trims, self._lengths, degrees=first.degrees)
            items = (marks,)
        if self._caption and self._has_room():
            layout = self._grid.layout
            bottom = layout.sheet.height - layout.margin
            words = self._caption(first.face, number)
            items += (written(words, self._grid.block.x + _INDENT, bottom),)
        return items

    def _has_room(self) -> bool:
        """Whether a caption stands clear of the marks below the cards."""
        grid, marking = self._grid, self._grid.layout.marking
        marks = grid.bleed + (marking.gap if marking else 0) + self._lengths[1]
        free = grid.block.y - marks - grid.layout.margin
        return free >= CAPTION_HEIGHT and not grid.is_whole_sheet


def _grid(card: tuple[Mm, Mm], degrees: int, layout: Layout, bleed: Mm) -> Grid:
    marking, sheet = layout.marking, layout.sheet
    around = layout.margin + bleed + (marking.gap + marking.shortest if marking else 0)
    columns, rows = (
        max(0, int((paper - 2 * around + layout.gutter + TOUCH) / (side + layout.gutter)))
        for paper, side in zip((sheet.width, sheet.height), card, strict=True)
    )
    return Grid(layout, columns, rows, card, degrees, bleed)
