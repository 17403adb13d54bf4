"""The display list: what a face is made of, in millimetres. Writers draw it, goldens hold its dump.

x grows to the right and y downwards from the trim's top left corner; bleed has negative numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias

from cards.measure import Area, Mm, Pt, millimetres

QUIET_MODULES: Final = 4  # ISO/IEC 18004, 9.1

# What a line of type may cover above and below its baseline, in ems.
_ABOVE, _BELOW = 0.92, 0.24


class Inks(StrEnum):
    """What the colours of a file are made of."""

    CMYK = "cmyk"
    GREY = "grey"
    RGB = "rgb"


@dataclass(frozen=True, slots=True)
class Colour:
    """One ink, for the press, for the screen, and for a printer that has black alone.

    `cmyk` and `grey` in percent of ink, `rgb` as ``#rrggbb``.
    """

    name: str
    cmyk: tuple[float, float, float, float]
    rgb: str
    grey: float = 100

    @property
    def channels(self) -> tuple[int, int, int]:
        """Red, green, blue, 0 to 255."""
        red, green, blue = bytes.fromhex(self.rgb[1:])
        return red, green, blue

    def seen(self, inks: Inks) -> tuple[int, int, int]:
        """Red, green, blue of how it looks in these inks; the press is shown as the screen."""
        if inks is not Inks.GREY:
            return self.channels
        light = round(255 * (1 - self.grey / 100))
        return light, light, light


@dataclass(frozen=True)
class Matrix:
    """The modules of a QR symbol without its quiet zone, one string of 0 and 1 a row."""

    rows: tuple[str, ...]

    @property
    def size(self) -> int:
        """Modules on a side."""
        return len(self.rows)

    @cached_property
    def runs(self) -> tuple[tuple[int, int, int], ...]:
        """Dark modules merged along their rows: (column, row, length)."""
        return tuple(run for y, row in enumerate(self.rows) for run in _runs(y, row))


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: filled, or outlined inside its edge where `line` is above 0."""

    area: Area
    colour: Colour
    line: Mm = 0

    @property
    def bounds(self) -> Area:
        """What it covers."""
        return self.area

    def __str__(self) -> str:
        outline = f" outline {_mm(self.line)}" if self.line else ""
        return f"rect {_area(self.area)} {self.colour.name}{outline}"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke, its ends cut off or round."""

    x1: Mm
    y1: Mm
    x2: Mm
    y2: Mm
    width: Mm
    colour: Colour
    round: bool = False

    @property
    def bounds(self) -> Area:
        """What it covers, caps included."""
        left, top = min(self.x1, self.x2), min(self.y1, self.y2)
        area = Area(left, top, abs(self.x2 - self.x1), abs(self.y2 - self.y1))
        return area.grown(self.width / 2)

    def __str__(self) -> str:
        ends = " round" if self.round else ""
        numbers = " ".join(_mm(n) for n in (self.x1, self.y1, self.x2, self.y2, self.width))
        return f"line {numbers} {self.colour.name}{ends}"


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc, or a ring inside its edge where `line` is above 0."""

    x: Mm
    y: Mm
    radius: Mm
    colour: Colour
    line: Mm = 0

    @property
    def bounds(self) -> Area:
        """What it covers."""
        return Area(self.x, self.y, 0, 0).grown(self.radius)

    def __str__(self) -> str:
        ring = f" ring {_mm(self.line)}" if self.line else ""
        return f"circle {_mm(self.x)} {_mm(self.y)} {_mm(self.radius)} {self.colour.name}{ring}"


@dataclass(frozen=True, slots=True)
class Text:
    """One run of one font on one baseline, its glyphs side by side without kerning.

    `width` is the sum of the advances. `degrees` turns it anticlockwise about its start.
    """

    x: Mm
    baseline: Mm
    text: str
    _: KW_ONLY
    bold: bool
    size: Pt
    width: Mm
    colour: Colour
    degrees: float = 0
    opacity: float = 1

    @property
    def bounds(self) -> Area:
        """What it may cover."""
        em = millimetres(self.size)
        above, below = em * _ABOVE, em * _BELOW
        upright = Area(self.x, self.baseline - above, self.width, above + below)
        return upright.turned(self.degrees, self.x, self.baseline) if self.degrees else upright

    def __str__(self) -> str:
        weight = "bold" if self.bold else "regular"
        turned = f" turned {self.degrees:g}" if self.degrees else ""
        faint = f" opacity {self.opacity:g}" if self.opacity < 1 else ""
        place = f"{_mm(self.x)} {_mm(self.baseline)} {_mm(self.width)}"
        look = f"{weight} {self.size:g}pt {self.colour.name}{turned}{faint}"
        return f"text {place} {look} {self.text}"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol; (x, y) is the corner of its first module, `module` a module's side."""

    x: Mm
    y: Mm
    module: Mm
    matrix: Matrix
    colour: Colour

    @property
    def bounds(self) -> Area:
        """The modules alone."""
        side = self.module * self.matrix.size
        return Area(self.x, self.y, side, side)

    @property
    def keep_out(self) -> Area:
        """The modules and the quiet zone around them."""
        return self.bounds.grown(QUIET_MODULES * self.module)

    def __str__(self) -> str:
        place = f"{_mm(self.x)} {_mm(self.y)} module {self.module:.4f} {self.colour.name}"
        rows = "".join(f"\n  {row}" for row in self.matrix.rows)
        return f"symbol {place}{rows}"


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Opaque marks that return unchanged on many faces: a writer may store them once.

    Two groups are the same only if they are one object.
    """

    marks: tuple[Mark, ...]


Mark: TypeAlias = Rect | Line | Circle | Text | Symbol
Item: TypeAlias = Mark | Group


@dataclass(frozen=True, slots=True)
class Fold:
    """A fold across a whole face: upright at `at` from its left edge, or level from its top."""

    at: Mm
    is_upright: bool

    def __str__(self) -> str:
        return f"fold {'x' if self.is_upright else 'y'} {_mm(self.at)}"


@dataclass(frozen=True, slots=True)
class Face:
    """One side of one card: its trimmed size, how far colour runs over the edge, and its marks.

    `folds` are where it is folded; they are no marks, and drawn by none of the writers.
    """

    name: str
    width: Mm
    height: Mm
    bleed: Mm
    items: tuple[Item, ...]
    folds: tuple[Fold, ...] = ()

    def marks(self) -> Iterator[Mark]:
        """Every mark in drawing order, groups opened."""
        for item in self.items:
            if isinstance(item, Group):
                yield from item.marks
            else:
                yield item

    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols on the face."""
        return tuple(mark for mark in self.marks() if isinstance(mark, Symbol))


def dump(face: Face) -> str:
    """The face as text, one mark a line: the same for the same face, whatever draws it."""
    head = f"face {face.name} {_mm(face.width)} {_mm(face.height)} bleed {_mm(face.bleed)}"
    lines = (str(thing) for thing in (*face.folds, *face.marks()))
    return "\n".join([head, *lines]) + "\n"


def _runs(y: int, row: str) -> Iterator[tuple[int, int, int]]:
    start = row.find("1")
    while start >= 0:
        end = row.find("0", start)
        end = len(row) if end < 0 else end
        yield start, y, end - start
        start = row.find("1", end)


def _area(area: Area) -> str:
    return " ".join(_mm(number) for number in (area.x, area.y, area.w, area.h))


def _mm(length: Mm) -> str:
    """Hundredths of a millimetre, without trailing zeros and without a negative zero."""
    return f"{round(length, 2) + 0:.2f}".rstrip("0").rstrip(".")
