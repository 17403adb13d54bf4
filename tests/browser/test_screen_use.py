"""Standing before a hall's screen: turning over, opening, walking away, and no way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.hall import LATER, PORTRAIT, Hall, glass, hall

pytestmark = pytest.mark.browser

WAITS = """([after, grace]) => Object.assign(
  document.querySelector("#idle").dataset, { idleS: after, graceS: grace })"""
# Where the focus is; None when it has left the page.
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const name = one.textContent.trim().slice(0, 20);
  const box = one.getBoundingClientRect();
  const foot = document.querySelector(".foot").getBoundingClientRect().top;
  const isHidden = box.top < 0 || box.bottom > foot;
  if (!one.closest(".foot") && isHidden) return `out of sight: ${name}`;
  const shown = one.matches("input") ? one.nextElementSibling : one;
  return getComputedStyle(shown).outlineStyle === "solid" ? "in sight" : `no focus: ${name}`;
}"""
TARGETS = """() => [...document.querySelectorAll(
  "main a, summary, .bar a, .bar button, .bar input"
)].filter((one) => one.checkVisibility()).length"""
# From where to where a page is seen (the panel may lie over its end), and how long it is.
WINDOW = """() => {
  const foot = document.querySelector(".foot").getBoundingClientRect().top;
  const take = document.querySelector(".take");
  const read = document.querySelector(".read");
  let end = foot;
  if (take && innerHeight > innerWidth) {
    const panel = take.getBoundingClientRect();
    if (read.getBoundingClientRect().bottom > panel.top + 1) end = panel.top;
  }
  const length = document.documentElement.scrollHeight - (innerHeight - foot);
  return [scrollY, scrollY + end, length];
}"""
WAYS_OUT = """(start) => {
  const ways = [...document.querySelectorAll("[href]:not(link)")].map((way) => way.href);
  const out = ways.filter((way) => !way.startsWith(start));
  return [...out, ...document.querySelectorAll("form, [target], iframe")];
}"""
SUPPRESSED = """() => [
  new Event("contextmenu", { bubbles: true, cancelable: true }),
  new Event("dragstart", { bubbles: true, cancelable: true }),
  new Event("selectstart", { bubbles: true, cancelable: true }),
  new WheelEvent("wheel", { ctrlKey: true, bubbles: true, cancelable: true }),
].map((event) => !document.querySelector("h1").dispatchEvent(event))"""
FIXED = """() => {
  const style = getComputedStyle(document.documentElement);
  return [style.touchAction, style.userSelect, style.overscrollBehaviorY];
}"""


