"""Millimetres, points and pixels: the only unit arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Final, TypeAlias

Mm: TypeAlias = float
Pt: TypeAlias = float
Dots: TypeAlias = int

MM_PER_INCH: Final = 25.4
POINTS_PER_INCH: Final = 72.0


def points(length: Mm) -> Pt:
    """Millimetres as points."""
    return length * POINTS_PER_INCH / MM_PER_INCH


def millimetres(length: Pt) -> Mm:
    """Points as millimetres."""
    return length * MM_PER_INCH / POINTS_PER_INCH


def pixels(length: Mm, dpi: int) -> float:
    """Millimetres as pixels of a device."""
    return length * dpi / MM_PER_INCH


def whole_dots(length: Mm, dpi: int) -> Dots:
    """How many whole device dots lie within `length`."""
    return int(pixels(length, dpi) + 1e-6)


def dots_length(dots: Dots, dpi: int) -> Mm:
    """Length of `dots` device dots."""
    return dots * MM_PER_INCH / dpi


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in millimetres from the trim's top left corner."""

    x: Mm
    y: Mm
    w: Mm
    h: Mm

    @property
    def right(self) -> Mm:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> Mm:
        """Lower edge."""
        return self.y + self.h

    def grown(self, by: Mm) -> Area:
        """The same rectangle, larger by `by` on each side."""
        return Area(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def meets(self, other: Area) -> bool:
        """Whether the insides overlap; edges that touch do not count."""
        apart = self.right <= other.x + _TOUCH or other.right <= self.x + _TOUCH
        below = self.bottom <= other.y + _TOUCH or other.bottom <= self.y + _TOUCH
        return not (apart or below)

    def holds(self, other: Area) -> bool:
        """Whether another rectangle lies inside; edges may touch."""
        return (
            other.x >= self.x - _TOUCH
            and other.y >= self.y - _TOUCH
            and other.right <= self.right + _TOUCH
            and other.bottom <= self.bottom + _TOUCH
        )

    def distance(self, other: Area) -> Mm:
        """The shortest way from one rectangle to another; 0 where they meet."""
        across = max(other.x - self.right, self.x - other.right, 0.0)
        down = max(other.y - self.bottom, self.y - other.bottom, 0.0)
        return hypot(across, down)

    def turned(self, degrees: float, x: Mm, y: Mm) -> Area:
        """The upright rectangle around this one turned anticlockwise about the point (x, y)."""
        corners = [
            turned(corner_x, corner_y, degrees=degrees, about=(x, y))
            for corner_x in (self.x, self.right)
            for corner_y in (self.y, self.bottom)
        ]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
        return Area(left, top, right - left, bottom - top)


def turned(x: Mm, y: Mm, *, degrees: float, about: tuple[Mm, Mm]) -> tuple[Mm, Mm]:
    """A point turned anticlockwise about another, where y grows downwards."""
    across, up = cos(radians(degrees)), sin(radians(degrees))
    dx, dy = x - about[0], y - about[1]
    return about[0] + dx * across + dy * up, about[1] - dx * up + dy * across


_TOUCH: Final[Mm] = 1e-6
