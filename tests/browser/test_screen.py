"""A hall's screen in a real Chromium: large enough, whole, within reach, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from math import hypot
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.axe import objections
from tests.browser.hall import (
    GLASSES,
    LANDSCAPE,
    LATER,
    OLDER,
    PORTRAIT,
    SERVICES,
    Hall,
    glass,
    hall,
    placed,
)
from tests.cards.readers import READERS

pytestmark = pytest.mark.browser

PAGES = ("", *SERVICES, "QC99")
FULLEST = ("", "QC06", "QC99")
View = tuple[tuple[int, int], bool]  # a glass, and whether its text is large
VIEWS = tuple((size, large) for size in GLASSES for large in (False, True))
NARROWEST = ((PORTRAIT, True), (LANDSCAPE, True))
LONG_NAME = "平阴县政务服务中心一楼综合服务大厅东侧公共法律服务专区三号自助终端"
INCH_MM = 25.4
GLASS_INCHES = 21.5
SMALLEST_MM = 60

# What is wrong with a page as it stands: too small to touch or read, cut off, or too wide.
FAULTS = """([smallest]) => {
  const faults = [];
  const say = (what, element) => faults.push(
    `${what}: ${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`);
  const seen = (element) => element.getClientRects().length > 0;
  for (const target of document.querySelectorAll("a[href], button, summary, input, label")) {
    const box = target.getBoundingClientRect();
    if (seen(target) && (box.width < 60 || box.height < 60)) say("small target", target);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("sideways");
  const foot = document.querySelector(".foot").getBoundingClientRect();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !seen(element)) continue;
    if (element.closest("dialog")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const held = element.closest(".cell, .strip, .take, .head, .sheet, .way");
    const within = held ? held.getBoundingClientRect() : null;
    for (const box of range.getClientRects()) {
      if (box.left < -1 || box.right > innerWidth + 1) say("beyond the glass", element);
      if (within && (box.left < within.left - 1 || box.right > within.right + 1
          || box.top < within.top - 4 || box.bottom > within.bottom + 4)) say("cut", element);
      if (held && held.matches(".take, .start .head") && innerWidth > innerHeight
          && box.bottom > foot.top) say("under the bar", element);
    }
    if (parseFloat(getComputedStyle(element).fontSize) < smallest) say("small text", element);
  }
  return [...new Set(faults)];
}"""
# What of a workflow's first view lies under the panel or the bar.
HIDDEN = """() => {
  const top = (name) => document.querySelector(name).getBoundingClientRect().top;
  const end = innerWidth > innerHeight ? top(".foot") : Math.min(top(".foot"), top(".take"));
  const below = (name, limit) =>
    document.querySelector(name).getBoundingClientRect().bottom > limit + 1;
  const names = ["h1", ".last strong, .last.words i:last-of-type"];
  const hidden = names.filter((name) => below(name, end));
  return below(".symbol", top(".foot")) ? [...hidden, "symbol"] : hidden;
}"""
# Codes are as wide as their letters: the widest that there may be.
WIDEST = """() => {
  for (const group of document.querySelectorAll(".typed[translate=no] i"))
    group.textContent = group.textContent.replace(/[^-]/g, "W");
}"""
OPEN_ALL = "() => { for (const part of document.querySelectorAll('details')) part.open = true; }"


@pytest.fixture(scope="module")
def screen(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A running hall."""
    with hall(fresh_data, tmp_path_factory.mktemp("hall")) as made:
        yield made


def turn(page: Page, view: View) -> None:
    """Put a page onto a glass, in its text size."""
    (width, height), large = view
    page.set_viewport_size({"width": width, "height": height})
    page.locator("#large").set_checked(large)
    page.evaluate("() => scrollTo(0, 0)")


def faults(page: Page, views: Iterable[View]) -> dict[View, list[str]]:
    """What is wrong with a page, by view."""
    page.evaluate(OPEN_ALL)
    page.evaluate(WIDEST)
    found = {}
    for view in views:
        turn(page, view)
        found[view] = page.evaluate(FAULTS, [20 if view[0] in OLDER else 24])
    return {view: wrong for view, wrong in found.items() if wrong}


@pytest.mark.parametrize(
    ("language", "services"),
    [
        ("zh", FULLEST),
        pytest.param("zh", PAGES, marks=pytest.mark.slow),
        pytest.param("en", PAGES, marks=pytest.mark.slow),
    ],
    ids=["zh-fullest", "zh", "en"],
)
def test_nothing_is_small_cut_off_or_wider_than_the_glass(
    chromium: Browser, screen: Hall, language: str, services: Iterable[str]
) -> None:
    with glass(chromium) as page:
        for service in services:
            page.goto(screen.address(service, language=language))
            wrong = faults(page, VIEWS if service in FULLEST else NARROWEST)
            assert (service, wrong) == (service, {})


def test_a_hall_with_a_long_name_is_named_whole(chromium: Browser, screen: Hall) -> None:
    long = placed(screen.running, LONG_NAME)
    with glass(chromium) as page:
        for language in ("zh", "en"):
            for service in ("", "QC10"):
                page.goto(long.address(service, language=language))
                assert LONG_NAME in page.locator(".head").inner_text()
                wrong = faults(page, [(size, True) for size in GLASSES])
                assert (service, wrong) == (service, {})


