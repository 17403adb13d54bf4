"""The first screen of a phone, without script: what a worried person needs lies inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kiosk.domain.catalogue import Catalogue, Desk, District, DistrictKind
from kiosk.domain.fact import Verify
from kiosk.web.pages.public import Pages, Site
from tests.browser.places import COUNTY, LANGUAGES, SERVICES, workflows
from tests.browser.running import site
from tests.browser.site import application
from tests.browser.view import Size, View, window
from tests.make import catalogue

pytestmark = pytest.mark.browser

NAMES = {"question", "action", "last-day", "place", "bring", "cost"}
SMALLEST_PX = 17
LONG = District(
    id="long", name="新旧动能转换起步区", en="Growth Drivers Start-up Area",
    kind=DistrictKind.AREA,
)  # fmt: skip
DESKED = District(id="desked", name="示范县", en="Shifan County", kind=DistrictKind.COUNTY)

MEASURE = """() => {
  const smallest = (element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let size = Infinity;
    while (texts.nextNode()) {
      if (!texts.currentNode.data.trim()) continue;
      const style = getComputedStyle(texts.currentNode.parentElement);
      size = Math.min(size, parseFloat(style.fontSize));
    }
    return size;
  };
  const shown = (element) => {
    const {top, bottom, right} = element.getBoundingClientRect();
    return {name: element.dataset.first, top, bottom, right, size: smallest(element)};
  };
  return {
    bar: document.querySelector(".bar").getBoundingClientRect().top,
    parts: [...document.querySelectorAll("[data-first]")].map(shown),
  };
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The public pages, two districts added: a long name, and one whose desks are all known."""

    def make(address: str) -> Any:
        return application(Site(public_url=address), Pages(_catalogue(), Site(public_url=address)))

    with site(make) as address:
        yield address


@pytest.mark.parametrize(
    ("district", "languages"),
    [
        (None, ("",)),
        *(
            pytest.param(district, LANGUAGES, marks=pytest.mark.slow)
            for district in (None, LONG.id, COUNTY, DESKED.id)
        ),
    ],
)
def test_question_action_last_day_place_papers_and_cost_lie_inside(
    chromium: Browser, address: str, district: str | None, languages: tuple[str, ...]
) -> None:
    with window(chromium, address) as looking:
        slack = {path: _slack(looking.open(path)) for path in workflows(district, languages)}
    assert {path: room for path, room in slack.items() if room < 0} == {}


@pytest.mark.parametrize(
    "services", [("QC06", "QC01"), pytest.param(SERVICES, marks=pytest.mark.slow)], ids=len
)
def test_a_card_that_was_printed_before_moves_none_of_it_and_says_what_changed_just_below(
    chromium: Browser, address: str, services: tuple[str, ...]
) -> None:
    paths = [
        f"{path}&print=B0001"
        for path in workflows(COUNTY)
        if any(f"/{service}?" in path for service in services)
    ]
    with window(chromium, address) as looking:
        for path in paths:
            page = looking.open(path)
            assert _slack(page) >= 0, path
            top = page.evaluate("document.querySelector('#updated').getBoundingClientRect().top")
            lowest = max(part["bottom"] for part in page.evaluate(MEASURE)["parts"])
            assert lowest <= top <= 640 + 60, path


@pytest.mark.slow
@pytest.mark.parametrize("size", ["larger", "elder"])
def test_the_last_day_is_still_inside_in_large_type(
    chromium: Browser, address: str, size: Size
) -> None:
    below = {}
    with window(chromium, address, View(size=size)) as looking:
        for path in [*workflows(COUNTY), *workflows(LONG.id, ("",))]:
            measured = looking.open(path).evaluate(MEASURE)
            parts = {part["name"]: part for part in measured["parts"]}
            below[path] = measured["bar"] - parts["last-day"]["bottom"]
    assert {path: room for path, room in below.items() if room < 0} == {}


@pytest.mark.slow
def test_the_fork_is_still_inside_in_elder_type(chromium: Browser, address: str) -> None:
    forks = [service.id for service in catalogue().services if service.lead.fork]
    assert forks == ["QC06", "QC10", "QC11"]
    with window(chromium, address, View(size="elder")) as looking:
        for fork in forks:
            page = looking.open(f"/services/{fork}?district={COUNTY}")
            bar = page.evaluate(MEASURE)["bar"]
            sheets = page.locator(".sheet").all()
            bottoms = [box["y"] + box["height"] for box in map(_box, sheets)]
            assert len(bottoms) == 2
            assert max(bottoms) <= bar


def test_the_sheet_of_this_page_is_the_filled_one(chromium: Browser, address: str) -> None:
    with window(chromium, address) as looking:
        for service, title in {"QC06": "《事先告知书》", "QC10": "《处罚决定书》"}.items():
            current = looking.open(f"/services/{service}").locator(".sheet[aria-current]")
            assert current.locator("b").inner_text() == title


def _slack(page: Page) -> float:
    """Room in pixels between the lowest of the six and the bar; negative where one is outside."""
    measured = page.evaluate(MEASURE)
    parts = measured["parts"]
    assert {part["name"] for part in parts} == NAMES
    assert min(part["size"] for part in parts) >= SMALLEST_PX
    assert min(part["top"] for part in parts) >= 0
    assert max(part["right"] for part in parts) <= 360
    return float(measured["bar"] - max(part["bottom"] for part in parts))


def _box(locator: Any) -> dict[str, float]:
    box: dict[str, float] = locator.bounding_box()
    return box


def _catalogue() -> Catalogue:
    known = catalogue()
    desks = tuple(
        Desk(
            verify=Verify.CHECKED,
            service=service,
            district=DESKED.id,
            name="示范县政务服务中心二楼",
            address="示范县示范路1号",
            phone="0531-66601234转8021",
            hours="工作日9:00–17:00",
        )
        for service in SERVICES
    )
    districts = (*known.shared.districts, LONG, DESKED)
    return Catalogue(known.revisions, replace(known.shared, districts=districts, desks=desks))
