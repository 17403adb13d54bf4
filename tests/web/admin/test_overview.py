"""The first page shows the numbers of the reports, and nothing that is not known."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from kiosk.acts.token import digest_of
from kiosk.domain.period import Period
from kiosk.store.driver import StoreFailure
from tests.make import TODAY, spot
from tests.serving import Served
from tests.web.admin import city
from tests.web.admin.reading import Table, number, tables, text
from tests.web.admin.visitor import signed_in

TOKEN = "mbk_of_this_test"


async def report(served: Served, period: Period, by: str) -> Mapping[str, Any]:
    """The same days as a program gets them."""
    asked = f"/api/v1/reports/scans?from={period.first}&to={period.last}&by={by}"
    answer = await served.client.get(asked, headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    told: Mapping[str, Any] = answer.json()
    return told


async def filled(served: Served) -> None:
    await city.fill(served)
    await served.do("token.add", name="test", digest=digest_of(TOKEN))


async def test_each_figure_is_that_of_the_report_of_the_same_days(served: Served) -> None:
    await filled(served)
    visitor = await signed_in(served)
    for days in (1, 7, 30):
        page = (await visitor.get(f"/admin?days={days}")).text
        await compare(served, tables(page), Period.until(TODAY, days=days))


async def compare(served: Served, found: dict[str, list[Table]], period: Period) -> None:
    """The tables of shares with the reports of a period and of the one before."""
    for heading, by, name in (
        ("按事项", "service", 0),
        ("按区县", "district", 0),
        ("按投放点", "placement", 0),
    ):
        told = await report(served, period, by)
        before = await report(served, period.before, by)
        rows = [row for table in found[heading] for row in table[1:]]
        (total,) = [row for row in rows if row[name] in ("合计", "全部投放点")]
        shares = [row for row in rows if row is not total]
        assert [number(cell) for cell in (total[1], *total[3:])] == [
            told["total"]["scans"],
            before["total"]["scans"],
            told["total"]["views"],
            told["total"]["touches"],
        ]
        counts = {tuple(map(number, (row[1], row[4], row[5]))) for row in shares}
        wanted = {(row["scans"], row["views"], row["touches"]) for row in told["rows"]}
        assert wanted <= counts
        assert sum(number(row[1]) or 0 for row in shares) == told["total"]["scans"]
        assert sum(number(row[3]) or 0 for row in shares) == before["total"]["scans"]


async def test_rows_stand_beside_their_names_and_headlines_beside_the_period_before(
    served: Served,
) -> None:
    await filled(served)
    page = (await (await signed_in(served)).get("/admin?days=30")).text
    told = await report(served, Period.until(TODAY, days=30), "district")
    names = served.state.snapshot.catalogue.districts
    wanted = {names[row["district"]].name: row["scans"] for row in told["rows"]}
    rows = tables(page)["按区县"][0][1:-1]
    assert {row[0]: number(row[1]) for row in rows} == {
        district.name: wanted.get(district.name, 0) for district in names.values()
    }
    said = text(page)
    words = {1: "今天（未满） {} 昨天全天 {}", 7: "近 7 天 {} 再前 7 天 {}"}
    words[30] = "近 30 天 {} 再前 30 天 {}"
    for days, sentence in words.items():
        period = Period.until(TODAY, days=days)
        scans, before = [
            (await report(served, one, "day"))["total"]["scans"] for one in (period, period.before)
        ]
        assert sentence.format(f"{scans:,}", f"{before:,}") in said


async def test_the_days_and_the_waterfall_are_the_reports(served: Served) -> None:
    await filled(served)
    page = (await (await signed_in(served)).get("/admin?days=30")).text
    told = await report(served, Period.until(TODAY, days=30), "day")
    by_day = {row["day"]: row for row in told["rows"]}
    seven, thirty = tables(page)["每日有效扫码"]
    assert len(seven) == 8
    shown = {row[0].split(" ")[0]: [number(cell) for cell in row[1:]] for row in thirty[1:]}
    counts = ("scans", "repeats", "views", "touches")
    wanted = {}
    for day in Period.until(TODAY, days=30).days:
        row = by_day.get(day.isoformat(), dict.fromkeys(counts, 0))
        mark = "*" if day == TODAY else ""
        wanted[f"{day.month}-{day.day}{mark}"] = [row[count] for count in counts]
    assert shown == wanted
    fall = [number(row[1]) for row in tables(page)["从全部打开到有效扫码"][0][1:]]
    classes = (
        "all",
        "repeat",
        "robot",
        "preview",
        "staff",
        "recalled",
        "flood",
        "forged",
        "unknown",
    )
    assert fall == [told["waterfall"][klass] for klass in (*classes, "person")]
    assert fall[0] == sum(number or 0 for number in fall[1:])


async def test_what_was_not_counted_yet_is_a_dash_and_never_nought(served: Served) -> None:
    (span,) = await served.batch()
    await served.client.get(f"/S/{served.code(span)}")
    visitor = await signed_in(served)
    said = text((await visitor.get("/admin?days=30")).text)
    assert "今天（未满） 1 昨天全天 —" in said
    assert "近 30 天 1 再前 30 天 —" in said
    assert "2026-11-24 起才有记录" in said
    days = tables((await visitor.get("/admin?days=30")).text)["每日有效扫码"][1]
    assert days[1][1:] == ["1", "0", "0", "0"]
    assert days[2][1:] == ["—", "—", "—", "—"]


async def test_before_the_first_scan_there_is_one_sentence_and_the_next_step(
    served: Served,
) -> None:
    visitor = await signed_in(served)
    page = (await visitor.get("/admin")).text
    assert "还没有人扫过码" in page
    assert 'href="/admin/batches/new"' in page
    assert "<table" not in page
    await served.batch()
    page = (await visitor.get("/admin")).text
    assert "还没有人扫过码" in page
    assert 'class="button full" href="/admin/batches"' in page


async def test_losses_are_told_with_their_days_only_where_there_are_any(served: Served) -> None:
    (span,) = await served.batch()
    await served.client.get(f"/S/{served.code(span)}")
    visitor = await signed_in(served)
    assert "未能记录" not in (await visitor.get("/admin")).text
    city.lose(served.state, (20261121, 2), (20261123, 1_000))
    said = text((await visitor.get("/admin")).text)
    assert "未能记录 1,002 次" in said
    assert "11月21日 2 次、11月23日 1,000 次" in said
    city.lose(served.state, (20260101, 5))
    assert "未能记录 1,002 次" in text((await visitor.get("/admin")).text)


async def test_placements_without_a_scan_are_counted_and_a_long_list_is_cut(
    served: Served,
) -> None:
    await served.batch(*(spot(f"第{n}社区") for n in range(320)))
    (span, *_) = await served.batch(spot("有人扫的"))
    await served.client.get(f"/S/{served.code(span)}")
    page = (await (await signed_in(served)).get("/admin?days=7")).text
    assert "321 个投放点中，320 个这段时间没有扫码" in page
    first, rest = tables(page)["按投放点"]
    assert first[1][0].startswith("有人扫的")
    assert (len(first), len(rest)) == (14, 289)
    assert "全部请下载报表" in page


async def test_the_page_speaks_english_and_keeps_names_as_people_gave_them(
    served: Served,
) -> None:
    await filled(served)
    visitor = await signed_in(served)
    visitor.cookies["__Host-mbk_language"] = "en"
    found = tables((await visitor.get("/admin?days=30")).text)
    assert "Lixia District" in [row[0] for row in found["By district"][0]]
    assert any("平阴县政务服务中心" in row[0] for row in found["By placement"][0])


async def test_a_day_that_is_asked_for_wrongly_is_the_usual_one(served: Served) -> None:
    await filled(served)
    visitor = await signed_in(served)
    for days in ("", "2", "x", "٧"):
        assert "近 30 天</span>" in (await visitor.get(f"/admin?days={days}")).text


async def test_scans_that_wait_are_told_until_they_are_counted(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    (span,) = await served.batch()
    visitor = await signed_in(served)

    async def fail(*_: object) -> None:
        raise StoreFailure("away")

    with monkeypatch.context() as away:
        away.setattr(served.state.recorder._groups, "_commit", fail)
        away.setattr(served.state.office.driver, "record", fail)
        answer = await served.client.get(f"/S/{served.code(span)}")
        assert answer.headers["x-scan"] == "spooled"
        for page in ("/admin", "/admin/report"):
            assert "待入账 1 次" in text((await visitor.get(page)).text)
    async with asyncio.timeout(5):
        while served.state.recorder.spooled.waiting:
            await asyncio.sleep(0.05)
    assert await served.waterfall() == {"person": 1}
    assert "待入账" not in (await visitor.get("/admin")).text
