"""印后有变 and 对账 at the desk and for programs: the same numbers everywhere."""

from __future__ import annotations

import csv
from io import StringIO

from kiosk.acts.token import digest_of, new_token
from tests.batches.test_changes import costing, limited
from tests.make import Clock, spot
from tests.serving import Served
from tests.web.admin.reading import tables, text
from tests.web.admin.visitor import signed_in
from tests.web.test_updated import printed, publish

DAY_S = 86_400


async def test_stale_batches_are_counted_on_the_first_page_and_listed(
    served: Served, clock: Clock
) -> None:
    span = await printed(served)
    await served.do("stock.record", batch="B0001", placement=span.placement, kind="received", n=100)
    await served.do("stock.record", batch="B0001", placement=span.placement, kind="left", n=30)
    await served.client.get(f"/S/{served.code(span)}")
    desk = await signed_in(served)
    assert "内容和现在不一致" not in (await desk.get("/admin")).text
    assert "没有。印出去的卡" in (await desk.get("/admin/stale")).text
    await publish(served, clock, limited(30))
    await publish(served, clock, costing("按标准收费"), at=clock() + 9 * DAY_S * 1_000)
    assert "1 个批次印出去的卡，内容和现在不一致" in (await desk.get("/admin")).text
    assert "印出去的卡，内容和现在不一致" in (await desk.get("/admin/batches/B0001")).text
    page = (await desk.get("/admin/stale")).text
    assert "在外 70" in text(page)
    assert "近 30 天扫码 1" in text(page)
    (table,) = next(found for title, found in tables(page).items() if title.startswith("B0001"))
    assert [row[1:] for row in table[1:]] == [
        ["60日内", "30日内", "2026年11月24日起 卡面有误"],
        ["不收费", "按标准收费", "将从2026年12月3日起 届时卡面有误"],
    ]
    token = new_token()
    await served.do("token.add", name="甲", digest=digest_of(token))
    headers = {"authorization": f"Bearer {token}"}
    told = (await served.client.get("/api/v1/stale", headers=headers)).json()
    (batch,) = told["batches"]
    assert (batch["batch"], batch["out"], batch["scans"], batch["wrong"]) == ("B0001", 70, 1, True)
    assert [(c["now"], c["due"]) for c in batch["changes"]] == [
        (["30日内"], False),
        (["按标准收费"], True),
    ]
    stock = (await served.client.get("/api/v1/batches/B0001/stock", headers=headers)).json()
    assert stock["total"]["out"] == 70
    assert [entry["kind"] for entry in stock["placements"][0]["entries"]] == ["received", "left"]
    for path in ("/api/v1/stale", "/api/v1/batches/B0001/stock", "/api/v1/reports/reconciliation"):
        assert (await served.client.get(path)).status_code == 401
    gone = await served.client.get("/api/v1/batches/B0009/stock", headers=headers)
    assert (gone.status_code, gone.json()["code"]) == (404, "batch-not-found")


async def test_silent_placements_are_named_and_the_file_has_the_same(
    served: Served, clock: Clock
) -> None:
    quiet, heard = await served.batch(spot("=静"), spot("闻"))
    for span in (quiet, heard):
        for kind, n in (("received", 100), ("given", 20)):
            await served.do("stock.record", batch="B0001", placement=span.placement, kind=kind, n=n)
    await served.passed("B0001")
    await served.do("batch.set-state", batch="B0001", state="in_use")
    await served.batch(spot("只是计划"))
    clock.advance(seconds=31 * DAY_S)
    await served.client.get(f"/S/{served.code(heard)}")
    desk = await signed_in(served)
    found = tables((await desk.get("/admin/reconciliation")).text)
    assert [row[0].split()[0] for row in found["沉默的投放点"][0][1:]] == ["=静"]
    assert [row[0].split()[0] for row in found["全部"][0][1:]] == ["=静", "闻", "合计"]
    assert "没有。" in (await desk.get("/admin/reconciliation?days=60")).text
    wrong = await desk.get("/admin/reconciliation?days=x")
    assert wrong.status_code == 422
    assert "天数请填 1 到 366 的整数" in wrong.text
    answer = await desk.get("/admin/reconciliation/download?format=csv&days=30")
    assert "reconciliation_2026-12-25.csv" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["投放点"], row["发出（登记）"], row["30天没有扫码"]) for row in rows] == [
        ("'=静", "20", "是"),
        ("闻", "20", ""),
    ]
    assert "下载了2026-12-25的对账表（CSV）" in text((await desk.get("/admin/log")).text)
    assert (await desk.get("/admin/reconciliation/download?format=x")).status_code == 422
    token = new_token()
    await served.do("token.add", name="甲", digest=digest_of(token))
    headers = {"authorization": f"Bearer {token}"}
    told = await served.client.get("/api/v1/reports/reconciliation?days=30", headers=headers)
    assert [(row["name"], row["silent"]) for row in told.json()["rows"]] == [
        ("=静", True),
        ("闻", False),
    ]
