"""Chinese type: where lines break, how signs and figures stand, what fits a box."""

from cards.font import missing_glyphs
from cards.typeset.breaking import Breaks, break_lines
from cards.typeset.character import Character, Piece, pieces, read
from cards.typeset.fitting import STEP, Block, MissingGlyphs, Overflow, Type, fit
from cards.typeset.line import Line, Run, set_line

__all__ = [
    "STEP",
    "Block",
    "Breaks",
    "Character",
    "Line",
    "MissingGlyphs",
    "Overflow",
    "Piece",
    "Run",
    "Type",
    "break_lines",
    "fit",
    "missing_glyphs",
    "pieces",
    "read",
    "set_line",
]
