"""A design and what a card says become artwork; artwork and a code become faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards import qr
from cards.design.boxes import draw_emblem, draw_index, draw_leads, draw_plane, draw_specimen
from cards.design.content import Content
from cards.design.path import draw_path
from cards.design.pen import Pen
from cards.design.plan import (
    AnyBox,
    Emblem,
    FacePlan,
    Index,
    Leads,
    Path,
    Plane,
    Specimen,
    SymbolPlace,
    Words,
)
from cards.design.reading import Design
from cards.design.symbol import guard, place_symbol
from cards.design.words import draw_words, span_words
from cards.marks import Face, Group, Mark, Symbol
from cards.measure import Area, Mm

# What differs from copy to copy of the same card; boxes that name it are drawn last.
COPY_WORDS = frozenset({"code"})
USUAL_BLEED: Mm = 3


@dataclass(frozen=True, slots=True)
class Copy:
    """One printed card: what its symbol opens, and its code in words."""

    address: str
    code: str


@dataclass(frozen=True, slots=True)
class Artwork:
    """One side of a card without what differs from copy to copy."""

    design: Design
    plan: FacePlan
    version: int
    bleed: Mm
    common: Group
    specimen: tuple[Mark, ...]

    def face(self, copy: Copy) -> Face:
        """The finished side. Raises QuietZone, Overflow, qr.AddressTooLong."""
        pen = Pen(self.design)
        content = Content(words={"code": copy.code})
        for box in _own_boxes(self.plan):
            pen.box = box.name
            draw_words(box, content, pen)
        _guard(self, pen.drawn)
        symbols = [self._symbol(box, copy) for box in _symbol_places(self.plan)]
        marks = [mark for _, mark in pen.drawn]
        paper = self.design.plan.paper
        items = (self.common, *self.specimen, *marks, *symbols)
        return Face(self.plan.name, paper.width, paper.height, self.bleed, items)

    def _symbol(self, box: SymbolPlace, copy: Copy) -> Symbol:
        level = qr.Level(self.design.plan.level)
        matrix = qr.encode(copy.address, level=level, version=self.version)
        area, module = place_symbol(box, matrix.size)
        return Symbol(area.x, area.y, module, matrix, self.design.colours[box.colour])


def compose(
    design: Design, content: Content, *, version: int, bleed: Mm = USUAL_BLEED
) -> tuple[Artwork, ...]:
    """All sides of a card that says `content`, for symbols of one QR version.

    Planes that meet the trim run on over it by `bleed`. Raises Overflow, MissingGlyphs, Crowded,
    SymbolTooSmall, QuietZone; each names its box.
    """
    return tuple(
        _compose(design, plan, content, version=version, bleed=bleed) for plan in design.plan.faces
    )


def _compose(
    design: Design, plan: FacePlan, content: Content, *, version: int, bleed: Mm
) -> Artwork:
    pen, over = Pen(design), Pen(design)
    for box in plan.boxes:
        pen.box = over.box = box.name
        if isinstance(box, Specimen):
            if content.specimen:
                draw_specimen(box, over)
        else:
            _draw(box, content, pen, bleed=bleed)
    common, specimen = (tuple(mark for _, mark in p.drawn) for p in (pen, over))
    artwork = Artwork(design, plan, version, bleed, Group(common), specimen)
    _guard(artwork, [*pen.drawn, *over.drawn])
    return artwork


def _draw(box: AnyBox, content: Content, pen: Pen, *, bleed: Mm) -> None:
    match box:
        case Plane():
            draw_plane(box, pen.design.plan.paper, pen, bleed=bleed)
        case Emblem():
            draw_emblem(box, pen)
        case Words():
            draw_words(box, content, pen)
        case Path():
            draw_path(box, content, pen)
        case Leads():
            draw_leads(box, content.leads, pen)
        case Index():
            draw_index(box, content.index, pen)


def _own_boxes(plan: FacePlan) -> Sequence[Words]:
    words = (box for box in plan.boxes if isinstance(box, Words))
    return [box for box in words if any(span_words(span) & COPY_WORDS for span in box.spans)]


def _symbol_places(plan: FacePlan) -> Sequence[SymbolPlace]:
    return [box for box in plan.boxes if isinstance(box, SymbolPlace)]


def _guard(artwork: Artwork, drawn: Sequence[tuple[str, Mark]]) -> None:
    paper = artwork.design.plan.paper
    modules = qr.modules_of(artwork.version)
    for box in _symbol_places(artwork.plan):
        guard(box, modules, drawn, paper=Area(0, 0, paper.width, paper.height))
