"""A packing slip is one sheet, and its symbol opens the clerk's link."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from cards.marks import Symbol, Text
from cards.measure import Area
from kiosk.batches import Slip
from kiosk.printing import write_slips
from kiosk.printing.slip import HEIGHT, MARGIN, WIDTH, slip_face
from tests.cards.readers import READERS

TOKEN = "5RJ41QVSD0ZF7ZJNKPRZ798Z"
ADDRESS = f"https://mbk.jinan.gov.cn/C/{TOKEN}"


def slip(**changes: Any) -> Slip:
    usual = Slip(
        batch="B0001",
        design="A5 办事流程卡",
        services=("QC06", "QC10"),
        district="平阴县",
        placement="P0001",
        name="平阴县政务服务中心",
        kind="window",
        planned=400,
        kinds=2,
        printed=None,
        address=ADDRESS,
        token=TOKEN,
        until=date(2027, 12, 28),
    )
    return replace(usual, **changes)


def written(*slips: Slip) -> bytes:
    target = BytesIO()
    write_slips(slips, target, title="装箱单 B0001")
    return target.getvalue()


def words(of: Slip) -> str:
    return "".join(mark.text for mark in slip_face(of).marks() if isinstance(mark, Text))


def page(pdf: bytes, number: int = 0) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[number].render(scale=150 / 72).to_pil()
    return picture


def test_the_symbol_on_the_paper_opens_the_link() -> None:
    picture = page(written(slip()))
    assert all(read(picture) == [ADDRESS] for read in READERS)


def test_it_says_what_how_many_and_what_to_do() -> None:
    said = words(slip(printed=412))
    for word in ("平阴县政务服务中心", "B0001", "QC06、QC10", "每种200张", "2种", "400张", "412张",
                 "5RJ4-1QVS-D0ZF-7ZJN-KPRZ-798Z", "2027-12-28", "不是明白卡的码"):  # fmt: skip
        assert word in said, word
    assert "屏幕" not in said
    assert "屏幕" in words(slip(kind="kiosk"))
    assert "市中区企业" in words(slip(district="市中区", name="企业服务中心")).replace(" ", "")


def test_without_a_link_there_is_no_symbol() -> None:
    bare = slip(address=None, token="", until=None)
    assert slip_face(bare).symbols() == ()
    assert "没有登记码" in words(bare)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "高新区自贸试验区制度创新和法律服务联合推进中心（企业开办专区）" * 2},
        {"name": "第一䶮社区"},
        {"kind": "kiosk", "printed": 1_000_000, "planned": 1_000_000, "kinds": 1},
        {"services": tuple(f"QC{n:02}" for n in range(1, 14))},
        {"address": f"https://www.a-very-long-department-name.example.gov.cn/mbk/C/{TOKEN}"},
        {"services": (), "address": None},
    ],
    ids=["long", "rare", "large", "all", "host", "bare"],
)
def test_everything_lies_inside_the_margins_and_off_the_symbol(changes: dict[str, Any]) -> None:
    face = slip_face(slip(**changes))
    inside = Area(MARGIN - 0.5, MARGIN - 0.5, WIDTH - 2 * MARGIN + 1, HEIGHT - 2 * MARGIN + 1)
    for mark in face.marks():
        bounds = mark.bounds
        assert inside.x <= bounds.x, mark
        assert bounds.right <= inside.right, mark
        assert bounds.bottom <= inside.bottom, mark
        if not isinstance(mark, Symbol) and isinstance(mark, Text):
            assert not any(bounds.meets(symbol.keep_out) for symbol in face.symbols()), mark


def test_a_letter_that_cannot_be_printed_is_marked() -> None:
    assert "第一〓社区" in words(slip(name="第一䶮社区"))


def test_the_same_slips_give_the_same_bytes_on_a_page_each_in_black() -> None:
    pdf = written(slip(), slip(placement="P0002"))
    assert pdf == written(slip(), slip(placement="P0002"))
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 2
        content = b"".join(pikepdf.Page(one).obj.Contents.read_bytes() for one in opened.pages)
        assert b" rg" not in content
