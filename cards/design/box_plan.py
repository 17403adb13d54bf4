"""What every box of a design file is: a named place, and how things stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import PositiveFloat

from cards.design.schema import Entry
from cards.measure import Area, Mm

Align: TypeAlias = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Entry):
    """A named place."""

    name: str
    x: Mm
    y: Mm
    w: PositiveFloat
    h: PositiveFloat

    @property
    def area(self) -> Area:
        """The place."""
        return Area(self.x, self.y, self.w, self.h)
