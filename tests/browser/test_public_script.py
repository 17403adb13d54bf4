"""What pages do with a script, and that nothing is missing without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.places import COUNTY, KINDS, everything
from tests.browser.running import site
from tests.browser.site import CODE, application, told
from tests.browser.view import View, Window, window

pytestmark = pytest.mark.browser

SCRIPT = View(has_script=True)
QC10 = f"/services/QC10?district={COUNTY}"

WATCH = """addEventListener("securitypolicyviolation", (event) => {
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI);
})"""
DRESS = """() => ({
  styles: document.querySelectorAll("style").length,
  sheets: document.querySelectorAll("link[rel=stylesheet]").length,
  attributes: document.querySelectorAll("[style]").length,
  inline: [...document.scripts].filter((one) => !one.src || !one.defer).length,
})"""


@dataclass
class Heard:
    """What a browser said and asked for while pages were open."""

    site: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Note errors and requests of a page from now on."""
        page.add_init_script(WATCH)
        page.on("console", lambda said: self.errors.append(f"{page.url} {said.text}"))
        page.on("pageerror", lambda error: self.errors.append(f"{page.url} {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(self.site + "/"):
            self.outside.append(url)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site(lambda address: application(told(address))) as address:
        yield address


@pytest.fixture
def scripted(chromium: Browser, address: str) -> Iterator[Window]:
    with window(chromium, address, SCRIPT) as looking:
        yield looking


@pytest.mark.parametrize(
    "paths", [KINDS, pytest.param(everything(), marks=pytest.mark.slow)], ids=["kinds", "all"]
)
def test_pages_ask_nothing_of_others_and_break_no_policy(
    scripted: Window, address: str, paths: Sequence[str]
) -> None:
    heard = Heard(address)
    heard.listen(scripted.page)
    dress = {path: scripted.open(path).evaluate(DRESS) for path in paths}
    said = [error for error in heard.errors if "status of 4" not in error and "of 500" not in error]
    assert said == []  # but for the pages that are answered 404, 405, 410 and 500 on purpose
    assert heard.outside == []
    plain = {"styles": 1, "sheets": 0, "attributes": 0, "inline": 0}
    assert {path: one for path, one in dress.items() if one != plain} == {}


def test_a_broken_policy_is_heard(scripted: Window, address: str) -> None:
    heard = Heard(address)
    heard.listen(scripted.page)
    page = scripted.open("/privacy")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/'}))")
    page.wait_for_timeout(200)
    assert any("policy: img-src" in error for error in heard.errors)


def test_a_cards_address_becomes_the_pages_own(scripted: Window, address: str) -> None:
    page = scripted.open(f"/S/{CODE}")
    assert page.url == f"{address}/"
    assert page.evaluate("history.length") == 2  # the blank page before, and this one


def test_ticks_and_text_size_stay_on_the_device(scripted: Window) -> None:
    page = scripted.open(QC10)
    page.locator(".ticks input").nth(1).check()
    page.locator("label[for=elder]").click()
    page.reload()
    ticked = [box.is_checked() for box in page.locator(".ticks input").all()]
    assert ticked == [False, True, *[False] * (len(ticked) - 2)]
    assert page.locator("#elder").is_checked()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 22
    assert not scripted.open("/services/QC13").locator(".ticks input").nth(1).is_checked()


def test_the_address_is_copied_and_said_to_be(scripted: Window, address: str) -> None:
    scripted.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = scripted.open(QC10)
    page.locator("#copy").click()
    page.locator("#copied", has_text="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address + QC10


def test_the_link_to_other_districts_opens_their_list(scripted: Window) -> None:
    page = scripted.open(QC10)
    page.locator("#desk a[href='#where']").click()
    page.get_by_role("link", name="商河县").click()
    assert page.url.endswith("/services/QC10?district=370126")
    assert "商河县人民政府" in page.locator("[data-first=place]").inner_text()


def test_without_a_script_nothing_is_missing(chromium: Browser, address: str) -> None:
    with window(chromium, address) as plain, window(chromium, address, SCRIPT) as scripted:
        for path in (QC10, "/", "/check"):
            without, with_script = (
                looking.open(path).locator("main").inner_text().split()
                for looking in (plain, scripted)
            )
            assert without == [word for word in with_script if word != "复制网址"]
        page = plain.open(QC10)
        assert not page.locator("#copy").is_visible()
        page.locator(".where summary").click()
        page.get_by_role("link", name="商河县").click()
        assert "商河县" in page.locator(".where summary").inner_text()
        page.locator("label[for=elder]").click()
        size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
        assert page.evaluate(size) > 22
        page.locator(".station summary").click()
        assert page.get_by_text("把申请书副本送给作出处罚的机关").is_visible()


def test_the_code_is_typed_and_checked_without_a_script(chromium: Browser, address: str) -> None:
    with window(chromium, address) as looking:
        page = looking.open("/check")
        page.get_by_label("输入卡上符号旁的12位卡码").fill(CODE)
        page.get_by_role("button", name="核对").click()
        assert "该卡码在印制记录中" in page.locator("h1").inner_text()
        assert "7K3M-Q2XA-9PRD" in page.locator(".code").inner_text()


def test_every_part_is_reached_by_keyboard(chromium: Browser, address: str) -> None:
    with window(chromium, address) as looking:
        page = looking.open(QC10)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "跳到正文"
        assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
        reached = set()
        for _ in range(20):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.id || document.activeElement.href"))
        assert "elder" in reached
        assert any(str(one).endswith("/services/QC06?district=370124") for one in reached)
