"""What anybody can provoke, as often as they like: refusals, look-ups, doors. All of it is ready.

Rendering and compressing a page takes four milliseconds of the loop; nobody without an account may
ask for that with each request. What differs by request is spliced into a page made before. Keys
are words of ours and what was checked, never what came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kiosk.domain.problem import Problem
from kiosk.domain.remember import remember
from kiosk.web.pages.cache import PLACE, Sheet, Spliced, Told, security
from kiosk.web.pages.public import Page, Pages
from kiosk.web.pages.texts import Language

KEPT: Final = 400  # pages of each kind; one holds about 10 kB in each encoding
Key = tuple[object, ...]


class Answers:
    """The answers of one catalogue, made when first asked for."""

    def __init__(self, pages: Pages, *, transport: str) -> None:
        self._pages = pages
        self._extra = security(transport=transport)
        self._sheets: dict[Key, Sheet] = {}
        self._spliced: dict[Key, Spliced] = {}
        self._badges: dict[Language, Page] = {}

    def missing(self, language: Language) -> Sheet:
        """There is no such page."""
        return self.sheet(("missing", language), lambda: self._pages.not_found(language))

    def refused(self, language: Language, problem: Problem) -> Sheet | Told:
        """A problem in one sentence."""
        status = problem.status
        if not problem.places:
            return self.sheet(
                ("refused", language, problem.code),
                lambda: self._pages.refused(language, status, problem.text(language)),
            )
        return self.spliced(
            ("refused", language, status), lambda: self._pages.refused(language, status, PLACE)
        ).showing(problem.text(language))

    def failed(self, language: Language, reference: str) -> Told:
        """The fault is ours."""
        return self.spliced(
            ("failed", language), lambda: self._pages.server_error(language, PLACE)
        ).showing(reference)

    def withdrawn(self, language: Language, service: str) -> Sheet:
        """A service that is no longer on the card."""
        return self.sheet(
            ("withdrawn", language, service), lambda: self._pages.withdrawn(language, service)
        )

    def badge(self, language: Language) -> Page:
        """A badge was opened."""
        if language not in self._badges:
            self._badges[language] = self._pages.badge(language)
        return self._badges[language]

    def sheet(self, key: Key, make: Callable[[], Page]) -> Sheet:
        """A page that is the same for all, kept under `key`."""
        found = self._sheets.get(key)
        if found is None:
            found = remember(self._sheets, key, Sheet.of(make(), self._extra), most=KEPT)
        return found

    def spliced(self, key: Key, make: Callable[[], Page]) -> Spliced:
        """A page that was drawn with `places`, kept under `key`."""
        found = self._spliced.get(key)
        if found is None:
            found = remember(self._spliced, key, Spliced(make(), self._extra), most=KEPT)
        return found
