"""Where a symbol stands on a face, in whole dots of the press, and that nothing comes near it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from cards.design.placed import Placed
from cards.design.plan import SymbolPlace
from cards.marks import QUIET_MODULES, Mark
from cards.measure import Area, Dots, Mm, dots_length, whole_dots
from cards.refusal import Refusal

PRESS_DPI: Final = 300
APART: Final[Mm] = 25
_HAIR: Final[Mm] = 1e-6


class SymbolTooSmall(Refusal):
    """The address is so long that its modules would be finer than the design permits."""

    def __init__(self, *, box: str, modules: int, dots: Dots, smallest: Dots) -> None:
        super().__init__(f"{box}: {dots} dots a module for {modules} modules, at least {smallest}")
        self.box = box
        self.modules = modules
        self.dots = dots
        self.smallest = smallest


class QuietZone(Refusal):
    """Something is drawn into a symbol's quiet zone; `box` names it."""

    def __init__(self, *, box: str, symbol: str) -> None:
        super().__init__(f"{box} lies in the quiet zone of {symbol}")
        self.box = box
        self.symbol = symbol


def place_symbol(box: SymbolPlace, modules: int) -> tuple[Area, Mm]:
    """Area of the modules and the side of one. Raises SymbolTooSmall."""
    dots = whole_dots(min(box.w, box.h), PRESS_DPI) // modules
    if dots < box.smallest:
        raise SymbolTooSmall(box=box.name, modules=modules, dots=dots, smallest=box.smallest)
    module = dots_length(dots, PRESS_DPI)
    side = module * modules
    across = {"left": 0.0, "centre": 0.5, "right": 1.0}[box.align]
    down = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[box.sits]
    return Area(box.x + (box.w - side) * across, box.y + (box.h - side) * down, side, side), module


class SymbolsTooClose(Refusal):
    """Two symbols stand so near that a camera sees both; `gap` is what lies between them."""

    def __init__(self, *, box: str, other: str, gap: Mm) -> None:
        super().__init__(f"{box} and {other} are {gap:.1f} mm apart, at least {APART:g}")
        self.box = box
        self.other = other
        self.gap = gap


def guard(
    place: Placed[SymbolPlace], modules: int, drawn: Iterable[tuple[str, Mark]], *, paper: Area
) -> None:
    """Refuse marks in the quiet zone, and a quiet zone that the paper's edge cuts.

    Raises QuietZone naming the offending box.
    """
    area, module = place_symbol(place.box, modules)
    keep_out = place.frame.area(area).grown(QUIET_MODULES * module)
    for name, mark in drawn:
        if mark.bounds.meets(keep_out):
            raise QuietZone(box=name, symbol=place.name)
    edges = (keep_out.x - paper.x, keep_out.y - paper.y)
    if min(*edges, paper.right - keep_out.right, paper.bottom - keep_out.bottom) < 0:
        raise QuietZone(box="paper", symbol=place.name)


def guard_distance(places: Sequence[Placed[SymbolPlace]], modules: int) -> None:
    """Refuse symbols of which a camera would see two at once. Raises SymbolsTooClose."""
    areas = [place.frame.area(place_symbol(place.box, modules)[0]) for place in places]
    for (one, area), (other, beside) in combinations(zip(places, areas, strict=True), 2):
        gap = area.distance(beside)
        if gap < APART - _HAIR:
            raise SymbolsTooClose(box=one.name, other=other.name, gap=gap)