@pytest.fixture(scope="module")
def screen(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A running hall."""
    with hall(fresh_data, tmp_path_factory.mktemp("hall")) as made:
        yield made


def wait(page: Page, *, after: float, grace: float = 60) -> None:
    """Let the screen ask sooner than in a hall."""
    page.evaluate(WAITS, [str(after), str(grace)])


def is_at_rest(page: Page, screen: Hall) -> bool:
    """Whether this is the start as the first reader of the day finds it."""
    return page.url == screen.address() and bool(
        page.evaluate("""() => scrollY === 0 && document.documentElement.lang === "zh-CN"
          && !document.querySelector("#large").checked && !document.querySelector("details[open]")
          && sessionStorage.length === 0""")
    )


def test_after_a_while_it_asks_and_a_touch_goes_on_with_nothing_lost(
    chromium: Browser, screen: Hall
) -> None:
    with glass(chromium) as page:
        page.goto(screen.address("QC10"))
        station = page.locator(".station details").first
        station.locator("summary").tap()
        page.evaluate("() => scrollTo(0, 900)")
        asked = page.locator("#idle")
        expect(asked).to_be_hidden()
        wait(page, after=0.3)
        expect(asked).to_be_visible()
        expect(asked).to_contain_text("还在看吗？")
        expect(page.locator("#seconds")).to_have_text(re.compile(r"^(60|59|58)$"))
        wait(page, after=120)
        page.locator("#go-on").tap()
        expect(asked).to_be_hidden()
        assert page.url == screen.address("QC10")
        assert page.evaluate("() => scrollY") == 900
        assert station.evaluate("(details) => details.open") is True


@pytest.mark.parametrize("key", [pytest.param("Enter", marks=pytest.mark.slow), "Escape"])
def test_a_key_goes_on_too(chromium: Browser, screen: Hall, key: str) -> None:
    with glass(chromium) as page:
        page.goto(screen.address("QC10"))
        wait(page, after=0.3)
        expect(page.locator("#idle")).to_be_visible()
        wait(page, after=120)
        page.keyboard.press(key)
        expect(page.locator("#idle")).to_be_hidden()
        assert page.url == screen.address("QC10")


def test_unanswered_it_goes_back_to_the_start_and_forgets_the_reader(
    chromium: Browser, screen: Hall
) -> None:
    with glass(chromium) as page:
        page.goto(screen.address("QC10", language="en"))
        page.locator("#large").set_checked(True)
        page.evaluate("() => scrollTo(0, 1200)")
        wait(page, after=0.3, grace=0.5)
        page.wait_for_url(screen.address())
        assert is_at_rest(page, screen)


@pytest.mark.slow
def test_who_still_touches_or_scrolls_is_not_asked(chromium: Browser, screen: Hall) -> None:
    with glass(chromium) as page:
        page.goto(screen.address("QC10"))
        wait(page, after=2)
        for step in range(8):
            page.wait_for_timeout(500)
            if step % 2:
                page.evaluate("(top) => scrollTo(0, top)", 100 * step)
            else:
                page.touchscreen.tap(540, 60)
        expect(page.locator("#idle")).to_be_hidden()
        expect(page.locator("#idle")).to_be_visible()


@pytest.mark.slow
def test_the_start_never_asks_but_puts_itself_right(chromium: Browser, screen: Hall) -> None:
    with glass(chromium) as page:
        page.goto(screen.address(language="en"))
        page.locator("#large").set_checked(True)
        page.evaluate("() => scrollTo(0, 700)")
        page.evaluate(
            "() => { document.querySelector('#idle').showModal = () => { throw Error('asked'); }; }"
        )
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        wait(page, after=0.3, grace=0.3)
        page.wait_for_url(screen.address())
        assert is_at_rest(page, screen)
        page.evaluate("() => { window.same = true; }")
        wait(page, after=0.3, grace=0.3)
        page.wait_for_timeout(1_200)
        assert page.evaluate("() => window.same") is True
        assert errors == []


def test_without_a_line_the_page_is_put_right_instead_of_left(
    chromium: Browser, screen: Hall
) -> None:
    with glass(chromium) as page:
        page.goto(screen.address("QC10"))
        page.locator("#large").set_checked(True)
        page.locator(".station summary").first.tap()
        page.context.set_offline(offline=True)
        wait(page, after=0.3, grace=0.3)
        page.wait_for_function("() => !document.querySelector('#large').checked")
        assert page.url == screen.address("QC10")
        assert page.evaluate("() => document.querySelectorAll('.station [open]').length") == 0


def test_without_script_a_refresh_leads_back(chromium: Browser, screen: Hall) -> None:
    def sooner(route: Route) -> None:
        answer = route.fetch()
        body, times = re.subn(r'content="\d+; url=', 'content="1; url=', answer.text())
        assert times == 1
        route.fulfill(response=answer, body=body)

    with glass(chromium, script=False) as page:
        page.route("**/QC10*", sooner)
        page.goto(screen.address("QC10", language="en"))
        page.wait_for_url(screen.address())


def test_without_script_stations_open_and_text_grows(chromium: Browser, screen: Hall) -> None:
    with glass(chromium, script=False) as page:
        page.goto(screen.address("QC10"))
        expect(page.locator("#up")).to_be_hidden()
        page.locator(".station summary").first.tap()
        expect(page.locator(".station details div").first).to_be_visible()
        before = page.locator("h1").bounding_box()
        page.locator(".size").tap()
        after = page.locator("h1").bounding_box()
        assert before
        assert after
        assert after["height"] > before["height"]


@pytest.mark.parametrize("size", [PORTRAIT, *LATER])
@pytest.mark.parametrize("service", ["", "QC06"])
def test_turning_over_leaves_nothing_unseen_and_leads_back(
    chromium: Browser, screen: Hall, size: tuple[int, int], service: str
) -> None:
    with glass(chromium, size) as page:
        page.goto(screen.address(service))
        down, up = page.locator("#down"), page.locator("#up")
        expect(up).to_have_attribute("aria-disabled", "true")
        seen, stops = 0.0, 0
        while True:
            top, end, length = page.evaluate(WINDOW)
            assert top <= seen, "something was passed over"
            seen, stops = end, stops + 1
            if down.get_attribute("aria-disabled") == "true":
                break
            down.tap()
        assert seen >= length - 1
        while up.get_attribute("aria-disabled") != "true":
            before, _, _ = page.evaluate(WINDOW)
            up.tap()
            top, end, _ = page.evaluate(WINDOW)
            assert top < before <= end, "something was passed over"
        assert (page.evaluate(WINDOW)[0], stops > 1) == (0, True)


def test_a_station_that_opens_under_the_panel_comes_up(chromium: Browser, screen: Hall) -> None:
    with glass(chromium) as page:
        page.goto(screen.address("QC12"))
        opened = page.locator(".station details").nth(5)
        opened.locator("summary").tap()
        end = page.evaluate("() => document.querySelector('.take').getBoundingClientRect().top")
        box = opened.bounding_box()
        assert box
        assert box["y"] + box["height"] <= end


def test_text_size_is_kept_from_page_to_page_until_somebody_else_comes(
    chromium: Browser, screen: Hall
) -> None:
    with glass(chromium) as page:
        page.goto(screen.address())
        page.locator(".size").tap()
        page.locator(".way").first.tap()
        expect(page.locator("#large")).to_be_checked()
        page.locator(".bar .full").tap()
        expect(page.locator("#large")).to_be_checked()
        assert page.url == screen.address()


def test_there_is_no_way_out(chromium: Browser, screen: Hall) -> None:
    with glass(chromium) as page:
        for service in ("", "QC06", "QC99"):
            page.goto(screen.address(service))
            assert page.evaluate(WAYS_OUT, screen.address()) == []
        assert page.evaluate(SUPPRESSED) == [True] * 4
        assert page.evaluate(FIXED) == ["pan-x pan-y", "none", "none"]


@pytest.mark.parametrize("service", ["", "QC06"])
def test_the_keyboard_reaches_everything_in_sight_with_its_focus_shown(
    chromium: Browser, screen: Hall, service: str
) -> None:
    with glass(chromium, PORTRAIT) as page:
        page.goto(screen.address(service))
        targets = page.evaluate(TARGETS)
        reached = 0
        while True:
            page.keyboard.press("Tab")
            place = page.evaluate(FOCUS)
            if place is None:
                break
            reached += 1
            assert place == "in sight", place
        assert reached == targets
