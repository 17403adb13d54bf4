"""What shots are taken of: the reflectance of a card around one symbol, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image

from cards.marks import Matrix
from cards.measure import MM_PER_INCH, Area, Mm
from cards.preflight.battery import Stuff
from cards.preflight.optics import Picture

# How much of the card around a symbol a shot shows: a share of its side, at least some millimetres.
_AROUND: Final = 0.3
_AROUND_LEAST: Final[Mm] = 5

_STRIP: Final = 256  # rows turned into light at once: what that takes in between is not small

_RED, _GREEN, _BLUE = 0.2126, 0.7152, 0.0722  # luminance of linear light, ITU-R BT.709


@dataclass(frozen=True, slots=True)
class Subject:
    """One symbol on its card. `picture` is reflectance 0 to 1, `scale` its pixels a millimetre.

    `area` are the symbol's modules, in millimetres from the picture's top left corner; `matrix` is
    what they should be, `address` what they should open, and `others` what else may be seen.
    """

    picture: Picture
    scale: float
    area: Area
    matrix: Matrix
    address: str
    others: frozenset[str] = frozenset()

    @property
    def module(self) -> Mm:
        """Side of a module."""
        return self.area.w / self.matrix.size

    @property
    def side(self) -> Mm:
        """Side of the symbol without its quiet zone."""
        return self.area.w


def turned_back(subject: Subject, turns: int) -> Subject:
    """A symbol that stands turned clockwise by right angles, upright."""
    for _ in range(turns):
        area, width = subject.area, subject.picture.shape[1] / subject.scale
        rows = tuple("".join(column) for column in zip(*subject.matrix.rows, strict=True))
        subject = replace(
            subject,
            picture=np.ascontiguousarray(np.rot90(subject.picture)),
            area=Area(area.y, width - area.right, area.h, area.w),
            matrix=Matrix(rows[::-1]),
        )
    return subject


def reflectance(image: Image.Image, stuff: Stuff) -> Picture:
    """A picture for the screen as what paper and ink give back, white being paper."""
    channels = np.asarray(image.convert("RGB"))
    picture = np.empty(channels.shape[:2], np.float32)
    for top in range(0, len(picture), _STRIP):
        linear = _LINEAR[channels[top : top + _STRIP]]
        light = linear[..., 0] * _RED + linear[..., 1] * _GREEN + linear[..., 2] * _BLUE
        picture[top : top + _STRIP] = stuff.ink + light * (stuff.paper - stuff.ink)
    return picture


def around(
    picture: Picture, area: Area, *, dpi: float, trim: Area, stuff: Stuff
) -> tuple[Picture, Area]:
    """The part of a page's picture that a shot of the symbol at `area` shows.

    `area` and `trim` are in millimetres from the page's corner; what lies outside the trim is the
    table. Also the symbol's area within that part.
    """
    scale = dpi / MM_PER_INCH
    left, top, right, bottom = (round(edge * scale) for edge in _edges(area.grown(margin_of(area))))
    part = np.full((bottom - top, right - left), stuff.table, np.float32)
    x1, y1, x2, y2 = (round(edge * scale) for edge in _edges(trim))
    x1, y1 = max(x1, left, 0), max(y1, top, 0)
    x2, y2 = min(x2, right, picture.shape[1]), min(y2, bottom, picture.shape[0])
    part[y1 - top : y2 - top, x1 - left : x2 - left] = picture[y1:y2, x1:x2]
    return part, Area(area.x - left / scale, area.y - top / scale, area.w, area.h)


def margin_of(area: Area) -> Mm:
    """How much of the card around a symbol at `area` a shot shows."""
    return max(_AROUND * area.w, _AROUND_LEAST)


def _edges(area: Area) -> tuple[Mm, Mm, Mm, Mm]:
    return area.x, area.y, area.right, area.bottom


def _linear_light() -> Picture:
    """SRGB values 0 to 255 as linear light (IEC 61966-2-1)."""
    value = np.arange(256) / 255
    bent = ((value + 0.055) / 1.055) ** 2.4
    return np.where(value <= 0.04045, value / 12.92, bent).astype(np.float32)


_LINEAR: Final = _linear_light()
