"""Every public page against axe-core's rules, in both languages and colours, narrow and wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import objections
from tests.browser.places import KINDS, everything
from tests.browser.running import site
from tests.browser.site import application, told
from tests.browser.view import View, window

pytestmark = pytest.mark.browser

NARROW = View(has_script=True)
NARROW_DARK = View(has_script=True, is_dark=True)
WIDE = View(width=1280, height=900, has_script=True)
WIDE_DARK = View(width=1280, height=900, has_script=True, is_dark=True)
ELDER = View(size="elder", has_script=True)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site(lambda address: application(told(address))) as address:
        yield address


def violations(browser: Browser, address: str, view: View, paths: Iterable[str]) -> dict[str, str]:
    """What axe has against each page; pages without a fault are left out."""
    with window(browser, address, view) as looking:
        found = {path: objections(looking.open(path)) for path in paths}
    return {path: report for path, report in found.items() if report}


def test_no_kind_of_page_breaks_a_rule(chromium: Browser, address: str) -> None:
    assert violations(chromium, address, NARROW, KINDS) == {}


@pytest.mark.slow
@pytest.mark.parametrize("view", [NARROW, NARROW_DARK, WIDE, WIDE_DARK, ELDER], ids=str)
def test_no_page_breaks_a_rule_in_any_view(chromium: Browser, address: str, view: View) -> None:
    assert violations(chromium, address, view, everything()) == {}
