"""A browser a module, and sites to open in it.

Playwright's blocking interface keeps a loop of its own running, so no test beside it may be
asynchronous: services run in a thread.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launched


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser
