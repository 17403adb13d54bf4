"""What print files are for: pages, sheets, pictures, and the files of a zip."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from cards.profile import load_profile
from cards.sheet import Turn
from kiosk.batches import Copies, Format, Imprint, Making, Order
from kiosk.batches.refusals import refusals
from kiosk.domain.problem import Problem
from kiosk.printing import Job, Piece, render
from kiosk.printing.files import MOST_IN_FILE
from tests.printing.make import CODE, URL, catalogue_order, copy, imprint, order, service
from tests.printing.numbered import numbered

TICKET = "印刷作业单.txt"


def made(what: Order, form: Format, shared: Imprint | None = None, **making: Any) -> bytes:
    target = BytesIO()
    how = Making(**making)
    render(what, shared or imprint(), format=form, target=target, making=how)
    return target.getvalue()


def read(data: bytes, scale: float = 150 / 72) -> list[list[str]]:
    """What is read on each page."""
    pages = pypdfium2.PdfDocument(data)
    pictures = (page.render(scale=scale).to_pil().convert("L") for page in pages)
    return [sorted(one.text for one in zxingcpp.read_barcodes(picture)) for picture in pictures]


def twenty() -> Order:
    """Twenty of one card, and three of another."""
    other = replace(copy(), url=URL.replace(CODE, "000000000000"), code="000000000000", count=3)
    return Order("card-90x54-catalogue", (copy(count=20), other))


def test_an_office_prints_twenty_cards_on_two_sheets_of_its_own_paper() -> None:
    data = made(catalogue_order(count=20), Format.PDF, profile="office")
    assert read(data) == [[URL] * 10, [], [URL] * 10, []]
    with pikepdf.open(BytesIO(data)) as opened:
        box = [float(edge) / 72 * 25.4 for edge in opened.pages[0].mediabox]
        assert box == pytest.approx([0, 0, 210, 297], abs=0.01)
        wishes = opened.Root.ViewerPreferences
        assert (str(wishes.PrintScaling), str(wishes.Duplex)) == ("/None", "/DuplexFlipLongEdge")
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "打印选“实际大小”（100%），双面打印，长边翻转" in text


def test_cards_of_an_order_follow_each_other_on_the_sheets() -> None:
    other = URL.replace(CODE, "000000000000")
    pages = read(made(twenty(), Format.PDF, profile="office", turn=Turn.SHORT))
    assert pages == [[URL] * 10, [], [URL] * 10, [], [other] * 3, []]


def test_a_card_of_one_side_is_printed_on_one_side() -> None:
    data = made(order("QC10", count=2), Format.PDF, profile="office")
    assert read(data) == [[URL], [URL]]
    assert "/Duplex" not in pikepdf.open(BytesIO(data)).Root.ViewerPreferences
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "单面打印" in text


def test_a_zip_for_an_office_has_a_full_sheet_of_each_card() -> None:
    with ZipFile(BytesIO(made(twenty(), Format.ZIP, profile="office"))) as archive:
        names = archive.namelist()
        assert names == [
            f"card-90x54-catalogue_历下区政务服务中心_{CODE}_20张.pdf",
            "card-90x54-catalogue_历下区政务服务中心_000000000000_3张.pdf",
            TICKET,
        ]
        assert read(archive.read(names[0])) == [[URL] * 10, []]
        ticket = archive.read(TICKET).decode("utf-8-sig")
    assert "2 页（1 张纸）；印 2 张纸，裁成 20 张卡" in ticket
    assert "2 页（1 张纸）；印 1 张纸，裁成 3 张卡" in ticket


def test_a_gang_printer_gets_fronts_and_backs_apart() -> None:
    with ZipFile(BytesIO(made(twenty(), Format.ZIP, profile="gang"))) as archive:
        names = archive.namelist()
        assert [name.rsplit("_", 1)[1] for name in names[:4]] == [
            "正面.pdf", "背面.pdf", "正面.pdf", "背面.pdf",
        ]  # fmt: skip
        assert [read(archive.read(name)) for name in names[:2]] == [[[URL]], [[]]]
        assert "第 n 页的正面对第 n 页的背面" in archive.read(TICKET).decode("utf-8-sig")


def test_every_file_of_a_zip_stands_in_the_ticket_with_its_digest() -> None:
    for profile in ("plain", "press", "gang", "office", "screen"):
        with ZipFile(BytesIO(made(twenty(), Format.ZIP, profile=profile))) as archive:
            *files, last = archive.namelist()
            assert last == TICKET
            lines = archive.read(TICKET).decode("utf-8-sig").split("\r\n")
            for number, name in enumerate(files, start=1):
                at = lines.index(f"{number}　{name}")
                digest = hashlib.sha256(archive.read(name)).hexdigest()
                assert lines[at + 2] == f"　　SHA-256 {digest}"


def test_numbered_cards_lie_together_by_place_in_files_of_bounded_size() -> None:
    asked, shared = numbered(MOST_IN_FILE + 1, 3)
    pieces = list(Job(asked, shared, Making()).pieces())
    assert [(piece.name.rsplit("_", 1)[1], len(piece.copies)) for piece in pieces] == [
        ("00001-01000.pdf", 1000),
        ("01001-01001.pdf", 1),
        ("01002-01004.pdf", 3),
    ]
    on_sheets = Job(asked, shared, Making(profile="press", sheet="a3")).pieces()
    assert next(on_sheets).last == 992  # 62 sheets of 16, so that each is full


def test_a_part_of_a_numbered_batch_keeps_its_numbers() -> None:
    asked, shared = numbered(30, 12)
    part = asked.part(26, 35)
    assert [copy.code for copy in part.copies] == [copy.code for copy in asked.copies][25:35]
    names = [piece.name for piece in Job(part, shared, Making()).pieces()]
    assert names == [
        "card-90x54-catalogue_历下区第1街道便民服务中心_00026-00030.pdf",
        "card-90x54-catalogue_历下区第2街道便民服务中心_00031-00035.pdf",
    ]
    data = made(part, Format.PDF, shared, profile="office")
    assert read(data)[0] == sorted(copy.url for copy in part.copies)
    for first, last in ((0, 5), (6, 5), (40, 43)):
        with pytest.raises(Problem, match="cards-range-outside"):
            asked.part(first, last)


def test_numbered_cards_are_all_different_and_in_order() -> None:
    asked, shared = numbered(23)
    pages = read(made(asked, Format.PDF, shared, profile="office"))
    seen = [text for page in pages for text in page]
    assert sorted(seen) == sorted(copy.url for copy in asked.copies)
    assert len(set(seen)) == 23
    assert [len(page) for page in pages] == [10, 0, 10, 0, 3, 0]


def test_cards_are_made_as_they_are_asked_for() -> None:
    asked, _ = numbered(5, 4)
    copies = asked.copies
    assert isinstance(copies, Copies)
    whole = list(copies)
    assert len(copies) == len(whole) == 9
    assert (copies[0], copies[-1], copies[6]) == (whole[0], whole[8], whole[6])
    assert list(copies[2:8:2]) == whole[2:8:2]
    assert list(copies[2:8][1:3]) == whole[3:5]
    assert {copy.placement_name for copy in asked.kinds} == {copy.placement_name for copy in whole}
    sent = pickle.loads(pickle.dumps(asked))  # noqa: S301
    assert sent.copies == tuple(whole)


@pytest.mark.parametrize("form", [Format.PNG, Format.SVG])
@pytest.mark.parametrize("profile", ["press", "gang", "office"])
def test_pictures_are_for_screens(form: Format, profile: str) -> None:
    with pytest.raises(Problem, match="profile-no-pictures"):
        made(catalogue_order(), form, profile=profile)


@pytest.mark.parametrize(
    ("making", "code"),
    [
        ({"profile": "newspaper"}, "profile-not-found"),
        ({"profile": "gang", "sheet": "a4"}, "profile-no-sheets"),
        ({"profile": "office", "sheet": "b5"}, "sheet-unknown"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(making: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as refused:
        made(catalogue_order(), Format.PDF, **making)
    assert refused.value.code == code
    assert refused.value.text("zh")
    assert refused.value.text("en")


@pytest.mark.parametrize("profile", ["plain", "press", "gang", "office", "screen"])
def test_two_runs_give_the_same_bytes(profile: str) -> None:
    for form in (Format.PDF, Format.ZIP):
        once, again = (made(twenty(), form, profile=profile) for _ in range(2))
        assert once == again


def test_previews_show_the_first_page_of_each_side() -> None:
    job = Job(twenty(), imprint(), Making(profile="office"))
    front, back = job.previews(150)
    assert front[:8] == back[:8] == b"\x89PNG\r\n\x1a\n"
    assert front != back


def test_a_piece_of_all_has_every_card_of_its_order() -> None:
    asked, _ = numbered(12)
    piece = Piece.of_all("cards.pdf", asked.part(3, 7))
    assert (piece.first, piece.last, len(piece.copies)) == (3, 7, 5)


def test_a_card_that_no_sheet_holds_is_refused_with_its_size() -> None:
    with pytest.raises(Problem) as refused, refusals("poster-a3"):
        load_profile("office").grid((297, 420), "a4")
    assert refused.value.code == "sheet-too-small"
    assert "A4 纸放不下这种卡（297 × 420 毫米）" in refused.value.text("zh")
    assert "This card (297 × 420 mm) does not fit on A4" in refused.value.text("en")


def test_the_cards_of_a_service_share_the_words_of_its_ticket() -> None:
    data = made(order("QC10", "QC04", count=7), Format.ZIP, profile="press")
    with ZipFile(BytesIO(data)) as archive:
        ticket = archive.read(TICKET).decode("utf-8-sig")
    assert "A5 办事流程卡（a5-process）" in ticket
    assert "每页一面，页面 168 × 230 毫米，四周出血 3 毫米，有裁切线" in ticket
    assert "正面 4 色（CMYK）；黑字和二维码只用黑 K100" in ticket
    assert "2 种卡，共 14 张" in ticket
    assert service().id in ticket
