"""A design and what a card says become artwork; artwork and a code become faces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cards import qr
from cards.design.boxes import draw_plane, draw_shape, draw_specimen, draw_stations
from cards.design.content import Content
from cards.design.list_plan import Index, Leads, Register, Roll
from cards.design.lists import draw_list
from cards.design.pen import Pen
from cards.design.placed import Placed, placed_boxes, symbol_places
from cards.design.plan import (
    AnyBox,
    Disc,
    Emblem,
    FacePlan,
    FigureBox,
    ForkBox,
    Path,
    Plane,
    Specimen,
    SymbolPlace,
    Upright,
    Words,
)
from cards.design.reading import Design
from cards.design.safe import guard_safe, keep_safe
from cards.design.symbol import guard, guard_distance, place_symbol
from cards.design.words import draw_words, span_words
from cards.marks import Face, Fold, Group, Mark, Symbol
from cards.measure import Area, Mm

# What differs from copy to copy of the same card; boxes that name it are drawn last.
COPY_WORDS = frozenset({"code"})
USUAL_BLEED: Mm = 3


@dataclass(frozen=True, slots=True)
class Copy:
    """One printed card: what its symbol opens, and its code in words.

    A card with a symbol a service has them by the services' slots; its own are then the first's.
    """

    address: str
    code: str
    by_slot: Mapping[int, Copy] = field(default_factory=dict)

    def at(self, slot: int | None) -> Copy | None:
        """What belongs to a place of the card: the copy itself where the place has no slot."""
        return self if slot is None else self.by_slot.get(slot)


@dataclass(frozen=True, slots=True)
class Artwork:
    """One side of a card without what differs from copy to copy."""

    design: Design
    plan: FacePlan
    version: int
    bleed: Mm
    common: Group
    specimen: tuple[Mark, ...]
    folds: tuple[Fold, ...]
    symbols: tuple[Placed[SymbolPlace], ...]
    own: tuple[Placed[Words], ...]

    def face(self, copy: Copy) -> Face:
        """The finished side. Raises QuietZone, Overflow, qr.AddressTooLong."""
        pen = Pen(self.design)
        for place in self.own:
            if one := copy.at(place.box.slot):
                pen.box, pen.frame = place.name, place.frame
                draw_words(place.box, Content(words={"code": one.code}), pen)
        _guard(self, pen.drawn)
        symbols = list(self._symbols(copy))
        marks = [mark for _, mark in pen.drawn]
        paper = self.design.plan.paper
        items = (self.common, *self.specimen, *marks, *symbols)
        return Face(self.plan.name, paper.width, paper.height, self.bleed, items, self.folds)

    def _symbols(self, copy: Copy) -> Iterator[Mark]:
        """The symbols that this copy has; places with one address share its modules."""
        level = qr.Level(self.design.plan.level)
        encoded: dict[str, Symbol] = {}
        for place in self.symbols:
            one = copy.at(place.box.slot)
            if one is None:
                continue
            known = encoded.get(one.address)
            matrix = (
                known.matrix if known else qr.encode(one.address, level=level, version=self.version)
            )
            area, module = place_symbol(place.box, matrix.size)
            colour = self.design.colours[place.box.colour]
            symbol = encoded[one.address] = Symbol(area.x, area.y, module, matrix, colour)
            yield place.frame.mark(symbol)


def compose(
    design: Design, content: Content, *, version: int, bleed: Mm = USUAL_BLEED
) -> tuple[Artwork, ...]:
    """All sides of a card that says `content`, for symbols of one QR version.

    Planes that meet the trim run on over it by `bleed`. Raises Overflow, MissingGlyphs, Crowded,
    SymbolTooSmall, SymbolsTooClose, QuietZone, OutsideSafeArea; each names its box.
    """
    return tuple(
        _compose(design, plan, content, version=version, bleed=bleed) for plan in design.plan.faces
    )


def _compose(
    design: Design, plan: FacePlan, content: Content, *, version: int, bleed: Mm
) -> Artwork:
    pen, over = Pen(design), Pen(design)
    boxes = tuple(placed_boxes(design.plan, plan))
    for place in boxes:
        pen.box = over.box = place.name
        pen.frame = over.frame = place.frame
        if isinstance(place.box, Specimen):
            if content.specimen:
                draw_specimen(place.box, over)
        else:
            _draw(place.box, content, pen, bleed=bleed)
    common, specimen = (tuple(mark for _, mark in p.drawn) for p in (pen, over))
    artwork = Artwork(
        design,
        plan,
        version,
        bleed,
        Group(common),
        specimen,
        folds=_folds(design, plan),
        symbols=symbol_places(design.plan, plan),
        own=_own_boxes(boxes),
    )
    guard_distance(artwork.symbols, qr.modules_of(version))
    _guard(artwork, [*pen.drawn, *over.drawn])
    for place in artwork.symbols:
        area, _ = place_symbol(place.box, qr.modules_of(version))
        keep_safe(place.name, place.frame.area(area), design.plan.paper, artwork.folds)
    return artwork


def _draw(box: AnyBox, content: Content, pen: Pen, *, bleed: Mm) -> None:
    match box:
        case Plane():
            draw_plane(box, pen.design.plan.paper, pen, bleed=bleed)
        case Disc() | Emblem() | Upright():
            draw_shape(box, pen)
        case Words():
            draw_words(box, content, pen)
        case Path() | ForkBox() | FigureBox():
            draw_stations(box, content, pen)
        case Leads() | Index() | Register() | Roll():
            draw_list(box, content, pen)


def _own_boxes(boxes: Sequence[Placed[AnyBox]]) -> tuple[Placed[Words], ...]:
    return tuple(
        Placed(place.name, place.box, place.frame)
        for place in boxes
        if isinstance(place.box, Words)
        if any(span_words(span) & COPY_WORDS for span in place.box.spans)
    )


def _folds(design: Design, plan: FacePlan) -> tuple[Fold, ...]:
    own = [fold for fold in design.plan.folds if fold.face == plan.name]
    upright = tuple(Fold(fold.x, is_upright=True) for fold in own if fold.x is not None)
    return upright + tuple(Fold(fold.y, is_upright=False) for fold in own if fold.y is not None)


def _guard(artwork: Artwork, drawn: Sequence[tuple[str, Mark]]) -> None:
    paper = artwork.design.plan.paper
    modules = qr.modules_of(artwork.version)
    for place in artwork.symbols:
        guard(place, modules, drawn, paper=Area(0, 0, paper.width, paper.height))
    guard_safe(paper, artwork.folds, drawn)
