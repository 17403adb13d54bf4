"""Where a symbol stands on a face, in whole dots of the press, and that nothing comes near it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cards.design.plan import SymbolPlace
from cards.marks import QUIET_MODULES, Mark
from cards.measure import Area, Dots, Mm, dots_length, whole_dots
from cards.refusal import Refusal

PRESS_DPI: Final = 300


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


def guard(
    box: SymbolPlace, modules: int, drawn: Iterable[tuple[str, Mark]], *, paper: Area
) -> None:
    """Refuse marks in the quiet zone, and a quiet zone that the paper's edge cuts.

    Raises QuietZone naming the offending box.
    """
    area, module = place_symbol(box, modules)
    keep_out = area.grown(QUIET_MODULES * module)
    for name, mark in drawn:
        if mark.bounds.meets(keep_out):
            raise QuietZone(box=name, symbol=box.name)
    edges = (keep_out.x - paper.x, keep_out.y - paper.y)
    if min(*edges, paper.right - keep_out.right, paper.bottom - keep_out.bottom) < 0:
        raise QuietZone(box="paper", symbol=box.name)
