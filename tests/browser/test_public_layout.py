"""How the public pages stand in a narrow window: nothing sideways, nothing cut, nothing small."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from kiosk.web.pages.public import Site
from tests.browser.places import COUNTY, LANGUAGES, others, workflows
from tests.browser.running import site
from tests.browser.site import application
from tests.browser.view import DESKTOP, PHONE, View, window

pytestmark = pytest.mark.browser

SMALLEST = View(width=320, size="larger")
LARGER = View(size="larger")
WIDER = [
    View(width=320),
    View(size="elder"),
    LARGER,
    View(width=768, height=1024),
    DESKTOP,
]
VIEWS = [
    SMALLEST,
    *(pytest.param(view, marks=pytest.mark.slow) for view in (PHONE, *WIDER)),
]

Faults = dict[str, list[str]]
Survey = Callable[[View, str], Faults]

# Texts that lie outside the window, or that a box of their own cuts off.
OUTSIDE = """() => {
  const wide = document.scrollingElement.scrollWidth > innerWidth ? ["the page scrolls"] : [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.data.trim() || text.parentElement.closest(".skip, .off, #fork")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (box.width > 1 && (box.left < -1 || box.right > innerWidth + 1)) wide.push(text.data);
    }
  }
  for (const box of document.querySelectorAll("body *")) {
    const scrolls = box.matches(".off, #fork, .side, input");
    const hides = !scrolls && getComputedStyle(box).overflowX !== "visible";
    if (hides && box.scrollWidth > box.clientWidth + 1) wide.push(box.className);
  }
  return [...new Set(wide)];
}"""

# A closing sign, or an opening one's partner, must not stand first in its line.
STRAY = """() => {
  const never = new Set("、，。；：？！）》」』”’%");
  const found = [];
  const block = (node) => {
    let element = node.parentElement;
    while (getComputedStyle(element).display.startsWith("inline")) element = element.parentElement;
    return element;
  };
  const box = (node, place) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect();
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let before = null;
  while (texts.nextNode()) {
    const node = texts.currentNode;
    for (let place = 0; place < node.data.length; place++) {
      const sign = node.data[place];
      if (never.has(sign) && before && block(before.node) === block(node)) {
        const here = box(node, place);
        const there = box(before.node, before.place);
        if (here.width && here.top >= there.bottom - 2) {
          found.push(before.node.data.slice(-6) + "|" + node.data.slice(place, place + 6));
        }
      }
      if (sign.trim()) before = {node, place};
    }
  }
  return found;
}"""

# Links and controls that stand alone; what stands inside a sentence is as high as its line.
SMALL = """() => {
  const alone = (one) => {
    const around = one.parentElement;
    const inline = getComputedStyle(one).display === "inline";
    return !inline || around.textContent.trim() === one.textContent.trim();
  };
  const main = ".bar a, .sheet, .rows a, .button, .top label, .top a, .ticks label, .field input";
  const small = [];
  for (const one of document.querySelectorAll("a, button, label, summary, input")) {
    const box = one.getBoundingClientRect();
    const least = one.matches(main) ? 48 : 44;
    const skipped = one.matches(".skip, .off, .facts a, .ticks input, .field label, .sheet *");
    if (!box.width || skipped || !alone(one)) continue;
    if (box.width < 44 || box.height < least - 0.5) {
      small.push(`${one.textContent.trim()} ${box.width}x${box.height}`);
    }
  }
  return small;
}"""

# Headings whose last line is a single character.
LONE = """() => [...document.querySelectorAll("h1, h2, h3")].filter((heading) => {
  const range = document.createRange();
  range.selectNodeContents(heading);
  const lines = new Map();
  for (const box of range.getClientRects()) {
    const line = Math.round(box.bottom / 8);
    lines.set(line, (lines.get(line) || 0) + box.width);
  }
  const widths = [...lines.values()];
  return widths.length > 1 && widths.at(-1) < parseFloat(getComputedStyle(heading).fontSize) * 1.5;
}).map((heading) => heading.textContent)"""

MEASURES = {"outside": OUTSIDE, "stray": STRAY, "small": SMALL, "lone": LONE}
OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site(lambda address: application(Site(public_url=address))) as address:
        yield address


@pytest.fixture(scope="module")
def survey(chromium: Browser, address: str) -> Survey:
    """What a measure finds on the pages in a view; each page is opened once a view."""
    known: dict[View, dict[str, Faults]] = {}

    def found(view: View, measure: str) -> Faults:
        if view not in known:
            known[view] = _surveyed(chromium, address, view)
        return {path: faults[measure] for path, faults in known[view].items() if faults[measure]}

    return found


def _surveyed(browser: Browser, address: str, view: View) -> dict[str, Faults]:
    languages = LANGUAGES if view in (PHONE, LARGER) else ("",)
    surveyed = {}
    with window(browser, address, view) as looking:
        for path in [*workflows(COUNTY, languages), *others(languages)]:
            page = looking.open(path)
            page.evaluate(OPEN_ALL)
            surveyed[path] = {name: page.evaluate(measure) for name, measure in MEASURES.items()}
    return surveyed


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_nothing_scrolls_sideways_or_is_cut(survey: Survey, view: View) -> None:
    assert survey(view, "outside") == {}


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_no_line_begins_with_a_closing_sign(survey: Survey, view: View) -> None:
    assert survey(view, "stray") == {}


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_what_is_touched_is_large_enough(survey: Survey, view: View) -> None:
    assert survey(view, "small") == {}


@pytest.mark.slow
def test_no_heading_ends_with_a_lone_character(survey: Survey) -> None:
    assert survey(PHONE, "lone") == {}
