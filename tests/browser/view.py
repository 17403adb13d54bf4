"""How a page is looked at: window, colours, script or none, and how large its reader sets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, Page

Size = Literal["usual", "elder", "larger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window as a reader has it; without a script where not said otherwise."""

    width: int = 360
    height: int = 640
    size: Size = "usual"
    is_dark: bool = False
    has_script: bool = False

    def __str__(self) -> str:
        signs = ("dark" if self.is_dark else "", "script" if self.has_script else "")
        return "-".join(filter(None, (f"{self.width}x{self.height}", self.size, *signs)))


_BOXES = {"usual": [], "elder": ["elder"], "larger": ["elder", "larger"]}
_TICK = "(boxes) => { for (const box of boxes) document.getElementById(box).checked = true; }"

PHONE = View()
DESKTOP = View(width=1280, height=900)


class Window:
    """A browser window that opens one address after the other."""

    def __init__(self, page: Page, site: str, view: View) -> None:
        self.page = page
        self._site = site
        self._view = view

    def open(self, path: str) -> Page:
        """The page at `path` of the site, in the text size of the view."""
        self.page.goto(self._site + path)
        self.page.evaluate(_TICK, _BOXES[self._view.size])
        return self.page


@contextmanager
def window(browser: Browser, site: str, view: View = PHONE) -> Iterator[Window]:
    """Look at a site through a window of its own, which keeps nothing afterwards."""
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.is_dark else "light",
        java_script_enabled=view.has_script,
    )
    try:
        yield Window(context.new_page(), site, view)
    finally:
        context.close()
