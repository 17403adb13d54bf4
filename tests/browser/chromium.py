"""Where a real Chromium is, and how tests start it. Importing it asks for no library."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SETTING = "TEST_CHROMIUM"  # a path, where the browser has another name

# Background traffic would knock at a closed network; as root Chromium has no sandbox of its own.
ARGUMENTS = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--font-render-hinting=none",
    *(("--no-sandbox",) if os.geteuid() == 0 else ()),
)


def executable() -> str | None:
    """The browser of this machine; None where there is none."""
    named = os.environ.get(SETTING)
    found = [named] if named else map(shutil.which, NAMES)
    return next((path for path in found if path), None)


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    """A headless browser, closed at the end of the block."""
    browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
    try:
        yield browser
    finally:
        browser.close()
