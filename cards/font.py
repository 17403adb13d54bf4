"""The two print fonts: their bytes, their advances, their outlines, and what they cannot write."""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from typing import Final

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

import assets

REGULAR: Final = "NotoSansSC-Regular"
BOLD: Final = "NotoSansSC-Bold"

# From the baseline up and down to the edges of a hanzi's square, in ems.
ASCENT: Final = 0.88
DESCENT: Final = 0.12
CAP_HEIGHT: Final = 0.733


def font_name(*, bold: bool) -> str:
    """The PostScript name, which is the file's name too."""
    return BOLD if bold else REGULAR


@cache
def font_bytes(*, bold: bool) -> bytes:
    """The font file."""
    return assets.read_bytes("fonts", f"{font_name(bold=bold)}.ttf")


def advance(character: str, *, bold: bool) -> float:
    """Width of one character in ems. A character the font lacks counts as one em."""
    return _advances(bold).get(ord(character), 1.0)


def width(text: str, *, bold: bool) -> float:
    """Sum of the advances in ems."""
    return sum(advance(character, bold=bold) for character in text)


def missing_glyphs(text: str) -> set[str]:
    """The printing characters of `text` that one of the fonts cannot write."""
    return {letter for letter in set(text) - _known() if letter not in "\n\t"}


@lru_cache(maxsize=4096)
def outline(character: str, *, bold: bool) -> str:
    """The glyph as SVG path data in thousandths of an em, y downwards; empty for a space."""
    font = _font(bold)
    glyphs = font.getGlyphSet()
    pen = SVGPathPen(glyphs)
    name = font.getBestCmap().get(ord(character), ".notdef")
    glyphs[name].draw(TransformPen(pen, (1, 0, 0, -1, 0, 0)))
    return str(pen.getCommands())


@cache
def _font(bold: bool) -> TTFont:
    return TTFont(BytesIO(font_bytes(bold=bold)), lazy=True)


@cache
def _advances(bold: bool) -> dict[int, float]:
    font = _font(bold)
    em, metrics = font["head"].unitsPerEm, font["hmtx"]
    return {point: metrics[name][0] / em for point, name in font.getBestCmap().items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(map(chr, _advances(False).keys() & _advances(True).keys()))
