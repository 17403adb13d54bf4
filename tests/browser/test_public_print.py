"""A workflow page on paper: complete, on A4, without what only a screen needs."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser

from kiosk.web.pages.public import Site
from tests.browser.places import COUNTY, SERVICES
from tests.browser.running import site
from tests.browser.site import application
from tests.browser.view import window

pytestmark = pytest.mark.browser

A4 = (595, 842)
MOST_PAGES = 5


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site(lambda address: application(Site(public_url=address))) as address:
        yield address


def printed(browser: Browser, address: str, service: str) -> tuple[list[tuple[int, int]], str]:
    """The sizes of the printed pages in points, and their text."""
    with window(browser, address) as looking:
        page = looking.open(f"/services/{service}?district={COUNTY}")
        pdf = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))
    sizes = [
        (round(width), round(height)) for width, height in map(pdf.get_page_size, range(len(pdf)))
    ]
    return sizes, "".join(pdf[n].get_textpage().get_text_range() for n in range(len(pdf)))


@pytest.mark.parametrize(
    "service", [SERVICES[9], pytest.param(SERVICES[0], marks=pytest.mark.slow)]
)
def test_a_printed_page_is_complete_on_a4(chromium: Browser, address: str, service: str) -> None:
    sizes, text = printed(chromium, address, service)
    assert set(sizes) == {A4}
    assert len(sizes) <= MOST_PAGES
    assert "材料清单" not in text
    assert "长辈版" not in text
    assert "法律核对日期" in text


def test_what_is_folded_on_screen_is_printed(chromium: Browser, address: str) -> None:
    _, text = printed(chromium, address, "QC10")
    assert "把申请书副本送给作出处罚的机关" in text.replace("\r\n", "")
