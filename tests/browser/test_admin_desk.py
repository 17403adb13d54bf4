"""The administrator's desk in a real browser: without script, small, by keyboard, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from argon2.profiles import CHEAPEST
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kiosk.acts.passwords import Passwords
from kiosk.config import Settings
from kiosk.store import catalogues
from tests.batches.test_changes import limited
from tests.browser.axe import objections
from tests.browser.running import Running, service
from tests.make import Clock, shared
from tests.preflighted import verdict
from tests.serving import Served
from tests.web.admin import city
from tests.web.admin.test_batch_preflight import REFUSED, SHOT
from tests.web.admin.visitor import signed_in

pytestmark = pytest.mark.browser

Way = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def desk(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk") / "data"
    settings = Settings(data_dir=folder, public_url="http://localhost:8000")
    with service(settings, now=Clock()) as running:
        running.state.passwords = Passwords(CHEAPEST)
        yield Desk(running)


class Desk:
    """A filled service, and somebody who is signed in."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.cookies = running._wait(self._fill())

    def context(self, chromium: Browser, language: str = "zh", **options: object) -> BrowserContext:
        """A browser of who is signed in."""
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(120_000)  # drawing gives way to whatever else runs here
        kept = {**self.cookies, "mbk_language": language}
        for name, value in kept.items():
            context.add_cookies([{"name": name, "value": value, "url": self.running.url}])
        return context

    def passed(self, batch: str) -> None:
        """Say that pre-flight passed a batch."""
        running = self.running
        running.do("batch.preflight", **running._wait(verdict(running.state.office, batch)))

    async def _fill(self) -> dict[str, str]:
        async with httpx.AsyncClient(base_url=self.running.url) as client:
            served = Served(self.running.state, 0, client)
            await city.fill(served)
            await city.crowd(served, 120)
            await served.passed("B0003")
            await served.do("batch.set-state", batch="B0003", state="in_use")
            for kind, n in (("printed", 310), ("received", 300), ("left", 120), ("wanted", 50)):
                args = {"batch": "B0001", "placement": "P0001", "kind": kind, "n": n}
                await served.do("stock.record", **args, is_sure=True)
            await served.do("clerk.add", batch="B0001", placement=None, days=30)
            await served.do("batch.recall", batch="B0002", reason="电话印错了", replacement="B0003")
            await served.do(
                "catalogue.publish",
                services=[catalogues.service_body(limited(30))],
                shared=catalogues.shared_body(shared()),
                effective_from=None,
            )
            refused = {"passed": False, "report": REFUSED, "picture": SHOT}
            await served.do(
                "batch.preflight", **await verdict(served.state.office, "B0004", **refused)
            )
            city.lose(served.state, (20261121, 2))
            return (await signed_in(served)).cookies


def goes(path: str) -> Way:
    """A page that a link leads to."""

    def go(page: Page, url: str) -> None:
        page.goto(url + path)

    return go


def shows_a_plan(page: Page, url: str) -> None:
    """What would be made, before it is."""
    page.goto(f"{url}/admin/batches/new")
    type_rows(page, ("370102", "历下区政务服务中心", "300"), ("gx", "高新区企业服务大厅", "20"))
    page.check("[value=a5-process]")
    page.check("[value=QC10]")
    page.click("button.full")
    page.wait_for_selector(".pictures img")


def shows_faults(page: Page, url: str) -> None:
    """The form with everything wrong."""
    page.goto(f"{url}/admin/batches/new")
    type_rows(page, ("", "历下区政务服务中心", "许多"))
    content = "区县,投放点,类型,数量\n火星区,甲,窗口,0\n".encode()
    page.set_input_files("#file", {"name": "甲.csv", "mimeType": "text/csv", "buffer": content})
    page.click("button.full")


def asks_to_advance(page: Page, url: str) -> None:
    """Before a state is changed."""
    page.goto(f"{url}/admin/batches/B0003")
    page.click(".life button >> nth=0")


def asks_to_recall(page: Page, url: str) -> None:
    """Before a batch ends."""
    page.goto(f"{url}/admin/batches/B0003/recall")
    page.fill("#reason", "咨询电话印错了")
    page.select_option("#replacement", "B0001")
    page.click("button.full")


