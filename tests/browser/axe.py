"""What axe-core has against a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Describing all that is right takes axe nearly as long as finding what is wrong.
_OPTIONS = {"resultTypes": ["violations"]}


def objections(page: Page) -> str:
    """The report of the rules that a page breaks as it stands; empty where it breaks none."""
    found = Axe().run(page, options=_OPTIONS)
    return found.generate_report() if found.violations_count else ""
