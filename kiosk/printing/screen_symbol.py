"""A symbol for glass: one address as SVG path data, for a page to show in whole pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cards import qr
from cards.marks import QUIET_MODULES, Colour, Symbol
from cards.svg import symbol_path

_BLACK: Final = Colour("black", (0, 0, 0, 100), "#000000")


@dataclass(frozen=True, slots=True)
class GlassSymbol:
    """A QR symbol in module units: `path` starts at the first module, `quiet` modules inside.

    `side` counts the quiet zone on both sides.
    """

    side: int
    quiet: int
    path: str


def glass_symbol(address: str) -> GlassSymbol:
    """The symbol that a phone reads from a hall's screen."""
    matrix = qr.encode(address)
    path = symbol_path(Symbol(0, 0, 1, matrix, _BLACK))
    return GlassSymbol(matrix.size + 2 * QUIET_MODULES, QUIET_MODULES, path)
