import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.reports.conftest import HOSTILE
from tests.reports.ledger import Ledger, written


def book(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def values(sheet: Any) -> list[list[Any]]:
    """Cells row by row; what is no date stays what it is."""
    return [[cell.value.date() if cell.is_date else cell.value for cell in row] for row in sheet]


def text_of(sheet: Any) -> str:
    return "\n".join(str(cell) for row in values(sheet) for cell in row if cell is not None)


async def test_the_sheet_of_figures_has_real_dates_and_numbers(city: Ledger) -> None:
    sheet = book(written(await city.report("day,service", "2026-11-01"), "xlsx"))["统计"]
    assert values(sheet) == [
        ["日期", "事项编号", "事项名称", "有效扫码次数", "重复扫码", "进入事项", "触屏查看"],
        [date(2026, 11, 23), "QC10", "复议", 1200, 0, 0, 0],
        [date(2026, 11, 24), None, "全部事项（目录卡）", 1, 0, 0, 0],
        [date(2026, 11, 24), "QC06", "清单指引", 1, 0, 1, 0],
        [date(2026, 11, 24), "QC10", "复议", 2, 1, 0, 1],
        ["合计", None, None, 1204, 1, 1, 1],
    ]
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["D2"].number_format == "#,##0"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G5"
    assert (sheet["A6"].font.b, sheet["A6"].border.top.style) == (True, "thin")


async def test_ids_of_figures_stay_text(city: Ledger) -> None:
    sheet = book(written(await city.report("district"), "xlsx"))["统计"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:4]] == [
        ("370102", "s"),
        ("370124", "s"),
        ("gx", "s"),
    ]


async def test_hostile_names_are_text_and_nothing_else(hostile: Ledger) -> None:
    data = written(await hostile.report("placement"), "xlsx")
    cells = [row[1] for row in book(data)["统计"]][1 : len(HOSTILE) + 1]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}
    assert [cell.value.strip() for cell in cells if "r>" in cell.value] == ["<r><t>假</t></r>"]
    assert [cell.value for cell in cells][:4] == list(HOSTILE[:4])
    assert cells[0].quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name]
        for name in parts.namelist():
            root = ET.fromstring(parts.read(name))  # noqa: S314 - our own bytes
            assert not [
                each for each in root.iter() if each.tag.endswith(("}f", "}hyperlink"))
            ] or ("chart" in name)


async def test_the_sheet_of_definitions_adds_up(city: Ledger) -> None:
    report = replace(await city.report("day,batch,source,service"), unrecorded=5)
    sheet = book(written(report, "xlsx"))["说明"]
    rows = {row[0]: row[1] for row in values(sheet) if row[0]}
    taken = [number for item, number in rows.items() if item.startswith("减：")]
    assert (rows["全部打开"], taken, rows["得：有效扫码次数"]) == (13, [1, 1, 1, 1, 1, 1, 2, 1], 4)
    assert rows["全部打开"] - sum(taken) == rows["得：有效扫码次数"]
    assert rows["未能记录"] == 5
    assert rows["归类规则"] == "2026-12-01"
    assert rows["数据截止"] == "2026年11月24日 24:00（北京时间）"
    assert rows["制表单位"] == "待填（设置“主办单位”后自动写入）"
    told = text_of(sheet)
    for word in ("样稿 · 非正式发布", "30 秒", "crawler-user-agents 1.", "大厅屏幕上", "手工输入"):
        assert word in told


async def test_an_issuer_is_named_and_a_confirmed_report_bears_no_mark(city: Ledger) -> None:
    report = replace(await city.report("day", issuer="=某局"), is_draft=False)
    made = book(written(report, "xlsx"))
    assert "=某局" in text_of(made["说明"])
    assert "样稿" not in "".join(map(text_of, made))
    assert made.properties.creator == "=某局"
    assert "样稿" not in made["统计"].oddHeader.center.text


async def test_a_draft_is_marked_on_every_printed_page(city: Ledger) -> None:
    made = book(written(await city.report("day"), "xlsx"))
    assert made.sheetnames == ["统计", "说明", "图"]
    assert {sheet.oddHeader.center.text for sheet in made} == {"样稿 · 非正式发布"}


async def test_the_chart_has_every_day_up_to_the_one_it_was_made_on(city: Ledger) -> None:
    made_at = "2026-11-25T06:00:00Z"
    report = await city.report("service,day", "2026-11-22", "2026-11-30", made_at=made_at)
    sheet = book(written(report, "xlsx"))["图"]
    assert values(sheet)[1:] == [
        [date(2026, 11, 22), 0],
        [date(2026, 11, 23), 1200],
        [date(2026, 11, 24), 4],
        [date(2026, 11, 25), 0],
    ]
    with zipfile.ZipFile(io.BytesIO(written(report, "xlsx"))) as parts:
        assert "空心的一天未满" in parts.read("xl/charts/chart1.xml").decode()


@pytest.mark.parametrize(("last", "unit"), [("2026-11-30", "days"), ("2027-11-30", "months")])
async def test_the_marks_of_a_long_chart_are_months(city: Ledger, last: str, unit: str) -> None:
    report = await city.report("day", "2026-10-01", last, made_at="2028-01-01T00:00:00Z")
    with zipfile.ZipFile(io.BytesIO(written(report, "xlsx"))) as parts:
        assert f'majorTimeUnit val="{unit}"' in parts.read("xl/charts/chart1.xml").decode()


async def test_without_days_or_without_scans_there_is_no_chart(
    city: Ledger,
) -> None:
    for report in (
        await city.report("service"),
        await city.report("day", "2026-11-01", "2026-11-02"),
    ):
        assert book(written(report, "xlsx")).sheetnames == ["统计", "说明"]


async def test_a_workbook_of_days_that_are_not_over_tells_when_it_was_made(city: Ledger) -> None:
    report = await city.report("day", "2026-11-24", "2026-12-31", made_at="2026-12-01T01:05:00Z")
    made = book(written(report, "xlsx"))
    created = made.properties.created.replace(tzinfo=UTC)
    assert created == datetime(2026, 12, 1, 1, 5, tzinfo=UTC)
    assert ["制表时间", "2026年12月1日 09:05（北京时间）", None] in values(made["说明"])


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
async def test_days_that_are_over_give_the_same_bytes_whenever_they_are_asked_for(
    city: Ledger, form: str
) -> None:
    files = {
        written(await city.report("day,service", "2026-11-01", "2026-11-30", made_at=at), form)
        for at in ("2026-11-30T16:00:00Z", "2026-12-01T01:05:00Z", "2031-01-01T00:00:00Z")
    }
    assert len(files) == 1
