"""The desk's pages of what became of cards: numbers, entries, links, slips."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from kiosk.batches import read_placed
from kiosk.domain.placement import PlacementKind
from tests.make import spot
from tests.serving import Served
from tests.web.admin.reading import tables, text
from tests.web.admin.visitor import Visitor, signed_in

HALL = spot("历下大厅", kind=PlacementKind.KIOSK, copies=100)
PATH = "/admin/batches/B0001/stock/P0001"


@pytest.fixture
async def desk(served: Served) -> Visitor:
    await served.batch(spot("甲", copies=200), HALL)
    return await signed_in(served)


async def note(desk: Visitor, kind: str, n: str, *, key: str = "", **fields: str) -> int:
    sent = {"key": key or f"{kind}{n}{fields}", "kind": kind, "n": n} | fields
    return (await desk.post(PATH, sent)).status_code


async def test_what_is_noted_stands_in_the_table_with_its_sum(desk: Visitor) -> None:
    assert await note(desk, "received", "200") == 303
    assert await note(desk, "given", "50", note="第一次") == 303
    page = (await desk.get("/admin/batches/B0001/stock")).text
    head, first, second, total = tables(page)[""][0]
    row = dict(zip(head, first, strict=True))
    assert (row["计划"], row["收到"], row["发出"], row["现存"], row["在外"]) == (
        *("200", "200", "50", "150", "50"),
    )
    assert second[1:4] == ["100", "—", "—"]
    assert total[1:4] == ["300", "—", "200"]
    one = text((await desk.get(PATH)).text)
    assert "发出 50 张 第 2 条" in one
    assert "第一次" in one
    assert "zhangsan" in one


async def test_a_run_that_is_off_is_noted_once_somebody_is_sure(desk: Visitor) -> None:
    asked = await desk.post(PATH, {"key": "a", "kind": "printed", "n": "250"})
    assert asked.status_code == 409
    assert "相差超过3%" in asked.text
    assert 'name="sure"' in asked.text
    assert 'value="250"' in asked.text
    assert await note(desk, "printed", "250", key="a", sure="1") == 303
    assert "偏差超过3%" in (await desk.get("/admin/batches/B0001/stock")).text


async def test_an_entry_is_corrected_from_its_line(desk: Visitor, served: Served) -> None:
    await note(desk, "received", "20")
    page = (await desk.get(f"{PATH}?correct=1")).text
    assert "更正第 1 条：收到 20 张" in text(page)
    assert await note(desk, "received", "200", corrects="1") == 303
    placed = await served.state.office.driver.read(
        lambda reader: read_placed(reader, "B0001", "P0001")
    )
    assert placed.stock.received == 200
    page = (await desk.get(PATH)).text
    assert "<del>收到 20 张</del>" in page
    assert "第 2 条，代替第 1 条" in text(page)
    log = text((await desk.get("/admin/log?kind=batches")).text)
    assert "更正了批次B0001在投放点P0001的第1条登记：收到 200 张" in log


async def test_a_double_click_notes_once_and_faults_keep_what_was_typed(desk: Visitor) -> None:
    for _ in range(2):
        await note(desk, "received", "30", key="same")
    assert "收到 30 张 第 1 条" in text((await desk.get(PATH)).text)
    assert "第 2 条" not in (await desk.get(PATH)).text
    wrong = await desk.post(PATH, {"key": "b", "kind": "given", "n": "x", "note": "给了谁"})
    assert wrong.status_code == 422
    assert 'value="给了谁"' in wrong.text
    for path in ("/admin/batches/B0009/stock", "/admin/batches/B0001/stock/P0009"):
        assert (await desk.get(path)).status_code == 404


async def test_links_are_made_shown_and_revoked(desk: Visitor, served: Served) -> None:
    assert "现在没有可用的链接" in (await desk.get(PATH)).text
    await desk.post("/admin/batches/B0001/links", {"key": "l"})
    page = (await desk.get(PATH)).text
    found = re.search(r"https://mbk\.example\.gov\.cn(/C/\w{24})", page)
    assert found
    assert (await served.client.get(found[1])).status_code == 200
    assert "现有 2 个可用" in (await desk.get("/admin/batches/B0001/stock")).text
    await desk.post(f"{PATH}/link", {"key": "r", "do": "revoke"})
    assert (await served.client.get(found[1])).status_code == 410
    await desk.post(f"{PATH}/link", {"key": "n", "do": "add"})
    again = re.search(r"https://mbk\.example\.gov\.cn(/C/\w{24})", (await desk.get(PATH)).text)
    assert again
    assert again[1] != found[1]


async def test_a_slip_for_each_placement_makes_the_links_it_needs(desk: Visitor) -> None:
    answer = await desk.get("/admin/batches/B0001/slips.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "B0001_packing-slips.pdf" in answer.headers["content-disposition"]
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 2
    assert "现有 2 个可用" in (await desk.get("/admin/batches/B0001/stock")).text
    log = text((await desk.get("/admin/log")).text)
    assert "下载了批次B0001的装箱单" in log
    assert "给批次B0001办了2个窗口登记链接" in log
