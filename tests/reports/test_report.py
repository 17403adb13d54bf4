import pytest

from kiosk.domain.report import Ask, Imprint
from kiosk.domain.uncounted import Uncounted
from kiosk.domain.workflow import Status
from kiosk.reports import columns, make, total_cells
from tests.reports.ledger import Ledger, catalogue, instant, shown

pytestmark = pytest.mark.on_every_store


async def test_ids_stand_beside_their_names(city: Ledger) -> None:
    report = await city.report("service,district,placement,batch,source")
    assert [column.title for column in columns(report)] == [
        "事项编号",
        "事项名称",
        "区县代码",
        "区县",
        "投放点编号",
        "投放点",
        "投放点类型",
        "批次",
        "批次说明",
        "来源",
        "有效扫码次数",
        "重复扫码",
        "进入事项",
        "触屏查看",
    ]
    catalogue_card = "名片大小目录卡，2026-11-01 建立"
    screen = "大厅屏幕上的码（不属于印制批次）"
    assert [row[1:10] for row in shown(report)][:3] == [
        [
            "全部事项（目录卡）",
            "370124",
            "平阴县",
            "P0002",
            "平阴窗口",
            "窗口",
            "B0002",
            catalogue_card,
            "明白卡",
        ],
        [
            "清单指引",
            "370124",
            "平阴县",
            "P0002",
            "平阴窗口",
            "窗口",
            "B0002",
            catalogue_card,
            "明白卡",
        ],
        ["清单指引", "gx", "高新区", "P0003", "高新大厅", "自助终端", "", screen, "大厅屏幕"],
    ]
    assert total_cells(report) == ("合计", *[""] * 9, 4, 1, 1, 1)


async def test_an_english_report_has_english_names_but_those_that_people_gave(
    city: Ledger,
) -> None:
    report = await city.report("service,placement,batch,source", language="en")
    assert columns(report)[0].title == "Service id"
    assert shown(report)[0][:8] == [
        "",
        "Whole catalogue",
        "P0002",
        "平阴窗口",
        "Counter",
        "B0002",
        "card-90x54-catalogue, made 2026-11-01",
        "Card",
    ]


async def test_a_service_that_left_the_catalogue_keeps_its_id(ledger: Ledger) -> None:
    await ledger.batch("B0001")
    placement = await ledger.placement("370999", "别处")
    await ledger.record(ledger.opening(await ledger.card(placement, "QC77", batch="B0001")))
    report = await ledger.report("service,district")
    assert shown(report) == [["QC77", "QC77", "370999", "370999", 1, 0, 0, 0]]


async def test_a_report_tells_its_rules_its_list_of_robots_and_its_losses(city: Ledger) -> None:
    ask = Ask.read("2026-11-24", "2026-11-24", "day")
    imprint = Imprint.of(city.zone, instant("2026-11-25T00:00:00Z"))
    report = await city.driver.read(
        lambda reader: make(
            reader,
            ask,
            catalogue=catalogue(),
            imprint=imprint,
            uncounted=Uncounted({20261124: 3}, waiting=4),
        )
    )
    assert (report.rules, report.unrecorded, report.spooled) == ("2026-12-01", 3, 4)
    assert report.robots.startswith("crawler-user-agents 1.")


@pytest.mark.parametrize(("status", "is_draft"), [("starter", True), ("office_confirmed", False)])
async def test_a_report_is_a_draft_until_the_catalogue_is_confirmed(
    ledger: Ledger, status: str, is_draft: bool
) -> None:
    ask = Ask.read("2026-11-24", "2026-11-24", "day")
    imprint = Imprint.of(ledger.zone, 0)
    report = await ledger.driver.read(
        lambda reader: make(
            reader,
            ask,
            catalogue=catalogue(Status(status)),
            imprint=imprint,
            uncounted=Uncounted({}),
        )
    )
    assert report.is_draft is is_draft
