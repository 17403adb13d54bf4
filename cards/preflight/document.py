"""A finished print file: its pages as pictures, its fonts and images. Read by PDFium, not by us."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from cards.measure import MM_PER_INCH, POINTS_PER_INCH, Area, Mm, millimetres

_SAFE: Final = 0.01  # of a pixel, so that rounding up finds the whole number meant
_NAME_MOST: Final = 256


class Document:
    """A PDF that was opened. Raises `pypdfium2.PdfiumError` where it is none."""

    def __init__(self, data: bytes) -> None:
        self._file = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        return len(self._file)

    def size(self, number: int) -> tuple[Mm, Mm]:
        """Width and height of a page."""
        width, height = self._file[number].get_size()
        return millimetres(width), millimetres(height)

    def trim(self, number: int) -> Area:
        """Where a page is cut, from its top left corner; all of it where it does not say."""
        page = self._file[number]
        left, bottom, right, top = (millimetres(edge) for edge in page.get_trimbox())
        _, height = self.size(number)
        return Area(left, height - top, right - left, top - bottom)

    def picture(self, number: int, dpi: int) -> Image.Image:
        """A whole page."""
        image: Image.Image = self._file[number].render(scale=dpi / POINTS_PER_INCH).to_pil()
        return image

    def part(self, number: int, area: Area, dpi: int) -> tuple[Image.Image, Mm, Mm]:
        """What of a page lies within `area`, and where that picture's corner is, in whole pixels.

        The page's own edges cut it.
        """
        page, scale = self._file[number], dpi / POINTS_PER_INCH
        wide, high = (math.ceil(edge * scale) for edge in page.get_size())
        per_mm = dpi / MM_PER_INCH
        left, top = max(0, math.floor(area.x * per_mm)), max(0, math.floor(area.y * per_mm))
        right = max(0, wide - math.ceil(area.right * per_mm))
        bottom = max(0, high - math.ceil(area.bottom * per_mm))
        crop = tuple(max(0.0, (edge - _SAFE) / scale) for edge in (left, bottom, right, top))
        image: Image.Image = page.render(scale=scale, crop=crop).to_pil()
        return image, left / per_mm, top / per_mm

    def loose_fonts(self, number: int) -> tuple[str, ...]:
        """Names of the fonts that a page's text uses and the file does not hold."""
        fonts = (
            pdfium.FPDFTextObj_GetFont(thing)
            for thing in self._things(number)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT
        )
        loose = {_font_name(font) for font in fonts if pdfium.FPDFFont_GetIsEmbedded(font) != 1}
        return tuple(sorted(loose))

    def image_dpi(self, number: int) -> float | None:
        """The coarsest picture on a page; None where there is none."""
        found = [
            _resolution(self._file[number], thing)
            for thing in self._things(number)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_IMAGE
        ]
        return min(found, default=None)

    def picture_pixels(self, number: int, *, most: int) -> int:
        """Pixels of all pictures on a page, packed as they are; counted until there are `most`."""
        pixels = 0
        for thing in self._things(number):
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_IMAGE:
                told = _told(self._file[number], thing)
                pixels += told.width * told.height
            if pixels > most:
                break
        return pixels

    def _things(self, number: int) -> Iterator[Any]:
        page = self._file[number]
        for at in range(pdfium.FPDFPage_CountObjects(page)):
            yield from _opened(pdfium.FPDFPage_GetObject(page, at))


def _opened(thing: Any) -> Iterator[Any]:
    """A thing on a page, or what a form holds."""
    if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_FORM:
        yield thing
        return
    for at in range(pdfium.FPDFFormObj_CountObjects(thing)):
        yield from _opened(pdfium.FPDFFormObj_GetObject(thing, at))


def _font_name(font: Any) -> str:
    held = ctypes.create_string_buffer(_NAME_MOST)
    pdfium.FPDFFont_GetBaseFontName(font, held, _NAME_MOST)
    return held.value.decode("utf-8", "replace")


def _told(page: Any, thing: Any) -> Any:
    """What a picture says of itself; it stays packed."""
    told = pdfium.FPDF_IMAGEOBJ_METADATA()
    pdfium.FPDFImageObj_GetImageMetadata(thing, page, told)
    return told


def _resolution(page: Any, thing: Any) -> float:
    told = _told(page, thing)
    return float(min(told.horizontal_dpi, told.vertical_dpi))