def test_pages_for_the_staff_are_whole_too(chromium: Browser, screen: Hall) -> None:
    with glass(chromium) as page:
        for language in ("", "?lang=en"):
            page.goto(f"{screen.running.url}/kiosk/7K3M-Q2XA-9PRD{language}")
            for size in GLASSES:
                page.set_viewport_size({"width": size[0], "height": size[1]})
                assert page.evaluate(FAULTS, [20 if size in OLDER else 24]) == []


@pytest.mark.slow
def test_the_first_view_shows_question_last_day_and_symbol_in_both_text_sizes(
    chromium: Browser, screen: Hall
) -> None:
    with glass(chromium) as page:
        for service in SERVICES:
            page.goto(screen.address(service))
            for view in VIEWS if service in FULLEST else NARROWEST:
                turn(page, view)
                assert (service, view, page.evaluate(HIDDEN)) == (service, view, [])


def picture(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def symbol_on(page: Page) -> tuple[Image.Image, int]:
    """The symbol as it stands on the glass, its quiet zone included, and pixels a module.

    It is found by its own finder patterns: where a browser rounds to is its own affair.
    """
    box = page.locator(".symbol").bounding_box()
    side = int(page.locator(".symbol").get_attribute("data-side") or 0)
    scale = page.evaluate("() => devicePixelRatio")
    assert box
    shot = picture(page)
    edges = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
    near = shot.crop(tuple(round(edge * scale) for edge in edges))
    dark = near.convert("L").point(lambda level: 255 if level == 0 else 0).getbbox()
    assert dark
    module, rest = divmod(dark[2] - dark[0], side - 8)
    assert (rest, dark[3] - dark[1]) == (0, dark[2] - dark[0])
    left, top = round(box["x"] * scale) + dark[0], round(box["y"] * scale) + dark[1]
    quiet = 4 * module
    right, bottom = left + (side - 4) * module, top + (side - 4) * module
    return shot.crop((left - quiet, top - quiet, right, bottom)), module


@pytest.mark.parametrize("size", [PORTRAIT, *LATER])
def test_the_symbol_is_read_from_the_whole_glass_by_both_readers(
    chromium: Browser, screen: Hall, size: tuple[int, int]
) -> None:
    with glass(chromium, size) as page:
        for service in ("QC01", "QC10"):
            page.goto(screen.address(service))
            for read in READERS:
                assert read(picture(page)) == [screen.symbol(service)]


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize(
    "scale", [1.25, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2))]
)
def test_a_module_is_whole_pixels_of_pure_black_on_pure_white(
    chromium: Browser, screen: Hall, size: tuple[int, int], scale: float
) -> None:
    with glass(chromium, size, scale=scale) as page:
        page.goto(screen.address("QC10"))
        symbol, module = symbol_on(page)
        assert {colour for _, colour in symbol.getcolors() or ()} == {(0, 0, 0), (255, 255, 255)}
        for y in range(0, symbol.height, module):
            for x in range(0, symbol.width, module):
                assert len(symbol.crop((x, y, x + module, y + module)).getcolors() or ()) == 1
        quiet = Image.new("RGB", (symbol.width, 4 * module), (255, 255, 255))
        for turn in range(4):
            turned = symbol.rotate(90 * turn)
            assert turned.crop((0, 0, symbol.width, 4 * module)).tobytes() == quiet.tobytes()


def test_the_symbol_is_over_sixty_millimetres_on_the_halls_glass(
    chromium: Browser, screen: Hall
) -> None:
    pixel = GLASS_INCHES * INCH_MM / hypot(*PORTRAIT)
    with glass(chromium) as page:
        page.goto(screen.address("QC10"))
        symbol, module = symbol_on(page)
        assert (symbol.width - 8 * module) * pixel >= SMALLEST_MM


@pytest.mark.parametrize(
    ("size", "language", "services"),
    [
        (PORTRAIT, "zh", ("", "QC06", "QC99")),
        pytest.param(PORTRAIT, "en", ("", "QC10"), marks=pytest.mark.slow),
        pytest.param(LANDSCAPE, "zh", ("", "QC10"), marks=pytest.mark.slow),
        *(
            pytest.param(size, language, PAGES, marks=pytest.mark.slow)
            for size in (PORTRAIT, LANDSCAPE)
            for language in ("zh", "en")
        ),
    ],
)
def test_axe_finds_nothing(
    chromium: Browser,
    screen: Hall,
    size: tuple[int, int],
    language: str,
    services: tuple[str, ...],
) -> None:
    with glass(chromium, size) as page:
        for service in services:
            page.goto(screen.address(service, language=language))
            page.evaluate(OPEN_ALL)
            assert (service, objections(page)) == (service, "")


@pytest.mark.slow
def test_axe_finds_nothing_on_pages_for_the_staff_and_in_the_question(
    chromium: Browser, screen: Hall
) -> None:
    with glass(chromium) as page:
        page.goto(f"{screen.running.url}/kiosk/7K3M-Q2XA-9PRD")
        assert objections(page) == ""
        page.goto(screen.address("QC10"))
        page.evaluate("() => document.querySelector('#idle').showModal()")
        assert objections(page) == ""


def test_a_page_asks_for_nothing_from_elsewhere_and_breaks_no_rule(
    chromium: Browser, screen: Hall
) -> None:
    with glass(chromium) as page:
        asked: set[str] = set()
        said: list[str] = []
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for service in ("", "QC10"):
            page.goto(screen.address(service))
            page.locator("#large").set_checked(True)
        assert asked == {urlsplit(screen.running.url).netloc}
        assert said == []
