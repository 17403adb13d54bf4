"""PDF for the press: boxes, inks, fonts, symbols as vectors, the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from cards.design import Copy, compose, load
from cards.marks import Colour, Face, Text
from cards.pdf import write_pdf
from cards.sheet import Page, Turn, single
from tests.cards.contents import COPY, PENALTY, specimen
from tests.cards.goldens import CASES, faces

_INK = Colour("ink", (0, 0, 0, 100), "#141414")
OTHER = Copy("https://mbk.jinan.gov.cn/S/000000000001", "0000-0000-0001")

Operation = tuple[str, tuple[float, ...]]


def _pdf(sides: tuple[Face, ...]) -> bytes:
    target = BytesIO()
    write_pdf(single(sides), target, title="明白卡")
    return target.getvalue()


@pytest.fixture(scope="module", params=["a5-process.penalty", "card-90x54-catalogue"])
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pdf(case: str) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(_pdf(faces(case)))) as opened:
        yield opened


def operations(page: pikepdf.Page) -> Iterator[Operation]:
    """Every operator of a page and of the forms it draws, with its numbers."""
    streams: list[pikepdf.Page | pikepdf.Object] = [page, *_forms(page)]
    for stream in streams:
        for instruction in pikepdf.parse_content_stream(stream):
            operands: list[object] = list(instruction.operands)
            numbers = tuple(float(o) for o in operands if isinstance(o, int | Decimal))
            yield str(instruction.operator), numbers


def _forms(page: pikepdf.Page) -> list[pikepdf.Object]:
    return [form for _, form in page.resources.XObject.items()]


def _symbol_fills(page: pikepdf.Page) -> Iterator[tuple[tuple[float, ...], int]]:
    """Ink and number of rectangles of every fill that holds more than a hundred of them."""
    ink: tuple[float, ...] = ()
    count = 0
    for operator, numbers in operations(page):
        if operator == "k":
            ink = numbers
        elif operator == "re":
            count += 1
        elif operator.lower().startswith("f"):
            if count > 100:
                yield ink, count
            count = 0


def _millimetres(box: pikepdf.Object) -> list[float]:
    return [float(edge) / 72 * 25.4 for edge in box.as_list()]


@pytest.mark.parametrize(
    ("case", "width", "height", "pages"),
    [("a5-process.penalty", 148, 210, 1), ("card-90x54-catalogue", 90, 54, 2)],
)
def test_pages_have_trim_and_bleed(case: str, width: float, height: float, pages: int) -> None:
    with pikepdf.open(BytesIO(_pdf(faces(case)))) as opened:
        assert len(opened.pages) == pages
        for page in opened.pages:
            whole = [0, 0, width + 6, height + 6]
            assert _millimetres(page.mediabox) == pytest.approx(whole, abs=0.01)
            assert _millimetres(page.bleedbox) == pytest.approx(whole, abs=0.01)
            trim = [3, 3, width + 3, height + 3]
            assert _millimetres(page.trimbox) == pytest.approx(trim, abs=0.01)


@pytest.mark.parametrize("case", CASES)
def test_the_file_is_sound(case: str) -> None:
    with pikepdf.open(BytesIO(_pdf(faces(case)))) as opened:
        assert opened.check_pdf_syntax() == []


def test_a_symbol_is_one_path_in_black_ink_alone(pdf: pikepdf.Pdf, case: str) -> None:
    (symbol,) = faces(case)[0].symbols()
    ((ink, rectangles),) = _symbol_fills(pdf.pages[0])
    assert list(ink) == [0, 0, 0, 1]
    assert rectangles == len(symbol.matrix.runs)


def test_every_colour_is_in_the_inks_of_the_press(pdf: pikepdf.Pdf) -> None:
    operators = {operator for page in pdf.pages for operator, _ in operations(page)}
    assert {"k", "K"} <= operators
    assert not operators & {"rg", "RG", "g", "G", "cs", "CS", "sc", "SC", "scn", "SCN"}


def test_black_type_is_black_ink_alone(pdf: pikepdf.Pdf) -> None:
    found = [operation for page in pdf.pages for operation in operations(page)]
    inks = {ink for operator, ink in found if operator == "k"}
    assert [ink for ink in inks if ink[3] > 0.5] == [(0, 0, 0, 1)]


def test_there_are_no_pictures_in_it(pdf: pikepdf.Pdf) -> None:
    streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert "/Image" not in {str(stream.get("/Subtype")) for stream in streams}
    assert "BI" not in {operator for operator, _ in operations(pdf.pages[0])}


def test_every_font_is_embedded_and_cut_down_to_what_is_used(pdf: pikepdf.Pdf) -> None:
    things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    fonts = [thing for thing in things if thing.get("/Subtype") == "/Type0"]
    names = {str(font.BaseFont).split("+")[1] for font in fonts}
    assert names == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    for font in fonts:
        program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        assert len(TTFont(BytesIO(program))["glyf"].glyphs) < 250
        assert len(program) < 200_000


@pytest.mark.parametrize(
    ("case", "number", "words"),
    [
        ("a5-process.penalty", 0, ["对行政处罚决定不服？", "7K3M-Q2XA-9PRD", "请咨询", "不收费"]),
        ("card-90x54-catalogue", 0, ["泉城明白卡", "扫一扫，看怎么办", "mbk.jinan.gov.cn"]),
        ("card-90x54-catalogue", 1, ["手里是什么，先看哪一项", "《处罚决定书》", "有人来检查"]),
    ],
)
def test_text_can_be_searched(case: str, number: int, words: list[str]) -> None:
    page = pypdfium2.PdfDocument(_pdf(faces(case)))[number]
    text = page.get_textpage().get_text_range()
    assert [word for word in words if word not in text] == []


def test_copies_share_one_artwork() -> None:
    (artwork,) = compose(load("a5-process"), PENALTY, version=4)
    one = _pdf((artwork.face(COPY),))
    many = _pdf(tuple(artwork.face(copy) for copy in (COPY, OTHER) * 10))
    with pikepdf.open(BytesIO(many)) as opened:
        forms = [form for page in opened.pages for form in _forms(page)]
        assert len(forms) == 20
        assert len({form.objgen for form in forms}) == 1
    assert (len(many) - len(one)) / 19 < 1500


def test_only_a_specimen_is_transparent(pdf: pikepdf.Pdf) -> None:
    assert "/ExtGState" not in pdf.pages[0].resources
    (artwork,) = compose(load("a5-process"), specimen(PENALTY), version=4)
    with pikepdf.open(BytesIO(_pdf((artwork.face(COPY),)))) as opened:
        states = opened.pages[0].resources.ExtGState
        assert [float(state.ca) for _, state in states.items()] == [0.08]


def test_a_file_asks_to_be_printed_as_it_is_and_how_its_sheets_turn() -> None:
    for turn, wanted in ((None, None), (Turn.LONG, "Long"), (Turn.SHORT, "Short")):
        target = BytesIO()
        write_pdf(single([Face("front", 9, 9, 0, ())]), target, title="turn", turn=turn)
        with pikepdf.open(target) as opened:
            wishes = opened.Root.ViewerPreferences
            assert str(wishes.PrintScaling) == "/None"
            told = str(wishes.Duplex) if "/Duplex" in wishes else None
            assert told == (f"/DuplexFlip{wanted}Edge" if wanted else None)


@pytest.mark.parametrize(("count", "branches"), [(256, [128, 128]), (300, [128, 128, 44])])
def test_many_pages_stand_under_a_tree_that_readers_can_walk(
    count: int, branches: list[int]
) -> None:
    target = BytesIO()
    write_pdf(single([Face("front", 9, 9, 0, ())] * count), target, title="many")
    with pikepdf.open(target) as opened:
        assert len(opened.pages) == count
        assert opened.Root.Pages.Count == count
        assert [kid.Count for kid in opened.Root.Pages.Kids] == branches
        assert opened.check_pdf_syntax() == []
        streams = {page.Contents.objgen for page in opened.pages}
        assert len(streams) == 1  # they are alike


def test_a_letter_that_the_font_lacks_leaves_the_others_alone() -> None:
    target = BytesIO()
    text = Text(1, 9, "甲😀乙丙", bold=False, size=6, width=1, colour=_INK)
    write_pdf(single([Face("front", 90, 54, 0, (text,))]), target, title="lacking")
    told = pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range()
    assert (told[0], told[-2:]) == ("甲", "乙丙")
    with pikepdf.open(target) as opened:
        ((_, font),) = opened.pages[0].resources.Font.items()
        inner = font.DescendantFonts[0]
        assert [float(wide) for wide in inner.W[1]] == [1000, 1000, 1000]
        program = TTFont(BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
        assert len(program.getGlyphOrder()) == 4


def test_what_is_written_is_not_kept() -> None:
    """The file grows page by page, while its pages are still being made."""
    target, sizes = BytesIO(), []

    def pages() -> Iterator[Page]:
        for number in range(5):
            text = Text(1, 5, f"{number}" * 20, bold=False, size=6, width=1, colour=_INK)
            yield from single([Face("front", 90, 54, 0, (text,))])
            sizes.append(target.tell())

    write_pdf(pages(), target, title="stream")
    assert sizes == sorted(set(sizes))
    assert min(later - size for size, later in pairwise(sizes)) > 100


def test_the_document_names_itself_and_no_clock(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.Title) == "明白卡"
    assert str(pdf.docinfo.CreationDate).startswith("D:20000101000000")


SCRIPT = """
import sys
from tests.cards.goldens import faces
from cards.pdf import write_pdf
from cards.sheet import single
sides = faces("a5-process.notary") + faces("card-90x54-catalogue")
write_pdf(single(sides), sys.stdout.buffer, title="twice")
"""


def test_two_processes_write_the_same_bytes() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].startswith(b"%PDF-")
