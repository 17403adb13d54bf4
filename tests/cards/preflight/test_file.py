"""Files of unknown making: symbols are found, turned upright, and measured in millimetres."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cards.marks import Face
from cards.pdf import write_pdf
from cards.preflight import NoPrintFile, NoScale, TooLargeFile, examine_file
from cards.preflight.document import Document
from cards.preflight.file import LARGEST, MOST_PAGES
from cards.raster import picture
from cards.sheet import single
from tests.cards.preflight.faces import ADDRESS, face, few
from tests.cards.preflight.test_known_bad import reasons

BATTERY = few("distance", shots=1)


def _png(image: Image.Image, **told: object) -> bytes:
    target = BytesIO()
    image.save(target, "PNG", **told)
    return target.getvalue()


def _pdf(*faces: Face) -> bytes:
    target = BytesIO()
    write_pdf(single(faces), target, title="cards")
    return target.getvalue()


@pytest.mark.parametrize("turns", range(4))
def test_a_turned_picture_is_measured_upright(turns: int) -> None:
    image = picture(face(), dpi=300).rotate(90 * turns, expand=True)
    (report,) = examine_file(_png(image, dpi=(300, 300)), BATTERY, name="turned")
    assert reasons(report) == {}
    (symbol,) = report.symbols
    assert symbol.address == ADDRESS
    assert symbol.side == pytest.approx(22.35, abs=0.1)
    assert symbol.grade == 4


def test_an_askew_symbol_is_refused() -> None:
    image = picture(face(), dpi=300).rotate(3, Image.Resampling.BICUBIC, fillcolor="white")
    (report,) = examine_file(_png(image, dpi=(300, 300)), BATTERY, name="askew")
    assert "歪了3.0度" in reasons(report)["askew"]


def test_every_page_of_a_pdf_is_looked_at_and_blank_ones_are_no_fault() -> None:
    blank = Face("back", 90, 54, 0, ())
    reports = examine_file(_pdf(face(), blank, face(dots=10)), BATTERY, name="cards.pdf")
    assert [len(report.symbols) for report in reports] == [1, 0, 1]
    assert all(report.is_passed for report in reports)
    assert [report.name for report in reports] == [f"cards.pdf {n}" for n in (1, 2, 3)]


def test_a_file_without_a_symbol_is_refused() -> None:
    (report,) = examine_file(_pdf(Face("back", 90, 54, 0, ())), BATTERY, name="blank")
    assert set(reasons(report)) == {"missing"}


def test_a_font_that_is_not_embedded_and_a_coarse_picture_are_named() -> None:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(300, 300))
    canvas.drawString(20, 20, "Helvetica is not in the file")
    canvas.drawImage(ImageReader(picture(face(), dpi=72)), 20, 60, 200, 200)
    canvas.save()
    (report,) = examine_file(target.getvalue(), BATTERY, name="coarse")
    told = reasons(report)
    assert "Helvetica" in told["font"]
    assert "至少要300 dpi" in told["image"]


def test_a_picture_that_does_not_tell_its_size_needs_to_be_told() -> None:
    data = _png(picture(face(), dpi=300))
    with pytest.raises(NoScale):
        examine_file(data, BATTERY, name="x")
    (report,) = examine_file(data, BATTERY, name="x", dpi=300)
    assert report.is_passed


def _blank(width: int, height: int) -> bytes:
    """A picture that says how large it is, and has nothing after its header."""
    whole = _png(Image.new("1", (8, 8)), dpi=(300, 300))
    header = b"IHDR" + struct.pack(">II", width, height) + whole[24:29]
    return whole[:12] + header + struct.pack(">I", zlib.crc32(header)) + whole[33:]


def _pages(number: int, side: float, pictures: int = 0) -> bytes:
    """A PDF of so many pages, in points, each with so many pictures of 9 million pixels."""
    target = BytesIO()
    canvas, shown = Canvas(target, pagesize=(side, side)), ImageReader(Image.new("1", (3000, 3000)))
    for _ in range(number):
        for _ in range(pictures):
            canvas.drawImage(shown, 0, 0, 10, 10)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


TOO_LARGE = {
    "of 170 million pixels in 20 kB": lambda: _png(Image.new("1", (13_000, 13_000))),
    "a pixel too wide": lambda: _blank(LARGEST // 4_000 + 1, 4_000),
    "wider than Pillow warns of": lambda: _blank(100_000, 1_000),
    "wider than Pillow opens": lambda: _blank(2**31 - 1, 2**31 - 1),
    "of many pages": lambda: _pages(MOST_PAGES + 1, 100),
    "of a page of two metres": lambda: _pages(1, 2_000 / 25.4 * 72),
    "of a page with pictures of 225 million pixels": lambda: _pages(1, 100, 25),
}


@pytest.mark.parametrize("kind", TOO_LARGE)
def test_a_file_that_unpacks_to_more_than_is_looked_at_is_refused_packed(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PNG of 20 kB took 4.7 GB and 43 s."""
    data = TOO_LARGE[kind]()

    def unpack(*_: object) -> None:
        raise AssertionError(kind)

    monkeypatch.setattr(PngImageFile, "load", unpack)
    monkeypatch.setattr(Document, "picture", unpack)
    with pytest.raises(TooLargeFile):
        examine_file(data, BATTERY, name="x", dpi=300)


def test_a_picture_at_the_bound_is_looked_at() -> None:
    (report,) = examine_file(_png(Image.new("1", (6_000, 4_000), 1)), BATTERY, name="x", dpi=300)
    assert set(reasons(report)) == {"missing"}


@pytest.mark.parametrize("dpi", [0.001, 1e6])
def test_a_resolution_that_cannot_be_is_none(dpi: float) -> None:
    target = BytesIO()
    Image.new("L", (8, 8)).save(target, "TIFF", dpi=(dpi, dpi))
    with pytest.raises(NoScale):
        examine_file(target.getvalue(), BATTERY, name="x")


def test_a_picture_that_a_program_would_have_to_draw_is_not_opened() -> None:
    """Pillow hands PostScript to Ghostscript."""
    target = BytesIO()
    Image.new("L", (8, 8)).save(target, "EPS")
    with pytest.raises(NoPrintFile):
        examine_file(target.getvalue(), BATTERY, name="x", dpi=300)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"hello", b"\x89PNG\r\n\x1a\n torn"])
def test_what_is_no_print_file_is_refused(data: bytes) -> None:
    with pytest.raises(NoPrintFile):
        examine_file(data, BATTERY, name="x")
