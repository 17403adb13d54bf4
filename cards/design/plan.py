"""A design as it is written in its file: paper, styles of type, and boxes in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, NonNegativeFloat, PositiveFloat, PositiveInt
from pydantic import Field as Constraint

from cards.design.box_plan import Align, Box
from cards.design.list_plan import Index, Leads, Register, Roll
from cards.design.schema import ColourName, Entry, StyleName, Template
from cards.design.station_plan import (
    AmountPlan,
    Column,
    FigurePlan,
    ForkPlan,
    NotePlan,
    ParagraphsPlan,
    Rail,
    Rhythm,
    StopsPlan,
    TablePlan,
)
from cards.measure import Mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Entry):
    """Trimmed size. Nothing but colour that runs over the edge comes nearer than `safe` to a cut.

    Type and symbols keep as far from a fold.
    """

    width: PositiveFloat
    height: PositiveFloat
    safe: PositiveFloat


@dataclass(frozen=True, slots=True, kw_only=True)
class Style(Entry):
    """Type of one weight, size and colour; `smallest` is how far it may shrink."""

    bold: bool = False
    size: PositiveFloat
    leading: PositiveFloat
    smallest: PositiveFloat | None = None
    colour: ColourName = "ink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane(Box):
    """A plane of colour, or its outline. At the trim it runs on into the bleed."""

    kind: Literal["plane"]
    colour: ColourName
    line: NonNegativeFloat = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc(Box):
    """A disc as wide as the box, from its upper left corner."""

    kind: Literal["disc"]
    colour: ColourName


@dataclass(frozen=True, slots=True, kw_only=True)
class Emblem(Box):
    """The city's springs, drawn to the box's width."""

    kind: Literal["emblem"]
    colour: ColourName


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Entry):
    """Part of a line in a style of its own, `gap` ems after the part before it.

    `text` may name words in braces; where one of them is absent the span is left out, as it is
    where the card is not in the state of `when`. A span with `may_go` is left out where the line
    would be too long.
    """

    text: Template
    style: StyleName
    gap: NonNegativeFloat = 0
    may_go: bool = False
    when: Literal["draft"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Entry):
    """Text: one span on up to `lines` lines, or several spans side by side on one.

    `baseline` is that of the first line, or of the last where the text `grows` upwards; the
    others follow by the style's leading. With a `slot` it speaks of the symbol there.
    """

    kind: Literal["words"]
    name: str
    x: Mm
    w: PositiveFloat
    baseline: Mm
    spans: Annotated[tuple[Span, ...], Constraint(min_length=1)]
    lines: PositiveInt = 1
    align: Align = "left"
    grows: Literal["down", "up"] = "down"
    slot: PositiveInt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolPlace(Box):
    """Where the symbol's modules go, its quiet zone being around them.

    A module is as many whole dots at 300 dpi as the place allows, never fewer than `smallest`.
    With a `slot` it is the symbol of the service there.
    """

    kind: Literal["symbol"]
    smallest: PositiveInt
    align: Align = "centre"
    sits: Literal["top", "middle", "bottom"] = "middle"
    colour: ColourName = "ink"
    slot: PositiveInt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen(Box):
    """样张 across the face, turned anticlockwise about the middle of the box."""

    kind: Literal["specimen"]
    text: str
    style: StyleName
    degrees: float
    opacity: Annotated[float, Constraint(gt=0, le=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Box):
    """Stations in order down a rail, spread over the box."""

    kind: Literal["path"]
    stations: Annotated[tuple[str, ...], Constraint(min_length=1)]
    rail: Rail
    label: Column
    label_style: StyleName
    answer: Column
    rhythm: Rhythm
    fork: ForkPlan
    figure: FigurePlan
    table: TablePlan
    paragraphs: ParagraphsPlan
    amount: AmountPlan
    stops: StopsPlan
    note: NotePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkBox(Box):
    """The fork of a service by itself."""

    kind: Literal["fork"]
    look: ForkPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureBox(Box):
    """The figure of days of a service by itself, its rule beside it or instead of it."""

    kind: Literal["figure"]
    look: FigurePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright(Box):
    """A short text set downwards, one hanzi below another, spread over the box's height."""

    kind: Literal["upright"]
    text: str
    style: StyleName


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPlace(Entry):
    """Where a panel lies on a face; `turned` puts it upside down."""

    kind: Literal["panel"]
    name: str
    of: str
    x: Mm
    y: Mm
    turned: bool = False


AnyBox: TypeAlias = (
    Plane
    | Disc
    | Emblem
    | Words
    | Upright
    | SymbolPlace
    | Specimen
    | Path
    | ForkBox
    | FigureBox
    | Leads
    | Index
    | Register
    | Roll
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPlan(Entry):
    """Boxes that stand together, in millimetres from their own corner; placed on faces."""

    name: str
    w: PositiveFloat
    h: PositiveFloat
    boxes: Annotated[
        tuple[Annotated[AnyBox, Discriminator("kind")], ...],
        Constraint(min_length=1),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldPlan(Entry):
    """A fold across a whole face, at `x` from its left or at `y` from its top edge."""

    face: str
    x: PositiveFloat | None = None
    y: PositiveFloat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacePlan(Entry):
    """One side of the card; `title` is how people call it (正面)."""

    name: str
    title: str
    boxes: Annotated[
        tuple[Annotated[AnyBox | PanelPlace, Discriminator("kind")], ...],
        Constraint(min_length=1),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke(Entry):
    """One stroke of the emblem, round at its ends, in its own units."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: PositiveFloat


@dataclass(frozen=True, slots=True, kw_only=True)
class EmblemPlan(Entry):
    """The emblem: strokes in a square of `units`."""

    units: PositiveFloat
    strokes: Annotated[tuple[Stroke, ...], Constraint(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink(Entry):
    """One colour of the house; `grey` is its percent of black where there is no other ink."""

    cmyk: tuple[float, float, float, float]
    rgb: str
    grey: Annotated[float, Constraint(ge=0, le=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class House(Entry):
    """What all designs share."""

    words: dict[str, str]
    boxes: dict[str, str]
    colours: dict[str, Ink]
    emblem: EmblemPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignPlan(Entry):
    """A whole design file. `shows` says what its symbol leads to, `all` has one a service.

    `folding` tells people how it is folded, where it has folds.
    """

    id: str
    title: str
    shows: Literal["service", "catalogue", "all"]
    level: Literal["M", "Q", "H"] = "Q"
    paper: Paper
    styles: dict[str, Style]
    panels: tuple[PanelPlan, ...] = ()
    folds: tuple[FoldPlan, ...] = ()
    folding: str = ""
    faces: Annotated[tuple[FacePlan, ...], Constraint(min_length=1)]
