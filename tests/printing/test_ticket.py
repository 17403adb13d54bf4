"""The job ticket tells a print shop all that it has to know."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from cards.design import load
from cards.marks import Fold
from kiosk.batches import Copy, Leading, Making, Order
from kiosk.printing import Job, Made, Piece
from kiosk.printing.ticket import write_ticket
from tests.printing.make import CODE, URL, catalogue_order, copy, imprint, order, service, verified
from tests.printing.numbered import numbered


def ticket(job: Job) -> list[str]:
    """The lines of the ticket of the one PDF of a job."""
    target = BytesIO()
    piece = Piece.of_all("cards.pdf", job.order)
    pages = job.write(piece, target)
    text = job.ticket([Made(piece, pages, target.tell(), "0" * 64)]).decode("utf-8-sig")
    return text.split("\r\n")


def line(lines: list[str], label: str) -> str:
    (found,) = [line for line in lines if line.startswith(label)]
    return found.removeprefix(f"{label}　")


def test_a_ticket_of_a_pdf_says_which_pages_are_printed_how_often() -> None:
    cards = (copy(service(), count=200), copy(service("QC04"), count=30))
    lines = ticket(Job(Order("a5-process", cards), imprint(), Making()))
    assert lines[0] == "印刷作业单（随文件交给印刷方）"
    assert "　　第 1 页　QC10 行政复议申请　历下区政务服务中心　印 200 份" in lines
    assert "　　第 2 页　QC04 公证办理　历下区政务服务中心　印 30 份" in lines
    assert line(lines, "数　　量") == "2 种卡，共 230 张"
    assert line(lines, "印　　面") == "单面"
    lines = ticket(Job(catalogue_order(count=9), imprint(), Making(profile="press")))
    assert "　　第 1–2 页　历下区政务服务中心　印 9 份" in lines
    assert line(lines, "印　　面") == "双面：正面、背面"
    assert line(lines, "页　　序") == "每张卡依次为正面、背面"


def test_a_ticket_of_sheets_says_how_to_print_them() -> None:
    lines = ticket(Job(catalogue_order(count=20), imprint(), Making(profile="office")))
    assert line(lines, "打　　印") == ("选“实际大小”或 100%，不要选“适合页面”；双面打印，长边翻转")
    assert "A4 纸（210 × 297 毫米）拼版，每张纸 10 张卡（2 列 × 5 行）" in line(lines, "版　　面")
    assert line(lines, "颜　　色") == "黑白，只用黑墨；灰为黑的网点"
    assert "　　4 页（2 张纸）；印 1 份" in lines


def test_a_ticket_of_numbered_cards_warns_of_mixing_them() -> None:
    asked, shared = numbered(30)
    lines = ticket(Job(asked.part(11, 30), shared, Making(profile="office")))
    assert line(lines, "数　　量") == "共 20 张，每张的码都不同（第 11 至 30 张）"
    assert "每张卡的码都不同" in line(lines, "二 维 码")
    assert "　　第 11 至 30 张" in lines


def test_a_specimen_says_so_and_a_card_that_may_be_printed_does_not() -> None:
    lines = ticket(Job(order("QC10"), imprint(), Making()))
    assert line(lines, "注　　意").startswith("这是样张")
    assert "　　　　　· QC10 行政复议申请还没有经办公室确认。" in lines
    sure = Order("a5-process", (copy(verified(service())),))
    assert not [line for line in ticket(Job(sure, imprint(), Making())) if "样张" in line]


def test_folds_are_told_in_millimetres() -> None:
    job = Job(catalogue_order(), imprint(), Making())
    (card,) = [job._studio.card(copy) for copy in job.order.copies]
    folded = tuple(
        replace(face, folds=(Fold(30, True), Fold(60.5, True), Fold(27, False)))
        for face in card.faces[:1]
    )
    first = replace(card, faces=(*folded, *card.faces[1:]))
    made = Made(Piece.of_all("cards.pdf", job.order), 2, 1, "0" * 64)
    lines = write_ticket(job.order, imprint(), job.makeup, first=first, made=[made])
    told = line(lines.decode("utf-8-sig").split("\r\n"), "折　　线")
    assert told == "正面 3 道：距左边 30 毫米、距左边 60.5 毫米、距上边 27 毫米"


def test_a_ticket_of_a_folded_design_says_how_it_is_folded() -> None:
    each = tuple(Leading(one, URL, CODE) for one in imprint().services)
    leaflet = Order("leaflet-a4-fold3", (Copy.of_all("大厅", "历下区", each),))
    lines = ticket(Job(leaflet, imprint(), Making(profile="press")))
    assert line(lines, "折　　线").endswith("；包心折：宽 97 毫米的一联先向内折，封面最后盖上")
    assert line(lines, "版　　面").endswith("有裁切线，短虚线是折线")
    assert "由委托方写明" in line(lines, "纸张工艺")


def test_a_card_as_large_as_the_sheet_is_not_cut() -> None:
    job = Job(catalogue_order(), imprint(), Making(profile="office"))
    assert job.makeup.grid is not None
    whole = replace(job.makeup.grid, card=(210, 297), columns=1, rows=1)
    job.makeup = replace(job.makeup, grid=whole)
    made = Made(Piece.of_all("cards.pdf", job.order), 2, 1, "0" * 64)
    lines = job.ticket([made]).decode("utf-8-sig").split("\r\n")
    assert "一张卡就是一张 A4 纸" in line(lines, "版　　面")


def test_a_design_of_the_ticket_is_called_as_people_call_it() -> None:
    lines = ticket(Job(catalogue_order(), imprint(), Making()))
    title = load("card-90x54-catalogue").plan.title
    assert line(lines, "卡　　片") == f"{title}（card-90x54-catalogue）"
