"""Marks outside of a card: where to cut, where to fold, and a line that says what it is.

They are cut off with the rest of the paper. Black alone, so that nothing can be out of register.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cards.font import width
from cards.marks import Colour, Face, Fold, Line, Mark, Text
from cards.measure import Area, Mm, Pt, millimetres

MARK: Final = Colour("mark", (0, 0, 0, 100), "#000000")
TOUCH: Final[Mm] = 1e-6
CAPTION: Final[Pt] = 6
CAPTION_HEIGHT: Final[Mm] = millimetres(CAPTION)

_DASHES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """Strokes that show where to cut: `gap` from the bleed, never shorter than `shortest`."""

    gap: Mm
    length: Mm
    shortest: Mm
    width: Mm

    def shortened(self, room: Mm) -> Mm:
        """How long they are where there is `room` beyond the bleed; 0 where they do not fit."""
        length = min(self.length, room - self.gap)
        return length if length >= self.shortest - TOUCH else 0


def cuts(
    trims: Sequence[Area], bleed: Mm, marking: Marking, lengths: tuple[Mm, Mm]
) -> Iterator[Mark]:
    """Marks at the edge of all cards together, in line with every cut."""
    across = {round(x, 6) for trim in trims for x in (trim.x, trim.right)}
    down = {round(y, 6) for trim in trims for y in (trim.y, trim.bottom)}
    out = bleed + marking.gap
    for x in sorted(across) if lengths[1] else ():
        for edge, way in ((min(down), -1), (max(down), 1)):
            start = edge + way * out
            yield Line(x, start, x, start + way * lengths[1], marking.width, MARK)
    for y in sorted(down) if lengths[0] else ():
        for edge, way in ((min(across), -1), (max(across), 1)):
            start = edge + way * out
            yield Line(start, y, start + way * lengths[0], y, marking.width, MARK)


def folds(
    face: Face, trims: Sequence[Area], marking: Marking, *, degrees: int, lengths: tuple[Mm, Mm]
) -> Iterator[Mark]:
    """Dashed marks in line with every fold."""
    block = Area(
        min(trim.x for trim in trims),
        min(trim.y for trim in trims),
        max(trim.right for trim in trims) - min(trim.x for trim in trims),
        max(trim.bottom for trim in trims) - min(trim.y for trim in trims),
    )
    out = face.bleed + marking.gap
    places = {
        (is_upright, round(place, 6))
        for trim in trims
        for is_upright, place in (_fold_on_page(fold, face, trim, degrees) for fold in face.folds)
    }
    for is_upright, place in sorted(places):
        if is_upright:
            yield from _dashed(place, (block.y - out, block.bottom + out), lengths[1], marking)
        else:
            for dash in _dashed(place, (block.x - out, block.right + out), lengths[0], marking):
                yield Line(dash.y1, dash.x1, dash.y2, dash.x2, dash.width, MARK)


def written(words: str, x: Mm, bottom: Mm) -> Text:
    """A small line of words that ends above `bottom`."""
    em = CAPTION_HEIGHT
    wide = width(words, bold=False) * em
    return Text(x, bottom - 0.25 * em, words, bold=False, size=CAPTION, width=wide, colour=MARK)


def _fold_on_page(fold: Fold, face: Face, trim: Area, degrees: int) -> tuple[bool, Mm]:
    """Whether a fold of a face that is turned stands upright on the page, and where."""
    length = face.width if fold.is_upright else face.height
    is_far = degrees in ((90, 180) if fold.is_upright else (180, 270))
    at = length - fold.at if is_far else fold.at
    is_upright = fold.is_upright is (degrees % 180 == 0)
    return is_upright, (trim.x if is_upright else trim.y) + at


def _dashed(place: Mm, ends: tuple[Mm, Mm], length: Mm, marking: Marking) -> Iterator[Line]:
    """Upright dashes outwards from both ends."""
    dash = length / (2 * _DASHES - 1)
    for start, way in zip(ends, (-1, 1), strict=True):
        for number in range(_DASHES if length else 0):
            y = start + way * 2 * number * dash
            yield Line(place, y, place, y + way * dash, marking.width, MARK)
