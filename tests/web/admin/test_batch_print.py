"""印刷文件: who prints it, on what, and what comes out, before anything is downloaded."""

from __future__ import annotations

import io
from urllib.parse import unquote

import httpx
import pypdfium2

from tests.make import spot
from tests.serving import Served
from tests.web.admin.visitor import Visitor, signed_in

CARD = "card-90x54-catalogue"
PRINT = "/admin/batches/B0001/print"


async def at_desk(served: Served, copies: int = 20, **changes: object) -> Visitor:
    asked = {"services": [""], "design": CARD} | changes
    await served.batch(spot("甲", copies=copies), **asked)
    return await signed_in(served)


def name_of(answer: httpx.Response) -> str:
    return unquote(answer.headers["content-disposition"].rsplit("''", 1)[1])


async def test_twenty_cards_for_the_offices_own_printer(served: Served) -> None:
    visitor = await at_desk(served)
    page = await visitor.get(PRINT)
    assert page.status_code == 200
    for words in (
        "办公室打印机自己印",
        "每张 A4 纸 10 张卡；共 20 张卡，要 2 张纸。",
        "打印时选“实际大小”或 100%，不要选“适合页面”。",
        "B0001_名片大小目录卡_样张_office.pdf",
    ):
        assert words in page.text
    file = await visitor.get(f"{PRINT}/file?profile=office&format=pdf&turn=long&sheet=&range=")
    assert name_of(file) == "B0001_名片大小目录卡_样张_office.pdf"
    assert len(pypdfium2.PdfDocument(file.content)) == 4


async def test_what_comes_out_is_seen_before(served: Served) -> None:
    visitor = await at_desk(served)
    sides = [await visitor.get(f"{PRINT}/{side}.png?profile=office") for side in (1, 2, 3)]
    assert [side.status_code for side in sides] == [200, 200, 404]
    assert sides[0].headers["content-type"] == "image/png"
    assert len({side.content for side in sides}) == 3
    turned = await visitor.get(f"{PRINT}/2.png?profile=office&turn=short")
    assert turned.content != sides[1].content


async def test_a_screen_gets_pictures(served: Served) -> None:
    visitor = await at_desk(served)
    page = await visitor.get(f"{PRINT}?profile=screen&format=png")
    assert "B0001_名片大小目录卡_样张_screen.zip" in page.text
    file = await visitor.get(f"{PRINT}/file?profile=screen&format=png")
    assert name_of(file).endswith("_screen.zip")
    assert io.BytesIO(file.content).read(2) == b"PK"


async def test_what_is_wrong_is_told_beside_the_form_that_keeps_what_was_typed(
    served: Served,
) -> None:
    visitor = await at_desk(served, numbered=True)
    page = await visitor.get(f"{PRINT}?profile=office&range=19-")
    assert page.status_code == 422
    assert "范围“19-”写得不对" in page.text
    assert 'value="19-"' in page.text
    page = await visitor.get(f"{PRINT}?profile=gang&sheet=a4")
    assert page.status_code == 422
    assert "用途gang是每页一面" in page.text


async def test_too_many_for_one_file_are_told_with_what_helps(served: Served) -> None:
    visitor = await at_desk(served, copies=30_000)
    page = await visitor.get(PRINT)
    assert "要放进 30,000 张卡，一个文件最多 20,000 张。选压缩包" in page.text
    page = await visitor.get(f"{PRINT}?profile=office&format=zip")
    assert "一个文件最多" not in page.text
    await served.batch(spot("乙", copies=30_000), services=[""], design=CARD, numbered=True)
    page = await visitor.get("/admin/batches/B0002/print")
    assert "请在“只要一部分”里分几次" in page.text
    page = await visitor.get("/admin/batches/B0002/print?profile=office&range=1-20000")
    assert "请在“只要一部分”里分几次" not in page.text


async def test_the_page_speaks_english_too(served: Served) -> None:
    visitor = await at_desk(served)
    visitor.cookies["__Host-mbk_language"] = "en"
    page = await visitor.get(PRINT)
    assert "10 cards on a sheet of A4; 20 cards on 2 sheets." in page.text
    assert "Own office printer" in page.text


async def test_a_batch_that_is_not_there_has_no_files(served: Served) -> None:
    visitor = await at_desk(served)
    assert (await visitor.get("/admin/batches/B0042/print")).status_code == 404


async def test_the_page_of_a_batch_leads_here(served: Served) -> None:
    visitor = await at_desk(served)
    assert f'href="{PRINT}"' in (await visitor.get("/admin/batches/B0001")).text
