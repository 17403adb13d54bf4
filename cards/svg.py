"""Marks become SVG: millimetres, type as outlines, each symbol one path.

Type is outlined because no two programs agree on embedded fonts in SVG (many ignore them and set
the text in whatever they find). Each glyph is stored once and used by reference. There is no
style element or attribute, so the picture may stand inside a page with a strict policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape

from cards.font import advance, outline
from cards.marks import Circle, Face, Line, Mark, Rect, Symbol, Text
from cards.measure import millimetres


def write_svg(face: Face, target: BinaryIO, *, title: str) -> None:
    """Write the face, cut at the trim; `title` is what a screen reader says."""
    target.write("".join(_document(face, title)).encode())


def symbol_path(mark: Symbol) -> str:
    """The symbol's modules as path data in module units, runs merged along the rows."""
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in mark.matrix.runs)


def _document(face: Face, title: str) -> Iterator[str]:
    w, h = _number(face.width), _number(face.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" '
        f'viewBox="0 0 {w} {h}" role="img">\n<title>{escape(title)}</title>\n'
    )
    yield f"<defs>\n{''.join(_glyphs(face))}</defs>\n"
    yield f'<rect width="{w}" height="{h}" fill="#ffffff"/>\n'
    for mark in face.marks():
        yield _drawn(mark) + "\n"
    yield "</svg>\n"


def _glyphs(face: Face) -> Iterator[str]:
    texts = [mark for mark in face.marks() if isinstance(mark, Text)]
    used = sorted({(text.bold, letter) for text in texts for letter in text.text})
    for bold, letter in used:
        if path := outline(letter, bold=bold):
            yield f'<path id="{_glyph_id(letter, bold=bold)}" d="{path}"/>\n'


def _drawn(mark: Mark) -> str:
    match mark:
        case Rect():
            return _rect(mark)
        case Line():
            return _line(mark)
        case Circle():
            return _circle(mark)
        case Text():
            return _text(mark)
        case _:
            return _symbol(mark)


def _rect(mark: Rect) -> str:
    area = mark.area.grown(-mark.line / 2)
    place = f'x="{_number(area.x)}" y="{_number(area.y)}"'
    size = f'width="{_number(area.w)}" height="{_number(area.h)}"'
    return f"<rect {place} {size} {_ink(mark)}/>"


def _line(mark: Line) -> str:
    ends = f'x1="{_number(mark.x1)}" y1="{_number(mark.y1)}"'
    ends += f' x2="{_number(mark.x2)}" y2="{_number(mark.y2)}"'
    cap = ' stroke-linecap="round"' if mark.round else ""
    return f'<line {ends} stroke="{mark.colour.rgb}" stroke-width="{_number(mark.width)}"{cap}/>'


def _circle(mark: Circle) -> str:
    radius = _number(mark.radius - mark.line / 2)
    centre = f'cx="{_number(mark.x)}" cy="{_number(mark.y)}"'
    return f'<circle {centre} r="{radius}" {_ink(mark)}/>'


def _text(mark: Text) -> str:
    """A run as references to its glyphs, in thousandths of an em under one transform."""
    scale = millimetres(mark.size) / 1000
    turn = f" rotate({-mark.degrees:g})" if mark.degrees else ""
    faint = f' fill-opacity="{mark.opacity:g}"' if mark.opacity < 1 else ""
    place = f"translate({_number(mark.x)} {_number(mark.baseline)}){turn} scale({scale:.6g})"
    uses = "".join(_uses(mark))
    return f'<g transform="{place}" fill="{mark.colour.rgb}"{faint}>{uses}</g>'


def _uses(mark: Text) -> Iterator[str]:
    x = 0.0
    for letter in mark.text:
        if outline(letter, bold=mark.bold):
            yield f'<use href="#{_glyph_id(letter, bold=mark.bold)}" x="{round(x)}"/>'
        x += advance(letter, bold=mark.bold) * 1000


def _symbol(mark: Symbol) -> str:
    place = f"translate({_number(mark.x)} {_number(mark.y)}) scale({mark.module:.6g})"
    look = f'fill="{mark.colour.rgb}" shape-rendering="crispEdges"'
    return f'<path transform="{place}" {look} d="{symbol_path(mark)}"/>'


def _ink(mark: Rect | Circle) -> str:
    if not mark.line:
        return f'fill="{mark.colour.rgb}"'
    return f'fill="none" stroke="{mark.colour.rgb}" stroke-width="{_number(mark.line)}"'


def _glyph_id(letter: str, *, bold: bool) -> str:
    return f"{'b' if bold else 'r'}{ord(letter):x}"


def _number(value: float) -> str:
    return f"{round(value, 4) + 0:.4f}".rstrip("0").rstrip(".")
