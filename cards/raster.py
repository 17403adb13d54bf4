"""Marks become a picture: every module of a symbol is a square of whole dots.

Straight edges keep to the pixel grid, as a press does; discs, round ends and type are smoothed.
A glyph is placed at its own fraction of a pixel, for Pillow alone would round each advance.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO, Final

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from cards.font import advance, font_bytes
from cards.marks import Circle, Colour, Face, Inks, Line, Mark, Rect, Symbol, Text
from cards.measure import Area, Mm, millimetres, pixels, whole_dots
from cards.refusal import Refusal
from cards.sheet import Page

PAPER: Final = (255, 255, 255)
_FINER: Final = 8  # samples a pixel on each axis where an edge is curved


class TooCoarse(Refusal):
    """At this resolution a module would be less than one dot."""

    def __init__(self, dpi: int) -> None:
        super().__init__(f"{dpi} dpi is too coarse for the symbol")
        self.dpi = dpi


def picture(face: Face, *, dpi: int, bleed: bool = False, inks: Inks = Inks.RGB) -> Image.Image:
    """The face in RGB, cut at the trim, or with its bleed. Raises TooCoarse."""
    return _Canvas(face, dpi=dpi, margin=face.bleed if bleed else 0, inks=inks).painted()


def page_picture(page: Page, *, dpi: int, inks: Inks = Inks.RGB) -> Image.Image:
    """A page in RGB, its faces with their bleed; for looking at. Raises TooCoarse."""
    whole = picture(Face("page", page.width, page.height, 0, page.items), dpi=dpi, inks=inks)
    for placed in page.placed:
        face, trim = placed.face, placed.trim
        drawn = picture(face, dpi=dpi, bleed=True, inks=inks).rotate(placed.degrees, expand=True)
        corner = (round(pixels(place - face.bleed, dpi)) for place in (trim.x, trim.y))
        whole.paste(drawn, (next(corner), next(corner)))
    return whole


def write_png(face: Face, target: BinaryIO, *, dpi: int, bleed: bool = False) -> None:
    """Write the face as PNG that knows its resolution. Raises TooCoarse."""
    picture(face, dpi=dpi, bleed=bleed).save(target, "PNG", dpi=(dpi, dpi))


class _Canvas:
    """One picture in the making."""

    def __init__(self, face: Face, *, dpi: int, margin: Mm, inks: Inks) -> None:
        self.face = face
        self.dpi = dpi
        self.inks = inks
        self.margin = margin
        width, height = (round(self._px(s + 2 * margin)) for s in (face.width, face.height))
        self.image = Image.new("RGB", (width, height), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def painted(self) -> Image.Image:
        for mark in self.face.marks():
            self._paint(mark)
        return self.image

    def _paint(self, mark: Mark) -> None:
        match mark:
            case Rect():
                self._rect(mark)
            case Line():
                self._round_line(mark) if mark.round else self._flat_line(mark)
            case Circle():
                self._circle(mark)
            case Text():
                self._masked_text(mark) if mark.degrees or mark.opacity < 1 else self._text(mark)
            case _:
                self._symbol(mark)

    def _px(self, length: Mm) -> float:
        return pixels(length, self.dpi)

    def _at(self, x: Mm, y: Mm) -> tuple[float, float]:
        return self._px(x + self.margin), self._px(y + self.margin)

    def _fill(self, left: int, top: int, *, right: int, bottom: int, colour: Colour) -> None:
        if right > left and bottom > top:
            self.draw.rectangle((left, top, right - 1, bottom - 1), fill=colour.seen(self.inks))

    def _edges(self, area: Area) -> tuple[int, int, int, int]:
        left, top = self._at(area.x, area.y)
        right, bottom = self._at(area.right, area.bottom)
        return round(left), round(top), round(right), round(bottom)

    def _rect(self, mark: Rect) -> None:
        left, top, right, bottom = self._edges(mark.area)
        if not mark.line:
            self._fill(left, top, right=right, bottom=bottom, colour=mark.colour)
            return
        thick = max(1, round(self._px(mark.line)))
        box = (left, top, right - 1, bottom - 1)
        self.draw.rectangle(box, outline=mark.colour.seen(self.inks), width=thick)

    def _flat_line(self, mark: Line) -> None:
        """An upright or level stroke, at least one pixel thick."""
        thick = max(1, round(self._px(mark.width)))
        x1, y1 = self._at(min(mark.x1, mark.x2), min(mark.y1, mark.y2))
        x2, y2 = self._at(max(mark.x1, mark.x2), max(mark.y1, mark.y2))
        left, top, right, bottom = round(x1), round(y1), round(x2), round(y2)
        if mark.x1 == mark.x2:
            left = round(x1 - thick / 2)
            right = left + thick
        else:
            top = round(y1 - thick / 2)
            bottom = top + thick
        self._fill(left, top, right=right, bottom=bottom, colour=mark.colour)

    def _round_line(self, mark: Line) -> None:
        radius = mark.width / 2

        def shape(draw: ImageDraw.ImageDraw, at: _At) -> None:
            start, end = at(mark.x1, mark.y1), at(mark.x2, mark.y2)
            reach = self._px(radius) * _FINER
            draw.line((*start, *end), fill=255, width=round(2 * reach))
            for x, y in (start, end):
                draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)

        self._smooth(mark.bounds, mark.colour, shape)

    def _circle(self, mark: Circle) -> None:
        def shape(draw: ImageDraw.ImageDraw, at: _At) -> None:
            x, y = at(mark.x, mark.y)
            outer, inner = (self._px(r) * _FINER for r in (mark.radius, mark.radius - mark.line))
            draw.ellipse((x - outer, y - outer, x + outer, y + outer), fill=255)
            if mark.line:
                draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill=0)

        self._smooth(mark.bounds, mark.colour, shape)

    def _smooth(
        self, bounds: Area, colour: Colour, shape: Callable[[ImageDraw.ImageDraw, _At], None]
    ) -> None:
        """Draw a shape finer than the picture, and lay it in smoothed."""
        left, top, right, bottom = self._edges(bounds.grown(millimetres(72 / self.dpi)))
        size = (right - left, bottom - top)
        mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER), 0)

        def at(x: Mm, y: Mm) -> tuple[float, float]:
            px, py = self._at(x, y)
            return (px - left) * _FINER, (py - top) * _FINER

        shape(ImageDraw.Draw(mask), at)
        smoothed = mask.resize(size, Image.Resampling.BOX)
        self.image.paste(colour.seen(self.inks), (left, top), smoothed)

    def _text(self, mark: Text) -> None:
        font = _sized_font(mark.bold, self._px(millimetres(mark.size)))
        x, y = self._at(mark.x, mark.baseline)
        for letter in mark.text:
            self.draw.text((x, y), letter, font=font, fill=mark.colour.seen(self.inks), anchor="ls")
            x += advance(letter, bold=mark.bold) * self._px(millimetres(mark.size))

    def _masked_text(self, mark: Text) -> None:
        """Draw the run upright on a mask around its start, turn the mask, lay it in thinly."""
        size = self._px(millimetres(mark.size))
        reach = round(self._px(mark.width) + size)
        mask = Image.new("L", (2 * reach, 2 * reach), 0)
        draw, x = ImageDraw.Draw(mask), float(reach)
        for letter in mark.text:
            font = _sized_font(mark.bold, size)
            draw.text((x, reach), letter, font=font, fill=round(255 * mark.opacity), anchor="ls")
            x += advance(letter, bold=mark.bold) * size
        turned = mask.rotate(mark.degrees, Image.Resampling.BICUBIC)
        at_x, at_y = self._at(mark.x, mark.baseline)
        corner = round(at_x) - reach, round(at_y) - reach
        self.image.paste(mark.colour.seen(self.inks), corner, turned)

    def _symbol(self, mark: Symbol) -> None:
        dots = whole_dots(mark.module, self.dpi)
        if not dots:
            raise TooCoarse(self.dpi)
        bounds = mark.bounds
        side = dots * mark.matrix.size
        middle = self._at(bounds.x + bounds.w / 2, bounds.y + bounds.h / 2)
        left, top = (round(place - side / 2) for place in middle)
        for x, y, length in mark.matrix.runs:
            box = left + x * dots, top + y * dots
            self._fill(
                *box,
                right=box[0] + length * dots,
                bottom=box[1] + dots,
                colour=mark.colour,
            )


_At = Callable[[Mm, Mm], tuple[float, float]]


@lru_cache(maxsize=64)
def _sized_font(bold: bool, size: float) -> FreeTypeFont:
    data = BytesIO(font_bytes(bold=bold))
    return ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.BASIC)
