"""The screens' pages, ready to be sent; those of a hall are kept as long as they are in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from kiosk.batches import IssuedCode
from kiosk.web.pages.cache import PLACE, RECEIVED, CardPages, Sheet, Spliced, Told, security
from kiosk.web.pages.hall import Glass, Hall
from kiosk.web.pages.public import Page
from kiosk.web.pages.texts import LANGUAGES, Language

# A hall in use needs 14 in Chinese; one of them holds about 60 kB.
KEPT = 300


class Screens:
    """The pages of one catalogue on all screens."""

    def __init__(self, glass: Glass, *, transport: str) -> None:
        self.glass = glass
        self._extra = security(transport=transport)
        self._unrecognised = {
            language: Spliced(glass.unrecognised(language, PLACE), self._extra)
            for language in LANGUAGES
        }
        self._of_code = CardPages(self._extra, most=KEPT)
        self._elsewhere = lru_cache(KEPT)(lambda *key: self.sheet(glass.elsewhere(*key)))
        self._recalled = lru_cache(KEPT)(self._draw_recalled)

    def start(self, hall: Hall, language: Language) -> Sheet:
        """A screen's start."""
        return self._sheet("start", hall, language, lambda hall: self.glass.start(hall, language))

    def service(
        self, hall: Hall, service: str, language: Language, issued: IssuedCode | None
    ) -> Sheet:
        """A workflow, with the hall's own symbol for it."""
        return self._sheet(
            ("service", service, issued),
            hall,
            language,
            lambda hall: self.glass.service(hall, service, language, issued=issued),
        )

    def elsewhere(self, language: Language, placement: str) -> Sheet:
        """The page of a code whose placement has no screen."""
        return self._elsewhere(language, placement)

    def missing(self, hall: Hall, language: Language) -> Sheet:
        """The page of a service that the screen does not have."""
        return self._sheet(
            "missing", hall, language, lambda hall: self.glass.missing(hall, language)
        )

    def withdrawn(self, hall: Hall, service: str, language: Language) -> Sheet:
        """The page of a service that is no longer on the card."""
        return self._sheet(
            ("withdrawn", service),
            hall,
            language,
            lambda hall: self.glass.withdrawn(hall, service, language),
        )

    def recalled(self, language: Language, reason: str | None, replacement: str | None) -> Sheet:
        """The page of a screen opened by a card of a recalled batch."""
        return self._recalled(language, reason, replacement)

    def unrecognised(self, language: Language, received: str) -> Told:
        """The page of a code that was never issued."""
        return self._unrecognised[language].showing(received[:RECEIVED])

    def sheet(self, page: Page) -> Sheet:
        """Any page, ready to be sent once."""
        return Sheet.of(page, self._extra)

    def _draw_recalled(
        self, language: Language, reason: str | None, replacement: str | None
    ) -> Sheet:
        return self.sheet(self.glass.recalled(language, reason=reason, replacement=replacement))

    def _sheet(
        self, what: object, hall: Hall, language: Language, draw: Callable[[Hall], Page]
    ) -> Sheet:
        """A page with the hall's code in its links; whichever of its codes, it is drawn once."""
        return self._of_code.sheet(
            hall.code,
            (what, hall.name, hall.district, language),
            lambda code: draw(replace(hall, code=code)),
        )
