"""Orders become files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from kiosk.batches import Copy, Format, Imprint, Making, Order
from kiosk.domain.problem import Problem
from kiosk.printing import cards, faces, render
from tests.cards.readers import READERS
from tests.make import catalogue
from tests.printing.make import CODE, URL, catalogue_order, copy, desk, imprint, order, service

_AT = ("QC10", "历下区")
EVERY = tuple(f"QC{number:02}" for number in range(1, 14))
HIDDEN = tuple(f"QC{number}" for number in range(14, 19))


def _file(
    what: Order,
    form: Format,
    shared: Imprint | None = None,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    **making: Any,
) -> bytes:
    target = BytesIO()
    how = Making(**making)
    render(what, shared or imprint(), format=form, target=target, making=how, progress=progress)
    return target.getvalue()


def _refused(act: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as refused:
        act()
    assert refused.value.text("zh")
    assert refused.value.text("en")
    return refused.value


def test_every_service_of_the_catalogue_fits_its_card_with_and_without_a_desk() -> None:
    desks = {(name, "历下区"): desk(service=name) for name in EVERY + HIDDEN}
    for shared in (imprint(), imprint(desks=desks)):
        assert len(list(faces(order(*EVERY, *HIDDEN), shared))) == 18


def test_the_catalogue_fits_its_card() -> None:
    assert [face.name for face in faces(catalogue_order(), imprint())] == ["front", "back"]


def test_every_card_of_an_order_opens_its_own_address() -> None:
    codes = [f"{number:012}" for number in range(13)]
    copies = tuple(
        Copy("街道办", "历下区", one, f"https://mbk.jinan.gov.cn/S/{code}", code)
        for one, code in zip(catalogue().services, codes, strict=True)
    )
    pages = pypdfium2.PdfDocument(_file(Order("a5-process", copies), Format.PDF))
    for number, made in enumerate(copies):
        picture = pages[number].render(scale=2.5).to_pil()
        assert [reader(picture) for reader in READERS] == [[made.url]] * 2


def test_symbols_of_one_order_are_of_one_size() -> None:
    short = Copy("甲", "历下区", service(), "https://a.cn/S/000000000000", "000000000000")
    long = copy(service())
    sizes = {
        symbol.matrix.size
        for face in faces(Order("a5-process", (short, long)), imprint())
        for symbol in face.symbols()
    }
    assert sizes == {33}


@pytest.mark.parametrize("what", [order("QC10"), catalogue_order()])
@pytest.mark.parametrize(
    ("host", "modules"),
    [
        ("mbk.lan", 29),
        ("mbk.jinan.gov.cn", 33),
        ("mbk.sifaju.jinan.gov.cn/mbk", 37),
        ("mingbaika-fazhihuiqi.sifaju.jinan.gov.cn/mbk", 41),
    ],
)
def test_a_symbol_of_every_size_keeps_its_quiet_zone(what: Order, host: str, modules: int) -> None:
    cards_there = tuple(replace(one, url=f"https://{host}/S/{CODE}") for one in what.copies)
    drawn = faces(Order(what.design, cards_there), imprint(domain=host))
    assert [symbol.matrix.size for face in drawn for symbol in face.symbols()] == [modules]


def test_copies_of_a_service_in_a_district_share_their_artwork() -> None:
    here, there = copy(service()), copy(service(), district_name="章丘区")
    shared = imprint(desks={("QC10", "历下区"): desk()})
    first, second, third = cards(Order("a5-process", (here, here, there)), shared)
    assert first.faces[0].items[0] is second.faces[0].items[0]
    assert first.faces[0].items[0] is not third.faces[0].items[0]


def test_the_code_is_printed_in_groups_of_four() -> None:
    text = pypdfium2.PdfDocument(_file(order("QC10"), Format.PDF))[0].get_textpage()
    assert "7K3M-Q2XA-9PRD" in text.get_text_range()


def test_pdf_has_a_page_for_every_side() -> None:
    assert len(pypdfium2.PdfDocument(_file(order("QC10", "QC04"), Format.PDF))) == 2
    assert len(pypdfium2.PdfDocument(_file(catalogue_order(), Format.PDF))) == 2


def test_one_side_is_one_picture() -> None:
    with Image.open(BytesIO(_file(order("QC10"), Format.PNG, dpi=100))) as image:
        assert image.size == (583, 827)
    assert _file(order("QC10"), Format.SVG).startswith(b"<svg ")


def test_several_sides_are_a_zip_of_pictures_with_telling_names() -> None:
    with ZipFile(BytesIO(_file(catalogue_order(), Format.PNG, dpi=100))) as archive:
        assert archive.namelist() == [
            "card-90x54-catalogue_历下区政务服务中心_正面.png",
            "card-90x54-catalogue_历下区政务服务中心_背面.png",
        ]
        assert archive.testzip() is None
    with ZipFile(BytesIO(_file(order("QC10", "QC04"), Format.SVG))) as archive:
        assert archive.namelist() == [
            "a5-process_QC10_历下区政务服务中心_正面.svg",
            "a5-process_QC04_历下区政务服务中心_正面.svg",
        ]


def test_a_zip_holds_a_pdf_for_each_card() -> None:
    with ZipFile(BytesIO(_file(order("QC10", "QC04"), Format.ZIP))) as archive:
        assert archive.namelist() == [
            "a5-process_QC10_历下区政务服务中心.pdf",
            "a5-process_QC04_历下区政务服务中心.pdf",
            "印刷作业单.txt",
        ]
        assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist()[:2])


def test_cards_that_would_have_one_name_carry_their_code() -> None:
    other = replace(copy(service()), code="000000000000", url=URL.replace(CODE, "000000000000"))
    both = Order("a5-process", (copy(service()), other))
    with ZipFile(BytesIO(_file(both, Format.ZIP))) as archive:
        assert archive.namelist() == [
            "a5-process_QC10_历下区政务服务中心_7K3MQ2XA9PRD.pdf",
            "a5-process_QC10_历下区政务服务中心_000000000000.pdf",
            "印刷作业单.txt",
        ]


@pytest.mark.parametrize("form", Format)
def test_the_same_order_gives_the_same_bytes(form: Format) -> None:
    what = order("QC10", "QC01")
    assert _file(what, form, dpi=60) == _file(what, form, dpi=60)


def test_progress_is_told_after_every_card() -> None:
    told: list[tuple[int, int]] = []
    _file(order("QC10", "QC04", "QC06"), Format.PDF, progress=lambda *at: told.append(at))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_order_without_cards_is_refused() -> None:
    refused = _refused(lambda: _file(Order("a5-process", ()), Format.PDF))
    assert refused.code == "placements-missing"


def test_a_card_of_one_service_needs_a_service() -> None:
    refused = _refused(lambda: _file(Order("a5-process", (copy(),)), Format.PDF))
    assert refused.code == "services-missing"


def test_an_unknown_design_is_refused_with_the_known_ones() -> None:
    refused = _refused(lambda: _file(Order("poster-a0", (copy(),)), Format.PDF))
    assert refused.code == "design-not-found"
    assert "a5-process" in refused.text("zh")


def test_a_text_that_does_not_fit_is_refused_by_service_and_box() -> None:
    card = replace(service().card, title="对行政处罚决定不服而且还要说很多话？")
    long = replace(service(), card=card)
    refused = _refused(lambda: _file(Order("a5-process", (copy(long),)), Format.PDF))
    assert refused.code == "card-text-too-long"
    assert refused.text("zh").startswith("QC10的卡面放不下：“大标题”（question）超出")


def test_a_local_desk_that_does_not_fit_is_refused_by_its_name() -> None:
    long = desk(address="解放东路99号历下区政务服务中心三楼东区" * 4)
    refused = _refused(lambda: _file(order("QC10"), Format.PDF, imprint(desks={_AT: long})))
    assert refused.code == "card-text-too-long"
    assert "“本地受理点”（path.desk）" in refused.text("zh")
    assert refused.text("en").startswith("QC10 does not fit its card: path.desk is")


@pytest.mark.parametrize("what", [order("QC10"), catalogue_order()])
def test_a_long_domain_and_a_long_office_are_printed_whole(what: Order) -> None:
    domain, office = "mingbaika-fazhihuiqi.sifaju.jinan.gov.cn/mbk", "济南市章丘区司法局行政复议科"
    long = tuple(replace(card, url=f"https://{domain}/S/{CODE}") for card in what.copies)
    shared = imprint(domain=domain, office=office)
    pages = pypdfium2.PdfDocument(_file(Order(what.design, long), Format.PDF, shared))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    text = re.sub(r"\s", "", text)
    assert domain in text
    assert office in text


def test_a_card_that_is_too_full_is_refused_in_millimetres() -> None:
    table = replace(service().card.table, rows=service().card.table.rows * 3)
    full = replace(service(), card=replace(service().card, table=table))
    refused = _refused(lambda: _file(Order("a5-process", (copy(full),)), Format.PDF))
    assert refused.code == "card-too-full"
    assert "毫米" in refused.text("zh")


def test_a_character_without_a_glyph_is_refused() -> None:
    refused = _refused(lambda: _file(order("QC10"), Format.PDF, imprint(office="😀局")))
    assert (refused.code, refused.places["characters"]) == ("card-character-missing", "😀")


@pytest.mark.parametrize("length", [90, 3000])
def test_an_address_too_long_for_its_symbol_is_refused(length: int) -> None:
    url = f"https://{'a' * length}.gov.cn/S/{CODE}"
    refused = _refused(lambda: _file(catalogue_order(url=url), Format.PDF))
    assert refused.code == "card-address-too-long"


def test_a_picture_too_coarse_for_its_symbol_is_refused() -> None:
    refused = _refused(lambda: _file(order("QC10"), Format.PNG, dpi=20))
    assert (refused.code, refused.places["dpi"]) == ("picture-too-coarse", 20)
