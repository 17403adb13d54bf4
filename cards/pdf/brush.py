"""Marks as the operators of a page (ISO 32000-1, 8 and 9). Lengths are points, y grows upwards."""

from __future__ import annotations

from functools import cache
from math import cos, radians, sin
from typing import Final

from cards.marks import Circle, Colour, Inks, Line, Mark, Matrix, Rect, Symbol, Text
from cards.measure import Mm, points
from cards.pdf.file import number
from cards.pdf.font import EmbeddedFont

# How far the handles of a quarter of a circle reach, in radii.
_HANDLE: Final = 0.5523


class Palette:
    """What the pages of a file share: its inks, its two fonts, and how faint some words are."""

    def __init__(self, inks: Inks) -> None:
        self.inks = inks
        self.fonts = {bold: EmbeddedFont(bold=bold) for bold in (False, True)}
        self.opacities: dict[float, str] = {}

    def opacity(self, value: float) -> str:
        """The name of an opacity."""
        return self.opacities.setdefault(value, f"A{len(self.opacities) + 1}")


class Brush:
    """Draws marks into a stream; `top` is where y is 0 in millimetres, above the origin."""

    def __init__(self, palette: Palette, top: Mm) -> None:
        self.written: list[str] = []
        self._palette = palette
        self._top = top
        self._fill = ""
        self._stroke: tuple[str, str, int] | None = None

    def draw(self, mark: Mark) -> None:
        """Add a mark."""
        match mark:
            case Rect():
                self._rect(mark)
            case Line():
                self._line(mark)
            case Circle():
                self._circle(mark)
            case Text():
                self._text(mark)
            case _:
                self._symbol(mark)

    def _at(self, x: Mm, y: Mm) -> str:
        return f"{number(points(x))} {number(points(self._top - y))}"

    def _ink(self, colour: Colour) -> None:
        wanted = _ink(colour, self._palette.inks)
        if wanted != self._fill:
            self.written.append(wanted)
            self._fill = wanted

    def _pen(self, colour: Colour, width: Mm, *, round_ends: bool = False) -> None:
        wanted = (_ink(colour, self._palette.inks).upper(), number(points(width)), int(round_ends))
        if wanted != self._stroke:
            self.written.append(f"{wanted[0]} {wanted[1]} w {wanted[2]} J")
            self._stroke = wanted

    def _rect(self, mark: Rect) -> None:
        area = mark.area.grown(-mark.line / 2)
        size = f"{number(points(area.w))} {number(points(area.h))}"
        self._area(mark.colour, mark.line)
        does = "S" if mark.line else "f"
        self.written.append(f"{self._at(area.x, area.bottom)} {size} re {does}")

    def _area(self, colour: Colour, line: Mm) -> None:
        if line:
            self._pen(colour, line)
        else:
            self._ink(colour)

    def _line(self, mark: Line) -> None:
        self._pen(mark.colour, mark.width, round_ends=mark.round)
        self.written.append(f"{self._at(mark.x1, mark.y1)} m {self._at(mark.x2, mark.y2)} l S")

    def _circle(self, mark: Circle) -> None:
        """Four quarters from the right, upwards."""
        self._area(mark.colour, mark.line)
        r = mark.radius - mark.line / 2
        h = r * _HANDLE
        corners = [(r, 0), (r, h), (h, r), (0, r), (-h, r), (-r, h), (-r, 0)]
        corners += [(-r, -h), (-h, -r), (0, -r), (h, -r), (r, -h), (r, 0)]
        at = [self._at(mark.x + x, mark.y - y) for x, y in corners]
        quarters = " ".join(f"{' '.join(at[n : n + 3])} c" for n in range(1, 13, 3))
        self.written.append(f"{at[0]} m {quarters} {'s' if mark.line else 'f'}")

    def _text(self, mark: Text) -> None:
        font = self._palette.fonts[mark.bold]
        self._ink(mark.colour)
        shown = f"/F{int(mark.bold)} {number(mark.size)} Tf"
        letters = f"<{font.encoded(mark.text)}> Tj ET"
        if not mark.degrees and mark.opacity == 1:
            self.written.append(f"BT {shown} {self._at(mark.x, mark.baseline)} Td {letters}")
            return
        angle = radians(mark.degrees)
        turned = f"{number(cos(angle))} {number(sin(angle))} {number(-sin(angle))}"
        place = f"{turned} {number(cos(angle))} {self._at(mark.x, mark.baseline)} Tm"
        faint = f"q /{self._palette.opacity(mark.opacity)} gs" if mark.opacity < 1 else "q"
        self.written.append(f"{faint} BT {shown} {place} {letters} Q")

    def _symbol(self, mark: Symbol) -> None:
        """One path in module units from the symbol's top left, so that numbers stay short."""
        self._ink(mark.colour)
        module = number(points(mark.module))
        place = f"q {module} 0 0 -{module} {self._at(mark.x, mark.y)} cm"
        self.written.append(f"{place} {_path(mark.matrix)} f Q")


def _path(matrix: Matrix) -> str:
    """The dark runs of every row: found by splitting, for ten thousand symbols want it quick."""
    runs: list[str] = []
    for y, row in enumerate(matrix.rows):
        x = 0
        for dark in row.split("0"):
            if dark:
                runs.append(f"{x} {y} {len(dark)} 1 re")
                x += len(dark)
            x += 1
    return " ".join(runs)


@cache
def _ink(colour: Colour, inks: Inks) -> str:
    """The operator that chooses the ink of planes; in capitals it is that of strokes."""
    match inks:
        case Inks.CMYK:
            return f"{' '.join(number(part / 100) for part in colour.cmyk)} k"
        case Inks.GREY:
            return f"{number(1 - colour.grey / 100)} g"
        case _:
            return f"{' '.join(number(part / 255) for part in colour.channels)} rg"
