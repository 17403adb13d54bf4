"""A batch is made from what was typed or uploaded, shown first, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from kiosk.store import batches, log
from tests.serving import Served
from tests.web.admin.reading import tables, text
from tests.web.admin.visitor import Visitor, field, signed_in

HEADER = "区县,投放点,类型,数量\n"
ROWS: dict[str, Any] = {
    "district": ["370102", "gx", ""],
    "name": ["历下区政务服务中心", "高新区一楼大厅", ""],
    "kind": ["window", "kiosk", "window"],
    "copies": ["300", "20", ""],
}

NO_ROWS: dict[str, Any] = {
    "district": [""],
    "name": [""],
    "kind": ["window"],
    "copies": [""],
}


async def send(visitor: Visitor, do: str = "look", **fields: Any) -> httpx.Response:
    """The form as a browser sends it."""
    files = fields.pop("files", None)
    empty = {"file": ("", b"", "application/octet-stream")}
    held = {"key": "k1", "design": "a5-process", "service": ["QC06", "QC10"], "do": do}
    return await visitor.post("/admin/batches/new", {**held, **fields}, files=files or empty)


async def made(served: Served) -> list[Mapping[str, Any]]:
    return list(await served.state.office.driver.read(lambda reader: reader.all(batches.LIST)))


async def test_what_will_be_made_is_shown_and_not_yet_made(served: Served) -> None:
    visitor = await signed_in(served)
    answer = await send(visitor, **ROWS)
    said = text(answer.text)
    assert answer.status_code == 200
    assert "投放点 2 其中自助终端 1 个" in said
    assert "卡码 4 个" in said
    assert "要印 640 张" in said
    assert "https://mbk.example.gov.cn/S/" in said
    assert "QC10 行政复议申请还没有经办公室确认" in said
    assert tables(answer.text)["各投放点"][0][1:] == [
        ["历下区", "历下区政务服务中心", "窗口", "300", "2", "600", "新"],
        ["高新区", "高新区一楼大厅", "自助终端", "20", "2", "40", "新"],
    ]
    assert await made(served) == []


async def test_a_batch_is_made_once_in_the_name_of_who_is_signed_in(served: Served) -> None:
    visitor = await signed_in(served)
    answers = [await send(visitor, "make", **ROWS) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == [
        "/admin/batches/B0001?made=1",
        "/admin/batches/B0001?made=1",
    ]
    (batch,) = await made(served)
    assert (batch["made_by"], batch["placements"], batch["copies"]) == ("account:zhangsan", 2, 320)
    lines = await served.state.office.driver.read(lambda reader: log.last(reader, limit=1))
    assert (lines[0]["actor"], lines[0]["act"], lines[0]["subject"]) == (
        "account:zhangsan",
        "batch.create",
        "B0001",
    )
    assert '"copies": 640' in lines[0]["detail"]


async def test_rows_are_added_without_a_script_and_keep_what_was_typed(served: Served) -> None:
    visitor = await signed_in(served)
    page = (await send(visitor, "rows", **ROWS)).text
    assert page.count('name="copies"') == 8
    assert 'value="高新区一楼大厅"' in page
    assert '<option value="kiosk" selected>' in page
    assert 'value="QC10" checked' in page
    assert await made(served) == []


async def test_faulty_rows_are_named_at_their_place_and_nothing_is_made_or_lost(
    served: Served,
) -> None:
    visitor = await signed_in(served)
    rows = {
        "district": ["", "370103", "370103"],
        "name": ["甲", "乙", "乙"],
        "kind": ["window"] * 3,
        "copies": ["many", "5", "6"],
    }
    answer = await send(visitor, "make", **rows)
    assert answer.status_code == 422
    said = text(answer.text)
    assert "投放点有 2 行要改" in said
    assert "没有写区县；数量“many”应为1至1000000的整数" in said
    assert "与第2行是同一个投放点" in said
    assert 'value="many" inputmode="numeric" maxlength="9" aria-invalid="true"' in answer.text
    assert await made(served) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_file_is_read_shown_and_carried_to_the_end(served: Served, encoding: str) -> None:
    visitor = await signed_in(served)
    content = f"{HEADER}历下区,甲,窗口,5\n起步区,乙,海报,7\n".encode(encoding)
    page = (await send(visitor, files={"file": ("投放点.csv", content, "text/csv")})).text
    assert "要印 24 张" in text(page)
    carried = {"listed": field(page, "listed"), "listed_name": field(page, "listed_name")}
    assert carried["listed_name"] == "投放点.csv"
    assert (await send(visitor, "back", **carried)).text.count("已读入文件“投放点.csv”") == 1
    answer = await send(visitor, "make", **carried)
    assert answer.status_code == 303
    assert (await made(served))[0]["copies"] == 12


async def test_a_faulty_file_is_told_row_by_row_as_the_command_does(served: Served) -> None:
    visitor = await signed_in(served)
    content = f"{HEADER}火星区,甲,窗口,5\n历下区,,窗口,0\n".encode()
    answer = await send(visitor, **NO_ROWS, files={"file": ("a.csv", content, "text/csv")})
    said = text(answer.text)
    assert answer.status_code == 422
    assert "文件有 3 处要改" in said
    assert "第 2 行：没有区县“火星区”" in said
    assert "第 3 行：投放点没有名称" in said
    assert "第 3 行：数量“0”应为1至1000000的整数" in said
    assert await made(served) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\xff\xfe\x00\x01\x02" * 9, "读不出文字"),
        (b"PK\x03\x04" + bytes(range(256)) * 20, "读不出文字"),
        (b"a,b\n1,2\n", "表头应为"),
        (HEADER.encode(), "没有投放点"),
        (b"x" * (1024 * 1024 + 1), "文件超过1024 KiB"),
        ((HEADER + "历下区,甲,窗口,1\n" * 5_001).encode(), "超过5000行"),
    ],
)
async def test_a_file_that_is_no_list_is_told_in_one_sentence(
    served: Served, content: bytes, sentence: str
) -> None:
    visitor = await signed_in(served)
    answer = await send(visitor, files={"file": ("x.csv", content, "text/csv")})
    assert answer.status_code == 422
    assert sentence in text(answer.text)
    assert 'value="QC10" checked' in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"design": ""}, "请选一个版式"),
        ({"design": "a6-none"}, "没有版式a6-none"),
        ({"service": []}, "版式A5 办事流程卡要指明事项"),
        ({"service": ["QC99"]}, "没有事项QC99"),
        ({"service": ["QC14"]}, "没有事项QC14"),
        (NO_ROWS, "至少要写"),
    ],
)
async def test_what_is_missing_is_told_beside_the_form(
    served: Served, changes: dict[str, Any], sentence: str
) -> None:
    visitor = await signed_in(served)
    answer = await send(visitor, "make", **{**ROWS, **changes})
    assert answer.status_code in (404, 422)
    assert sentence in text(answer.text)
    assert 'name="design"' in answer.text
    assert await made(served) == []


async def test_typed_rows_and_a_file_together_are_asked_about(served: Served) -> None:
    visitor = await signed_in(served)
    content = f"{HEADER}历下区,甲,窗口,5\n".encode()
    answer = await send(visitor, **ROWS, files={"file": ("甲.csv", content, "text/csv")})
    assert answer.status_code == 422
    assert "投放点既填了行，又选了文件甲.csv" in text(answer.text)
    assert field(answer.text, "listed")
    dropped = (await send(visitor, "drop", **ROWS, listed=field(answer.text, "listed"))).text
    assert "已读入" not in dropped
    assert 'value="历下区政务服务中心"' in dropped


async def test_the_whole_catalogue_needs_no_services(served: Served) -> None:
    visitor = await signed_in(served)
    answer = await send(visitor, "make", **ROWS, design="card-90x54-catalogue")
    assert answer.status_code == 303
    services = await served.state.office.driver.read(batches.services)
    assert services == {"B0001": ("",)}


async def test_a_card_of_all_services_is_planned_as_one_card_with_many_codes(
    served: Served,
) -> None:
    visitor = await signed_in(served)
    said = text((await send(visitor, "look", **ROWS, design="leaflet-a4-fold3")).text)
    assert "卡码 26 个" in said
    assert "要印 320 张" in said
    answer = await send(visitor, "make", **ROWS, design="leaflet-a4-fold3")
    assert answer.status_code == 303
    (services,) = (await served.state.office.driver.read(batches.services)).values()
    assert services == tuple(f"QC{number:02}" for number in range(1, 14))


async def test_a_card_that_cannot_be_drawn_makes_no_batch(served: Served) -> None:
    settings = served.state.office.settings
    object.__setattr__(
        settings, "__dict__", {**vars(settings), "public_url": f"https://{'a' * 60}.cn"}
    )
    visitor = await signed_in(served)
    answer = await send(visitor, "make", **ROWS, design="card-90x54-catalogue")
    assert answer.status_code == 422
    assert "的卡面放不下" in text(answer.text)
    assert await made(served) == []


async def test_the_empty_file_can_be_sent_back_filled_in(served: Served) -> None:
    visitor = await signed_in(served)
    empty = (await visitor.get("/admin/batches/placements.csv")).content
    assert empty.startswith(b"\xef\xbb\xbf")
    content = empty + "历下区,甲,窗口,5\r\n".encode()
    answer = await send(visitor, files={"file": ("placements.csv", content, "text/csv")})
    assert answer.status_code == 200


async def test_markup_in_a_name_stays_text(served: Served) -> None:
    visitor = await signed_in(served)
    name = '<script>alert("1")</script>'
    rows = {key: values[:1] for key, values in ROWS.items()} | {"name": [name]}
    for do in ("look", "rows"):
        page = (await send(visitor, do, **rows)).text
        assert name not in page
        assert "&lt;script&gt;" in page
