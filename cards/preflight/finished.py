"""The finished thing: faces written as PDF and rastered by another program, symbol by symbol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

import numpy as np

from cards.marks import Face, Symbol
from cards.measure import MM_PER_INCH, Area
from cards.pdf import write_pdf
from cards.preflight.battery import Battery
from cards.preflight.document import Document
from cards.preflight.optics import Picture, Shot, shrunk
from cards.preflight.report import Finding, finding
from cards.preflight.subject import Subject, around, margin_of, reflectance
from cards.sheet import single

# A renderer smooths edges in the screen's gamma, which would make ink look fatter: so it draws
# finer than the printer, and the mean is taken in light.
_FINER: Final = 3


def written(faces: Sequence[Face]) -> Document:
    """Faces as the print file holds them, a page each."""
    target = BytesIO()
    write_pdf(single(faces), target, title="preflight")
    return Document(target.getvalue())


def subject_of(
    document: Document, number: int, symbol: Symbol, *, address: str, battery: Battery
) -> Subject:
    """A symbol on the page of its face, with as much of the card around it as a shot shows."""
    trim, bounds = document.trim(number), symbol.bounds
    area = Area(bounds.x + trim.x, bounds.y + trim.y, bounds.w, bounds.h)
    picture, scale, place = close_up(document, number, area, battery)
    return Subject(picture, scale, place, symbol.matrix, address)


def close_up(
    document: Document, number: int, area: Area, battery: Battery
) -> tuple[Picture, float, Area]:
    """What a shot shows of a symbol at `area` of a page, its pixels a mm, and the area in it."""
    trim, dpi = document.trim(number), battery.dpi * _FINER
    image, left, top = document.part(number, area.grown(margin_of(area)), dpi)
    picture, place = around(
        reflectance(image, battery.stuff),
        _moved(area, left, top),
        dpi=dpi,
        trim=_moved(trim, left, top),
        stuff=battery.stuff,
    )
    coarse = shrunk(picture, 1 / _FINER)
    return coarse, coarse.shape[1] / picture.shape[1] * dpi / MM_PER_INCH, place


def clean_shot(document: Document, number: int, symbol: Symbol, battery: Battery) -> Shot:
    """A symbol and its quiet zone as the printer rasters them, in grey."""
    trim, area = document.trim(number), symbol.keep_out
    placed = Area(area.x + trim.x, area.y + trim.y, area.w, area.h)
    image, _, _ = document.part(number, placed, battery.dpi)
    return np.asarray(image.convert("L"), np.uint8)


def page_findings(document: Document, number: int, battery: Battery) -> Iterator[Finding]:
    """What is wrong with the fonts and pictures of a page."""
    for font in document.loose_fonts(number):
        yield finding(battery, "font", font=font)
    found, least = document.image_dpi(number), battery.rules.image_dpi
    if found is not None and found < least:
        yield finding(battery, "image", found=f"{found:.0f}", least=least)


def _moved(area: Area, left: float, top: float) -> Area:
    return Area(area.x - left, area.y - top, area.w, area.h)
