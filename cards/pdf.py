"""Marks become PDF: DeviceCMYK, embedded subset fonts, symbols as one path each, nothing rastered.

The same pages give the same bytes: ReportLab's `invariant` leaves clock and chance out. Groups of
marks become forms that the pages share.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.colors import CMYKColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from cards.font import font_bytes, font_name
from cards.marks import Circle, Colour, Face, Group, Line, Mark, Rect, Symbol, Text
from cards.measure import Area, points
from cards.sheet import Page

PROGRAM = "Quancheng Mingbai Card"


def write_pdf(pages: Iterable[Page], target: BinaryIO, *, title: str) -> None:
    """Write the pages with MediaBox, BleedBox and TrimBox; there must be at least one."""
    _prepare()
    writer = _Writer(target, title)
    for page in pages:
        writer.add(page)
    writer.close()


class _Writer:
    """One document in the making."""

    def __init__(self, target: BinaryIO, title: str) -> None:
        first = font_name(bold=False)  # else every page names Helvetica, which is not embedded
        self.canvas = Canvas(
            target, invariant=1, pageCompression=1, lang="zh-CN", initialFontName=first
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(PROGRAM)
        self.canvas.setSubject(title)
        self.canvas.setCreator(PROGRAM)
        self.forms: dict[Group, str] = {}

    def add(self, page: Page) -> None:
        canvas, face = self.canvas, page.face
        for item in face.items:
            if isinstance(item, Group) and item not in self.forms:
                self._define(item, face)
        canvas.setPageSize((points(page.width), points(page.height)))
        canvas.setBleedBox(_pdf_box(page.bleed, page))
        canvas.setTrimBox(_pdf_box(page.trim, page))
        canvas.saveState()
        x, y = page.origin
        canvas.translate(points(x), points(page.height - y - face.height))
        self._draw(face)
        canvas.restoreState()
        canvas.showPage()

    def close(self) -> None:
        self.canvas.save()

    def _define(self, group: Group, face: Face) -> None:
        """Store a group once, in the face's coordinates with its bleed."""
        name = self.forms[group] = f"art{len(self.forms) + 1}"
        bleed = points(face.bleed)
        right, top = points(face.width) + bleed, points(face.height) + bleed
        self.canvas.beginForm(name, -bleed, -bleed, right, top)
        for mark in group.marks:
            _Brush(self.canvas, face).draw(mark)
        self.canvas.endForm()

    def _draw(self, face: Face) -> None:
        brush = _Brush(self.canvas, face)
        for item in face.items:
            if isinstance(item, Group):
                self.canvas.doForm(self.forms[item])
            else:
                brush.draw(item)


class _Brush:
    """Draws marks of one face, whose lower left trim corner is the origin."""

    def __init__(self, canvas: Canvas, face: Face) -> None:
        self.canvas = canvas
        self.top = face.height

    def draw(self, mark: Mark) -> None:
        match mark:
            case Rect():
                self._rect(mark)
            case Line():
                self._line(mark)
            case Circle():
                self._circle(mark)
            case Text():
                self._text(mark)
            case _:
                self._symbol(mark)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return points(x), points(self.top - y)

    def _rect(self, mark: Rect) -> None:
        area = mark.area.grown(-mark.line / 2)
        x, y = self._at(area.x, area.bottom)
        self._ink(mark.colour, line=mark.line)
        fill = 0 if mark.line else 1
        self.canvas.rect(x, y, points(area.w), points(area.h), stroke=1 - fill, fill=fill)

    def _line(self, mark: Line) -> None:
        self._ink(mark.colour, line=mark.width)
        self.canvas.setLineCap(1 if mark.round else 0)
        self.canvas.line(*self._at(mark.x1, mark.y1), *self._at(mark.x2, mark.y2))

    def _circle(self, mark: Circle) -> None:
        x, y = self._at(mark.x, mark.y)
        self._ink(mark.colour, line=mark.line)
        radius, fill = points(mark.radius - mark.line / 2), 0 if mark.line else 1
        self.canvas.circle(x, y, radius, stroke=1 - fill, fill=fill)

    def _text(self, mark: Text) -> None:
        canvas = self.canvas
        self._ink(mark.colour, line=0)
        canvas.setFont(font_name(bold=mark.bold), mark.size)
        x, y = self._at(mark.x, mark.baseline)
        if not mark.degrees and mark.opacity == 1:
            canvas.drawString(x, y, mark.text)
            return
        canvas.saveState()
        canvas.setFillAlpha(mark.opacity)
        canvas.translate(x, y)
        canvas.rotate(mark.degrees)
        canvas.drawString(0, 0, mark.text)
        canvas.restoreState()

    def _symbol(self, mark: Symbol) -> None:
        """One path of merged runs in module units, so that no number is longer than it must be."""
        canvas, size = self.canvas, mark.matrix.size
        canvas.saveState()
        self._ink(mark.colour, line=0)
        x, y = self._at(mark.x, mark.y + mark.module * size)
        module = points(mark.module)
        canvas.transform(module, 0, 0, module, x, y)
        runs = (f"{x} {size - 1 - y} {length} 1 re" for x, y, length in mark.matrix.runs)
        canvas.drawPath(PDFPathObject([" ".join(runs)]), stroke=0, fill=1)
        canvas.restoreState()

    def _ink(self, colour: Colour, *, line: float) -> None:
        if line:
            self.canvas.setStrokeColor(_cmyk(colour))
            self.canvas.setLineWidth(points(line))
        else:
            self.canvas.setFillColor(_cmyk(colour))


@cache
def _cmyk(colour: Colour) -> CMYKColor:
    return CMYKColor(*(part / 100 for part in colour.cmyk))


def _pdf_box(area: Area, page: Page) -> tuple[float, float, float, float]:
    left, bottom = points(area.x), points(page.height - area.bottom)
    return left, bottom, points(area.right), points(page.height - area.y)


@cache
def _prepare() -> None:
    rl_config.useA85 = 0  # streams as bytes: a fifth smaller than as letters
    for bold in (False, True):
        pdfmetrics.registerFont(TTFont(font_name(bold=bold), BytesIO(font_bytes(bold=bold))))
