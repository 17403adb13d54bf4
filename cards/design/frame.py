"""Where a panel lies on its face: moved, and perhaps upside down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cards.marks import Circle, Line, Mark, Matrix, Rect, Symbol, Text
from cards.measure import Area, Mm

HALF_TURN: Final = 180.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A panel's corner on the face and its size; marks go in in its millimetres."""

    x: Mm = 0
    y: Mm = 0
    w: Mm = 0
    h: Mm = 0
    is_turned: bool = False

    def point(self, x: Mm, y: Mm) -> tuple[Mm, Mm]:
        """A point of the panel on the face."""
        if self.is_turned:
            x, y = self.w - x, self.h - y
        return self.x + x, self.y + y

    def area(self, area: Area) -> Area:
        """A rectangle of the panel on the face."""
        corner = (area.right, area.bottom) if self.is_turned else (area.x, area.y)
        return Area(*self.point(*corner), area.w, area.h)

    def mark(self, mark: Mark) -> Mark:
        """A mark of the panel on the face."""
        if self == FLAT:
            return mark
        match mark:
            case Rect():
                return replace(mark, area=self.area(mark.area))
            case Line():
                (x1, y1), (x2, y2) = self.point(mark.x1, mark.y1), self.point(mark.x2, mark.y2)
                return replace(mark, x1=x1, y1=y1, x2=x2, y2=y2)
            case Circle():
                x, y = self.point(mark.x, mark.y)
                return replace(mark, x=x, y=y)
            case Text():
                x, y = self.point(mark.x, mark.baseline)
                degrees = mark.degrees + HALF_TURN if self.is_turned else mark.degrees
                return replace(mark, x=x, baseline=y, degrees=degrees)
            case _:
                return self._symbol(mark)

    def _symbol(self, mark: Symbol) -> Symbol:
        area = self.area(mark.bounds)
        rows = mark.matrix.rows
        matrix = Matrix(tuple(row[::-1] for row in reversed(rows))) if self.is_turned else None
        return replace(mark, x=area.x, y=area.y, matrix=matrix or mark.matrix)


FLAT: Final = Frame()
