"""Imposed sheets as a printer makes them: fronts and backs meet, and every symbol opens its page.

What is drawn is rasterised by two programs that know nothing of us, and read by a third.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from cards import qr
from cards.marks import Colour, Face, Inks, Symbol
from cards.measure import Mm, millimetres, pixels
from cards.pdf import write_pdf
from cards.raster import page_picture
from cards.sheet import SHEETS, Grid, Layout, Page, Placed, Turn, arrange, impose
from tests.cards.rectangles import is_dark, symbol_boxes
from tests.cards.test_sheet import MARKING, OFFICE

DPI = 200
INK = Colour("ink", (0, 0, 0, 100), "#141414")
MODULE = 0.6
SIDE = MODULE * qr.modules_of(3)
# Where symbols begin on the two sides: nowhere in the middle, so that no turn goes unseen.
FRONT_AT, BACK_AT = (5.0, 4.0), (9.0, 28.0)


def address(side: str, number: int) -> str:
    return f"https://mbk.cn/{side}/S/{number:012}"


def card(number: int, size: tuple[Mm, Mm] = (90, 54)) -> tuple[Face, ...]:
    faces = []
    for side, at in (("f", FRONT_AT), ("b", BACK_AT)):
        matrix = qr.encode(address(side, number), version=3, level=qr.Level.M)
        faces.append(Face(side, *size, 0, (Symbol(*at, MODULE, matrix, INK),)))
    return tuple(faces)


def sheets(grid: Grid, turn: Turn, count: int, size: tuple[Mm, Mm] = (90, 54)) -> list[Page]:
    return list(impose((card(n, size) for n in range(count)), grid, turn=turn))


def pdf(pages: list[Page], inks: Inks = Inks.GREY) -> bytes:
    target = BytesIO()
    write_pdf(pages, target, title="sheets", inks=inks)
    return target.getvalue()


def by_pdfium(data: bytes) -> list[Image.Image]:
    pages = pypdfium2.PdfDocument(data)
    return [page.render(scale=DPI / 72).to_pil().convert("L") for page in pages]


def by_poppler(data: bytes, folder: Path) -> list[Image.Image]:
    (folder / "in.pdf").write_bytes(data)
    command = ["pdftoppm", "-r", str(DPI), "-gray", "in.pdf", "out"]
    subprocess.run(command, cwd=folder, check=True, timeout=120)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("out*.pgm"))]


def found(picture: Image.Image) -> dict[str, tuple[Mm, Mm]]:
    """What is read, and the middle of each symbol in millimetres."""
    told = {}
    for one in zxingcpp.read_barcodes(picture):
        corners = [one.position.top_left, one.position.bottom_right]
        corners += [one.position.top_right, one.position.bottom_left]
        x, y = (sum(getattr(c, axis) for c in corners) / 4 for axis in ("x", "y"))
        told[one.text] = (x * 25.4 / DPI, y * 25.4 / DPI)
    return told


def on_sheet(placed: Placed, x: Mm, y: Mm) -> tuple[Mm, Mm]:
    """A point of a card, from its top left, on the page it lies on."""
    trim, face = placed.trim, placed.face
    turned = {
        0: (x, y),
        90: (y, face.width - x),
        180: (face.width - x, face.height - y),
        270: (face.height - y, x),
    }[placed.degrees]
    return trim.x + turned[0], trim.y + turned[1]


def middle(at: tuple[Mm, Mm]) -> tuple[Mm, Mm]:
    return at[0] + SIDE / 2, at[1] + SIDE / 2


LAYOUTS = {
    "two by five": ((90.0, 54.0), OFFICE, 13),
    "across": ((54.0, 90.0), replace(OFFICE, gutter=2), 9),
    "a3": ((90.0, 54.0), replace(OFFICE, sheet=SHEETS["a3"]), 21),
}


@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize("name", LAYOUTS)
def test_backs_meet_their_fronts_on_paper(name: str, turn: Turn) -> None:
    size, layout, count = LAYOUTS[name]
    grid = arrange(*size, layout, bleed=0)
    pages = sheets(grid, turn, count, size)
    paper = grid.layout.sheet
    pictures = by_pdfium(pdf(pages))
    read = set()
    for number in range(0, len(pages), 2):
        fronts, backs = found(pictures[number]), found(pictures[number + 1])
        for placed, back in zip(pages[number].placed, pages[number + 1].placed, strict=True):
            (front_text,) = [t for t, at in fronts.items() if _near(at, _front(placed))]
            # A leaf that is turned has its left edge where its right edge was: what lies at x of
            # the back lies at width - x of the front, seen through the paper.
            x, y = middle(BACK_AT)
            through = on_sheet(placed, placed.face.width - x, y)
            seen = _turned(through, paper.width, paper.height, turn)
            (back_text,) = [t for t, at in backs.items() if _near(at, seen)]
            assert back_text == front_text.replace("/f/", "/b/")
            assert on_sheet(back, x, y) == pytest.approx(seen)
            read.add(front_text)
    assert read == {address("f", n) for n in range(count)}


def _front(placed: Placed) -> tuple[Mm, Mm]:
    return on_sheet(placed, *middle(FRONT_AT))


def _turned(at: tuple[Mm, Mm], width: Mm, height: Mm, turn: Turn) -> tuple[Mm, Mm]:
    """A point of the paper as it is seen after the sheet was turned about an edge."""
    return (width - at[0], at[1]) if turn is Turn.LONG else (at[0], height - at[1])


def _near(one: tuple[Mm, Mm], other: tuple[Mm, Mm]) -> bool:
    return abs(one[0] - other[0]) < 0.6 and abs(one[1] - other[1]) < 0.6


@pytest.mark.parametrize("turn", Turn)
def test_a_back_stands_upright_when_its_card_is_turned_like_a_leaf(turn: Turn) -> None:
    for size in ((90.0, 54.0), (54.0, 90.0)):
        grid = arrange(*size, OFFICE, bleed=0)
        front, back = (page.placed[0] for page in sheets(grid, turn, 1, size))
        up = (
            on_sheet(front, 0, 0)[0] - on_sheet(front, 0, 1)[0],
            (on_sheet(front, 0, 0)[1] - on_sheet(front, 0, 1)[1]),
        )
        up_behind = (
            on_sheet(back, 0, 0)[0] - on_sheet(back, 0, 1)[0],
            (on_sheet(back, 0, 0)[1] - on_sheet(back, 0, 1)[1]),
        )
        mirrored = (-up[0], up[1]) if turn is Turn.LONG else (up[0], -up[1])
        assert up_behind == pytest.approx(mirrored)


@pytest.mark.parametrize("inks", Inks)
def test_a_second_renderer_shows_the_same_symbols(inks: Inks, tmp_path: Path) -> None:
    grid = arrange(90, 54, OFFICE, bleed=0)
    data = pdf(sheets(grid, Turn.SHORT, 3), inks)
    one, other = by_pdfium(data), by_poppler(data, tmp_path)
    assert len(one) == len(other) == 2
    for first, second in zip(one, other, strict=True):
        read = found(first)
        assert len(read) == 3
        assert found(second).keys() == read.keys()


def test_what_the_file_says_is_what_is_seen() -> None:
    """The rectangles that stand in the file, read without a renderer, against the picture."""
    grid = arrange(54, 90, OFFICE, bleed=0)
    pages = sheets(grid, Turn.SHORT, 2, (54, 90))
    data = pdf(pages)
    pictures = by_pdfium(data)
    with pikepdf.open(BytesIO(data)) as opened:
        for page, sheet, picture in zip(opened.pages, pages, pictures, strict=True):
            symbols = list(symbol_boxes(page))
            assert len(symbols) == 2
            for boxes, placed in zip(symbols, sheet.placed, strict=True):
                _compare(boxes, placed, picture, sheet.height)


def _compare(
    boxes: list[tuple[float, float, float, float]],
    placed: Placed,
    picture: Image.Image,
    height: Mm,
) -> None:
    (symbol,) = placed.face.symbols()
    matrix = symbol.matrix
    for row, column in product(range(matrix.size), repeat=2):
        x, y = on_sheet(placed, symbol.x + (column + 0.5) * MODULE, symbol.y + (row + 0.5) * MODULE)
        wanted = matrix.rows[row][column] == "1"
        assert is_dark(boxes, x / millimetres(1), (height - y) / millimetres(1)) is wanted
        seen = picture.getpixel((int(pixels(x, DPI)), int(pixels(y, DPI))))
        assert isinstance(seen, float | int)
        assert (seen < 128) is wanted


def test_a_picture_of_a_sheet_shows_every_card_in_its_place() -> None:
    grid = arrange(90, 54, OFFICE, bleed=0)
    for turn in Turn:
        for page in sheets(grid, turn, 3):
            picture = page_picture(page, dpi=DPI, inks=Inks.GREY)
            assert picture.size == (1654, 2339)
            read = found(picture.convert("L"))
            wanted = [
                on_sheet(placed, *middle(FRONT_AT if placed.face.name == "f" else BACK_AT))
                for placed in page.placed
            ]
            assert len(read) == 3
            assert all(any(_near(at, other) for other in wanted) for at in read.values())


def test_a_layout_knows_no_marks_where_none_are_wanted() -> None:
    layout = Layout(sheet=SHEETS["a4"], margin=5, gutter=0, marking=None)
    assert arrange(90, 54, layout, bleed=0).places == 10
    assert MARKING.shortened(3) == 2
    assert MARKING.shortened(2.9) == 0