def types_a_wrong_password(page: Page, url: str) -> None:
    """An own password that was not changed, and why."""
    page.goto(f"{url}/admin/account")
    page.fill("#password_old", "not this one")
    for field in ("#password_new", "#password_again"):
        page.fill(field, "zhangsan20261130")
    page.click("form.narrow button")
    page.wait_for_selector("#trouble")


STATES: dict[str, Way] = {
    "today": goes("/admin?days=1"),
    "account": goes("/admin/account"),
    "wrong password": types_a_wrong_password,
    "thirty days": goes("/admin?days=30"),
    "batches": goes("/admin/batches"),
    "a new batch": goes("/admin/batches/new"),
    "faults": shows_faults,
    "a plan": shows_a_plan,
    "a batch of a service": goes("/admin/batches/B0001?made=1"),
    "a recalled batch": goes("/admin/batches/B0002"),
    "print files": goes("/admin/batches/B0003/print"),
    "print files, a fault": goes("/admin/batches/B0001/print?range=9-"),
    "many placements": goes("/admin/batches/B0004?page=2"),
    "advance": asks_to_advance,
    "recall": goes("/admin/batches/B0003/recall"),
    "recall for certain": asks_to_recall,
    "recall refused": goes("/admin/batches/B0002/recall"),
    "report": goes("/admin/report?by=day,service,district"),
    "report with a fault": goes("/admin/report?by=own&from=2026-11-31"),
    "facts": goes("/admin/facts?only=card"),
    "cards of a batch": goes("/admin/batches/B0001/stock"),
    "cards at a placement": goes("/admin/batches/B0001/stock/P0001"),
    "an entry to correct": goes("/admin/batches/B0001/stock/P0001?correct=2"),
    "stale print": goes("/admin/stale"),
    "implausible touches": goes("/admin/implausible"),
    "reconciliation": goes("/admin/reconciliation?days=7"),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_everybody_can_use_every_page_in_every_state(
    chromium: Browser, desk: Desk, language: str
) -> None:
    context = desk.context(chromium, language, viewport={"width": 1440, "height": 900})
    page, faults = context.new_page(), {}
    for name, go in STATES.items():
        page.set_viewport_size({"width": 1440, "height": 900})
        go(page, desk.running.url)
        if report := objections(page):
            faults[name] = report
        for width in (1440, 1024, 360):
            page.set_viewport_size({"width": width, "height": 740})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults[f"{name} at {width}"] = f"{wide} px wide"
    assert faults == {}
    context.close()


def test_a_batch_is_made_printed_and_ended_without_script(chromium: Browser, desk: Desk) -> None:
    context = desk.context(chromium, java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{desk.running.url}/admin/batches")
    page.click("text=新建批次")
    page.check("[value=card-90x54-catalogue]")
    page.click("text=再加 5 行")
    expect(page.locator(".place")).to_have_count(8)
    expect(page.locator("[value=card-90x54-catalogue]")).to_be_checked()
    type_rows(page, ("370124", "平阴县政务服务中心", "300"))
    page.click("text=看看会做什么")
    expect(page.locator("main")).to_contain_text("要印 300 张", use_inner_text=True)
    page.click("text=返回修改")
    expect(page.locator("[name=name] >> nth=0")).to_have_value("平阴县政务服务中心")
    page.click("text=看看会做什么")
    page.click("button:has-text('建立批次')")
    expect(page.locator("[role=status]")).to_contain_text("已建立批次")
    picture = page.locator(".pictures img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 400
    with page.expect_download(timeout=120_000) as waited:
        page.click("a:has-text('下载 PDF')")
    assert waited.value.suggested_filename.endswith("_名片大小目录卡_样张.pdf")
    desk.passed(page.url.partition("?")[0].rpartition("/")[2])
    page.click("text=改为已印制")
    page.click("button.full")
    expect(page.locator("[aria-current=step]")).to_have_text("已印制")
    page.click("text=去停用")
    page.click("button.full")
    expect(page.locator("#trouble")).to_have_text("请写明停用的原因。")
    page.fill("#reason", "试印")
    page.click("button.full")
    page.click("button:has-text('停用批次')")
    expect(page.locator("main")).to_contain_text("该批次卡片已停用。原因：试印")
    context.close()


@pytest.mark.slow
def test_a_report_is_downloaded_without_script(chromium: Browser, desk: Desk) -> None:
    context = desk.context(chromium, java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{desk.running.url}/admin")
    page.click("text=下载这些天的报表")
    page.fill("[name=from]", "2026年11月1日")
    page.check("[value=own]")
    page.select_option("[name=column] >> nth=0", "district")
    page.select_option("[name=column] >> nth=1", "source")
    page.click("text=先看合计")
    expect(page.locator("div.preview")).to_contain_text("2026-11-01 至 2026-11-24，24 天")
    expect(page.locator("[name=from]")).to_have_value("2026年11月1日")
    with page.expect_download(timeout=120_000) as waited:
        page.click("button.full")
    name = "泉城明白卡_扫码统计_2026-11-01至2026-11-24_v1.xlsx"
    assert waited.value.suggested_filename == name
    context.close()


def test_the_script_adds_rows_in_place_and_ticks_what_goes_together(
    chromium: Browser, desk: Desk
) -> None:
    context = desk.context(chromium)
    page = context.new_page()
    page.goto(f"{desk.running.url}/admin/batches/new")
    type_rows(page, ("370102", "甲", "5"))
    page.click("text=再加 5 行")
    expect(page.locator(".place")).to_have_count(8)
    expect(page.locator("[name=name] >> nth=3")).to_have_value("")
    expect(page.locator("[name=name] >> nth=0")).to_have_value("甲")
    assert page.evaluate("document.activeElement.name") == "district"
    assert page.get_attribute(".place >> nth=7", "aria-label") == "第 8 行"
    page.click("text=全选")
    expect(page.locator("[name=service]:checked")).to_have_count(13)
    page.check("[value=card-90x54-catalogue]")
    assert not page.is_visible(".of-services")
    content = b"x" * (1024 * 1024 + 1)
    page.set_input_files("#file", {"name": "大.csv", "mimeType": "text/csv", "buffer": content})
    page.click("button.full")
    assert "超过 1 MB" in page.locator("#file").evaluate("field => field.validationMessage")
    expect(page.locator("[name=name] >> nth=0")).to_have_value("甲")
    page.goto(f"{desk.running.url}/admin/report")
    page.select_option("[name=column] >> nth=0", "batch")
    expect(page.locator("[value=own]")).to_be_checked()
    context.close()


@pytest.mark.slow
def test_enter_in_a_field_shows_the_plan_and_does_not_add_rows(
    chromium: Browser, desk: Desk
) -> None:
    context = desk.context(chromium)
    page = context.new_page()
    page.goto(f"{desk.running.url}/admin/batches/new")
    page.check("[value=card-90x54-catalogue]")
    type_rows(page, ("370102", "甲", "5"))
    page.press("[name=copies] >> nth=0", "Enter")
    page.wait_for_selector("text=会这样建立")
    context.close()


def test_a_service_of_the_list_of_facts_opens_where_its_link_leads(
    chromium: Browser, desk: Desk
) -> None:
    context = desk.context(chromium)
    page = context.new_page()
    page.goto(f"{desk.running.url}/admin/facts")
    assert not page.is_visible("#QC10 table")
    page.click("a[href='#QC10']")
    assert page.is_visible("#QC10 table")
    context.close()


def test_long_tables_can_be_moved_by_keyboard(chromium: Browser, desk: Desk) -> None:
    context = desk.context(chromium, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{desk.running.url}/admin/report?by=day,service,district")
    region = page.locator(".preview .scroll")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.preview .scroll').scrollLeft > 0")
    context.close()


def type_rows(page: Page, *rows: tuple[str, str, str]) -> None:
    """Fill in the first rows: district, name, copies."""
    for number, (district, name, copies) in enumerate(rows):
        page.select_option(f"[name=district] >> nth={number}", district)
        page.fill(f"[name=name] >> nth={number}", name)
        page.fill(f"[name=copies] >> nth={number}", copies)
