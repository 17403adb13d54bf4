import csv
import io
import json
from dataclasses import replace
from textwrap import dedent

import pytest

from kiosk.domain.report import Dimension
from tests.reports.conftest import HOSTILE
from tests.reports.ledger import Ledger, written


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


async def test_csv_is_the_table_a_total_an_empty_line_and_the_notes(city: Ledger) -> None:
    report = replace(await city.report("day,service,source", "2026-11-01"), unrecorded=5)
    data = written(report, "csv")
    assert data.startswith("\ufeff日期,".encode())
    assert data.decode("utf-8-sig").split("\r\n")[:14] == dedent("""
        日期,事项编号,事项名称,来源,有效扫码次数,重复扫码,进入事项,触屏查看
        2026-11-23,QC10,复议,明白卡,1200,0,0,0
        2026-11-24,,全部事项（目录卡）,明白卡,1,0,0,0
        2026-11-24,QC06,清单指引,明白卡,0,0,1,0
        2026-11-24,QC06,清单指引,大厅屏幕,1,0,0,0
        2026-11-24,QC10,复议,明白卡,1,1,0,0
        2026-11-24,QC10,复议,大厅屏幕,0,0,0,1
        2026-11-24,QC10,复议,手工输入,1,0,0,0
        合计,,,,1204,1,1,1
        ,,,,,,,
        项目,内容,释义,,,,,
        状态,样稿 · 非正式发布,,,,,,
        统计期间,2026-11-01 至 2026-11-24（含首尾两日，共 24 天）,,,,,,
        统计时区,北京时间，每日 0 时至 24 时,,,,,,
        """).strip().split("\n")
    told = {row[0]: row[1] for row in rows_of(data)[10:]}
    assert [
        told[item] for item in told if item.startswith(("全部", "减", "得", "未能", "待入", "频率"))
    ] == [
        "1213",
        "1",
        "1",
        "1",
        "1",
        "1",
        "1",
        "2",
        "1",
        "1204",
        "5",
        "0",
        "0",
    ]


async def test_csv_has_crlf_and_the_same_number_of_fields_in_every_line(hostile: Ledger) -> None:
    data = written(await hostile.report("placement"), "csv")
    assert len({len(row) for row in rows_of(data)}) == 1
    assert data.endswith(b"\r\n")
    assert data.count(b"\xef\xbb\xbf") == 2  # at the start, and in a name that begins with one


async def test_hostile_names_come_back_from_csv_as_they_were_behind_an_apostrophe(
    hostile: Ledger,
) -> None:
    rows = rows_of(written(await hostile.report("placement"), "csv"))
    names = [row[1] for row in rows[1 : len(HOSTILE) + 1]]
    assert [name.removeprefix("'") for name in names] == [
        name.removeprefix("'") for name in HOSTILE
    ]
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@＝＋－＠\t\r\n")]


async def test_a_csv_by_one_dimension_is_wide_enough_for_its_notes(city: Ledger) -> None:
    rows = rows_of(written(await city.report("source"), "csv"))
    assert [len(row) for row in rows] == [5] * len(rows)
    assert rows[4] == ["合计", "4", "1", "1", "1"]


async def test_a_confirmed_report_of_a_past_period_bears_no_mark(city: Ledger) -> None:
    report = await city.report("day")
    assert "样稿" in written(report, "csv").decode()
    assert "样稿" not in written(replace(report, is_draft=False), "csv").decode()


async def test_an_unfinished_period_says_so(city: Ledger) -> None:
    made_at = "2026-11-24T06:00:00Z"
    told = written(await city.report("day", last="2026-11-30", made_at=made_at), "csv").decode()
    assert "期间未满,2026-11-24 起的数据还不完整" in told
    assert "期间未满" not in written(await city.report("day"), "csv").decode()


async def test_json_has_the_promised_shape_with_its_keys_in_order(city: Ledger) -> None:
    report = await city.report("day,service,batch", "2026-11-23")
    data = written(replace(report, unrecorded=5, spooled=6), "json")
    assert data.decode() == (
        '{"from": "2026-11-23", "to": "2026-11-24", "timezone": "Asia/Shanghai", '
        '"by": ["day", "service", "batch"], "rows": [\n'
        '{"day": "2026-11-23", "service": "QC10", "batch": "B0001", '
        '"scans": 1200, "repeats": 0, "views": 0, "touches": 0},\n'
        '{"day": "2026-11-24", "service": null, "batch": "B0002", '
        '"scans": 1, "repeats": 0, "views": 0, "touches": 0},\n'
        '{"day": "2026-11-24", "service": "QC06", "batch": null, '
        '"scans": 1, "repeats": 0, "views": 0, "touches": 0},\n'
        '{"day": "2026-11-24", "service": "QC06", "batch": "B0002", '
        '"scans": 0, "repeats": 0, "views": 1, "touches": 0},\n'
        '{"day": "2026-11-24", "service": "QC10", "batch": null, '
        '"scans": 0, "repeats": 0, "views": 0, "touches": 1},\n'
        '{"day": "2026-11-24", "service": "QC10", "batch": "B0001", '
        '"scans": 2, "repeats": 1, "views": 0, "touches": 0}\n'
        '], "total": {"scans": 1204, "repeats": 1, "views": 1, "touches": 1}, '
        '"waterfall": {"all": 1213, "repeat": 1, "robot": 1, "preview": 1, "staff": 1, '
        '"recalled": 1, "flood": 1, "forged": 2, "unknown": 1, "person": 1204}, '
        '"device_touches": {"device_time": 0, "receipt_time": 0}, '
        '"unrecorded": 5, "rules": "2026-12-01", '
        '"editions": [{"edition": 1, "since": null, "rules": "2026-12-01", "scans": 1204}], '
        '"spooled": 6, "implausible": 0, "unsealed_from": null}\n'
    )


@pytest.mark.parametrize("by", list(Dimension))
async def test_json_values_are_ids_whatever_the_language(city: Ledger, by: Dimension) -> None:
    zh, en = [written(await city.report(by.value, language=each), "json") for each in ("zh", "en")]
    assert zh == en
    assert {row[by.value] for row in json.loads(zh)["rows"]} == {
        Dimension.DAY: {"2026-11-24"},
        Dimension.SERVICE: {None, "QC06", "QC10"},
        Dimension.DISTRICT: {"370102", "370124", "gx"},
        Dimension.PLACEMENT: {"P0001", "P0002", "P0003"},
        Dimension.BATCH: {None, "B0001", "B0002"},
        Dimension.SOURCE: {"card", "kiosk", "typed"},
    }[by]


async def test_a_report_without_lines_is_whole_in_json_and_csv(ledger: Ledger) -> None:
    report = await ledger.report("district,day")
    assert json.loads(written(report, "json"))["rows"] == []
    assert rows_of(written(report, "csv"))[:3] == [
        ["区县代码", "区县", "日期", "有效扫码次数", "重复扫码", "进入事项", "触屏查看"],
        ["合计", "", "", "0", "0", "0", "0"],
        [""] * 7,
    ]
