"""The report that people download is the one that programs get, and the form loses nothing."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest

from kiosk.acts.token import digest_of
from kiosk.store import log
from kiosk.web.admin.report import PRESETS, iso
from tests.make import NOON
from tests.serving import Served
from tests.web.admin import city
from tests.web.admin.reading import number, tables, text
from tests.web.admin.visitor import Visitor, signed_in
from tests.web.hall import hall_of
from tests.web.terminal import enrolled

TOKEN = "mbk_of_this_test"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-24"}


@pytest.fixture
async def visitor(served: Served) -> Visitor:
    await city.fill(served, days=10)
    await served.do("token.add", name="test", digest=digest_of(TOKEN))
    return await signed_in(served)


def asked(path: str, **query: Any) -> str:
    return f"/admin/report{path}?{urlencode(NOVEMBER | query, doseq=True)}"


async def of_the_api(served: Served, **query: str) -> bytes:
    answer = await served.client.get(
        f"/api/v1/reports/scans?{urlencode(NOVEMBER | query)}",
        headers={"authorization": f"Bearer {TOKEN}"},
    )
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
async def test_the_file_has_the_bytes_of_the_api(
    served: Served, visitor: Visitor, form: str
) -> None:
    for by in ("day", "service,day", "batch,placement,service,source"):
        answer = await visitor.get(asked("/download", by=by, format=form))
        assert answer.content == await of_the_api(served, by=by, format=form)
        assert "attachment" in answer.headers["content-disposition"]
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
        assert book.sheetnames == ["统计", "说明"]


async def test_columns_of_ones_own_come_in_their_order(served: Served, visitor: Visitor) -> None:
    columns = ["source", "", "district", "day", "", ""]
    answer = await visitor.get(asked("/download", by="own", column=columns, format="csv"))
    assert answer.content == await of_the_api(served, by="source,district,day", format="csv")
    head = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert head[:4] == ["来源", "区县代码", "区县", "日期"]


async def test_the_log_says_which_days_and_what_was_taken(served: Served, visitor: Visitor) -> None:
    await visitor.get(asked("/download", by="day,service", format="csv"))
    lines = await served.state.office.driver.read(lambda reader: log.last(reader, limit=1))
    assert (lines[0]["actor"], lines[0]["act"]) == ("account:zhangsan", "report.download")
    assert json.loads(lines[0]["detail"]) == {
        "from": "2026-11-01",
        "to": "2026-11-24",
        "by": "day,service",
        "format": "csv",
    }


async def test_the_log_names_the_token_that_took_a_report(served: Served, visitor: Visitor) -> None:
    await of_the_api(served, by="day", format="json")
    lines = await served.state.office.driver.read(lambda reader: log.last(reader, limit=1))
    assert (lines[0]["actor"], lines[0]["act"]) == ("token:test", "report.download")


async def test_the_sums_beside_the_form_are_those_of_the_file(
    served: Served, visitor: Visitor
) -> None:
    page = (await visitor.get(asked("", by="district,source"))).text
    told = json.loads(await of_the_api(served, by="district,source", format="json"))
    total = told["total"]
    sums = " ".join(
        f"{name} {total[key]:,}"
        for name, key in (
            ("有效扫码次数", "scans"),
            ("重复扫码", "repeats"),
            ("进入事项", "views"),
            ("触屏查看", "touches"),
        )
    )
    assert sums in text(page)
    fall = [number(row[1]) for row in tables(page)["从全部打开到有效扫码"][0][1:]]
    assert fall[0] == told["waterfall"]["all"]
    assert fall[-1] == told["waterfall"]["person"] == total["scans"]
    (shown,) = tables(page)["文件里有什么"]
    assert shown[0][:3] == ["区县代码", "区县", "来源"]
    counts = [[number(cell) for cell in row[3:]] for row in shown[1:]]
    keys = ("scans", "repeats", "views", "touches")
    assert counts == [[row[key] for key in keys] for row in told["rows"][: len(counts)]]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"from": "2026-11-31"}, "from", "“2026-11-31”不是日期"),
    ({"to": "昨天"}, "to", "“昨天”不是日期"),
    ({"from": "2026-12-01"}, "to", "开始日期 2026-12-01 晚于结束日期 2026-11-24"),
    ({"from": "2001-01-01"}, "to", "一份报表最多 1100 天"),
    ({"by": "own", "column": ["", ""]}, "by", "请至少选一项"),
    ({"by": "own", "column": ["day", "day"]}, "by", "同一项选了两次"),
    ({"by": "colour"}, "by", "不能按“colour”统计"),
    ({"format": "pdf"}, "format", "没有格式“pdf”"),
]


@pytest.mark.parametrize("path", ["", "/download"])
async def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    served: Served, path: str
) -> None:
    visitor = await signed_in(served)
    for query, name, sentence in WRONG:
        answer = await visitor.get(asked(path, **{"by": "source", "format": "csv"} | query))
        assert answer.status_code == 422
        assert sentence in text(answer.text)
        assert f'id="{name}-fault"' in answer.text
        wanted = NOVEMBER | query
        assert f'name="from" value="{wanted["from"]}"' in answer.text
        assert f'name="to" value="{wanted["to"]}"' in answer.text
        assert ('value="csv" checked' in answer.text) is ("format" not in query)


@pytest.mark.parametrize(
    "day", ["2026-11-01", "2026/11/1", "2026.11.1", "2026年11月1日", "20261101", " 2026-11-01 "]
)
def test_a_day_is_read_as_people_write_it(day: str) -> None:
    assert iso(day) == "2026-11-01"


async def test_a_report_that_is_too_long_to_look_into_is_still_summed(
    served: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.web.admin.report._PREVIEW_MOST", 10)
    page = text((await visitor.get(asked("", by="day,placement"))).text)
    total = json.loads(await of_the_api(served, by="day", format="json"))["total"]["scans"]
    assert f"有效扫码次数 {total:,}" in page
    assert "超过 10 行，这里不预览，可以直接下载" in page


async def test_every_preset_can_be_downloaded(visitor: Visitor) -> None:
    for by in PRESETS:
        answer = await visitor.get(asked("/download", by=by, format="json"))
        assert answer.json()["by"] == by.split(",")


async def test_days_without_anything_are_a_report_too(served: Served) -> None:
    visitor = await signed_in(served)
    page = text((await visitor.get("/admin/report?from=2026-11-01&to=2026-11-02")).text)
    assert "这些天没有记录" in page
    answer = await visitor.get(asked("/download", by="day", format="csv"))
    assert answer.status_code == 200


async def test_losses_of_the_days_are_told(served: Served, visitor: Visitor) -> None:
    city.lose(served.state, (20261103, 7))
    assert "未能记录 7 次" in text((await visitor.get(asked(""))).text)
    told = json.loads(await of_the_api(served, by="day", format="json"))
    assert told["unrecorded"] == 7


async def test_the_page_tells_of_touches_counted_by_the_time_of_receipt(served: Served) -> None:
    hall = await hall_of(served)
    terminal = await enrolled(served, hall.card.placement)
    desk = await signed_in(served)
    await terminal.told([terminal.touch(NOON)], time=NOON)
    assert "因自助终端的时间不可用" not in (await desk.get("/admin/report")).text
    await terminal.told([terminal.touch(0), terminal.touch(1)], time=NOON)
    assert "触屏查看中有 2 次因自助终端的时间不可用" in (await desk.get("/admin/report")).text
