"""Four modules of paper around every symbol, seen in the finished files and not in their plan."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from cards.marks import QUIET_MODULES, Face, Symbol
from cards.measure import pixels, points
from cards.pdf import write_pdf
from cards.raster import picture
from cards.sheet import single
from kiosk.batches import Order
from kiosk.printing import faces
from tests.printing.make import catalogue_order, copy, desk, imprint, service

DPI = 600
EVERY = tuple(f"QC{number:02}" for number in range(1, 14))


def _faces() -> Iterator[tuple[Face, Symbol]]:
    """Every face with a symbol of the starter catalogue, all specimens, with a local desk."""
    desks = {(name, "历下区"): desk(service=name) for name in EVERY}
    process = Order("a5-process", tuple(copy(service(name)) for name in EVERY))
    for what in (process, catalogue_order()):
        for face in faces(what, imprint(desks=desks)):
            yield from ((face, symbol) for symbol in face.symbols())


def _printed(face: Face, symbol: Symbol) -> Image.Image:
    """A symbol with its quiet zone as a printer that is not ours draws it."""
    target = BytesIO()
    write_pdf(single([face]), target, title="quiet")
    area, edge = symbol.keep_out, face.bleed
    right, bottom = face.width + edge - area.right, face.height + edge - area.bottom
    cut = (area.x + edge, bottom, right, area.y + edge)
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    crop = tuple(points(length) for length in cut)
    seen: Image.Image = page.render(scale=DPI / 72, crop=crop).to_pil()
    return seen.convert("L")


def _pictured(face: Face, symbol: Symbol) -> Image.Image:
    """The same place in our own picture."""
    area = symbol.keep_out
    left, top, right, bottom = (
        round(pixels(length, DPI)) for length in (area.x, area.y, area.right, area.bottom)
    )
    return picture(face, dpi=DPI).crop((left, top, right, bottom)).convert("L")


def _darkest(seen: Image.Image, symbol: Symbol) -> int:
    """The darkest value in the quiet zone, without the pixels at its inner edge."""
    modules = symbol.matrix.size + 2 * QUIET_MODULES
    start = round(seen.width * QUIET_MODULES / modules) - 2
    paper = seen.copy()
    paper.paste(255, (start, start, seen.width - start, seen.height - start))
    return min(paper.tobytes())


def test_nothing_is_printed_in_any_quiet_zone() -> None:
    found = list(_faces())
    assert len(found) == 14
    for face, symbol in found:
        assert _darkest(_printed(face, symbol), symbol) == 255
    for face, symbol in (found[0], found[-1]):
        assert _darkest(_pictured(face, symbol), symbol) == 255


@pytest.mark.parametrize(
    "place", [(0.5, 0.05), (0.5, 0.95), (0.05, 0.5), (0.95, 0.5), (0.02, 0.02)]
)
def test_a_speck_in_the_quiet_zone_would_be_seen(place: tuple[float, float]) -> None:
    face, symbol = next(_faces())
    seen = _printed(face, symbol)
    seen.putpixel((int(place[0] * seen.width), int(place[1] * seen.height)), 250)
    assert _darkest(seen, symbol) == 250
