"""A print file of unknown making, PDF or picture: its pages, and the symbols found there."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

import numpy as np
import pypdfium2
from PIL import Image, UnidentifiedImageError

from cards.marks import Matrix
from cards.measure import MM_PER_INCH, Area
from cards.preflight.battery import Battery
from cards.preflight.document import Document
from cards.preflight.finished import close_up, page_findings
from cards.preflight.optics import Picture, as_shot, sampled
from cards.preflight.reading import Found, find
from cards.preflight.report import Finding, finding
from cards.preflight.subject import Subject, around, reflectance, turned_back
from cards.qr import AddressTooLong, Level, encode, modules_of
from cards.refusal import Refusal

_ASKEW: Final = 0.5  # degrees that a symbol may stand askew and still count as upright
_DIFFERENT: Final = 0.2  # share of modules; other segments differ in half of the data
# Pixels of a picture, or of a page at the battery's resolution: an SRA3 sheet at 300 dpi has 20
# million. A file of 20 kB may unpack to 170 million, which took 4.7 GB and 43 s.
LARGEST: Final = 24_000_000
MOST_PAGES: Final = 1_000
MOST_OF_PICTURES: Final = 200_000_000  # pixels of all pictures on one page, as often as they stand
_FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP")  # not those that start a program to be read
_DPI: Final = (10, 10_000)  # what a picture may tell of itself
# What Pillow raises of pictures that are cut, torn or lie about themselves.
_BROKEN: Final = (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error)

# A part of a page around an area of it: the picture, its pixels a mm, and the area within it.
Closer = Callable[[Area], tuple[Picture, float, Area]]


class NoPrintFile(Refusal):
    """Neither a PDF nor a picture."""


class TooLargeFile(Refusal):
    """A print file of more pages or pixels than are looked at; told before anything is unpacked."""


class NoScale(Refusal):
    """A picture that does not tell how large it is printed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A symbol found on a page, and where it stands in millimetres from the page's corner."""

    subject: Subject
    level: Level
    place: Area


@dataclass(frozen=True, slots=True)
class FilePage:
    """One page. `is_alone` tells that the file has no other, so that a symbol must be on it."""

    number: int
    trim: Area
    symbols: tuple[Seen, ...]
    findings: tuple[Finding, ...]
    is_alone: bool


def pages_of(data: bytes, battery: Battery, *, dpi: int | None) -> Iterator[FilePage]:
    """Every page. Raises NoPrintFile, TooLargeFile and NoScale."""
    if data.startswith(b"%PDF"):
        yield from _of_document(data, battery)
    else:
        yield _of_picture(data, battery, dpi)


def _of_document(data: bytes, battery: Battery) -> Iterator[FilePage]:
    try:
        document = Document(data)
    except pypdfium2.PdfiumError as error:
        raise NoPrintFile(str(error)) from error
    if len(document) > MOST_PAGES:
        raise TooLargeFile
    for number in range(len(document)):
        yield _of_page(document, number, battery)


def _of_page(document: Document, number: int, battery: Battery) -> FilePage:
    width, height = document.size(number)
    is_large = width * height * (battery.dpi / MM_PER_INCH) ** 2 > LARGEST
    if is_large or document.picture_pixels(number, most=MOST_OF_PICTURES) > MOST_OF_PICTURES:
        raise TooLargeFile
    found = find(as_shot(reflectance(document.picture(number, battery.dpi), battery.stuff)))
    page = _page(
        found,
        document.trim(number),
        battery,
        dpi=battery.dpi,
        close=lambda area: close_up(document, number, area, battery),
    )
    findings = (*page_findings(document, number, battery), *page.findings)
    return replace(page, number=number, findings=findings, is_alone=len(document) == 1)


def _of_picture(data: bytes, battery: Battery, dpi: int | None) -> FilePage:
    image = _unpacked(data)
    told = float(dpi or image.info.get("dpi", (0, 0))[0])
    if not _DPI[0] <= told <= _DPI[1]:
        raise NoScale
    picture, scale = reflectance(image, battery.stuff), told / MM_PER_INCH
    trim = Area(0, 0, image.width / scale, image.height / scale)

    def close(area: Area) -> tuple[Picture, float, Area]:
        part, place = around(picture, area, dpi=told, trim=trim, stuff=battery.stuff)
        return part, scale, place

    return _page(find(as_shot(picture)), trim, battery, dpi=told, close=close)


def _unpacked(data: bytes) -> Image.Image:
    """A picture, whose header has been asked first how large it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=_FORMATS)
        is_large = image.width * image.height > LARGEST
        if not is_large:
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLargeFile from error
    except _BROKEN as error:
        raise NoPrintFile(str(error)) from error
    if is_large:
        raise TooLargeFile
    return image


def _page(
    found: Sequence[Found], trim: Area, battery: Battery, *, dpi: float, close: Closer
) -> FilePage:
    symbols, findings = [], []
    others = frozenset(one.text for one in found)
    for one in found:
        degrees = _askew(one)
        if degrees > _ASKEW:
            findings.append(finding(battery, "askew", degrees=f"{degrees:.1f}"))
        else:
            symbols.append(_seen(one, others, dpi / MM_PER_INCH, close))
    return FilePage(0, trim, tuple(symbols), tuple(findings), is_alone=True)


def _askew(found: Found) -> float:
    """By how many degrees a symbol's upper side is off the nearest right angle."""
    degrees = found.degrees % 90
    return min(degrees, 90 - degrees)


def _seen(found: Found, others: frozenset[str], scale: float, close: Closer) -> Seen:
    xs, ys = zip(*found.corners, strict=True)
    left, top, right, bottom = (edge / scale for edge in (min(xs), min(ys), max(xs), max(ys)))
    place = Area(left, top, right - left, bottom - top)
    part, scale, area = close(place)
    seen = Subject(part, scale, area, Matrix(()), found.text, others)
    subject = turned_back(seen, found.turns)
    return Seen(replace(subject, matrix=_meant(subject, found)), found.level, place)


def _meant(subject: Subject, found: Found) -> Matrix:
    """The symbol as we encode what it says; where another made it otherwise, as it is seen."""
    seen = _sampled(subject, modules_of(found.version))
    try:
        ours = encode(found.text, level=found.level, version=found.version, mask=found.mask)
    except AddressTooLong:
        return seen
    pairs = zip("".join(ours.rows), "".join(seen.rows), strict=True)
    different = sum(one != other for one, other in pairs)
    return ours if different < _DIFFERENT * ours.size**2 else seen


def _sampled(subject: Subject, size: int) -> Matrix:
    """The modules as the picture shows them."""
    steps = (np.arange(size, dtype=np.float32) + 0.5) * np.float32(
        subject.side * subject.scale / size
    )
    x, y = np.meshgrid(
        steps + np.float32(subject.area.x * subject.scale - 0.5),
        steps + np.float32(subject.area.y * subject.scale - 0.5),
    )
    values = sampled(subject.picture, x, y)
    threshold = (float(values.min()) + float(values.max())) / 2
    return Matrix(
        tuple("".join("1" if value < threshold else "0" for value in row) for row in values)
    )
