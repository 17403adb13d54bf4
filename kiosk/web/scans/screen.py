"""A hall's screen: its start, and each service opened on it as a touch, stored like a scan.

A touch is counted for the hall's own screen code of that service, whichever of the placement's
codes the screen was set up with: else a touch would be told of a batch of cards.
"""

from __future__ import annotations

from typing import ClassVar

from kiosk.batches import IssuedCode, codes
from kiosk.domain.code import letters
from kiosk.domain.placement import CodeRange, PlacementKind
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Act, Class, Origin
from kiosk.domain.workflow import Service, Status
from kiosk.recorder import Target
from kiosk.web.pages.cache import Sheet
from kiosk.web.pages.hall import Hall
from kiosk.web.pages.texts import Language
from kiosk.web.scans.counted import Door, Issued, Reading

START = "/kiosk/"


class ScreenDoor(Door):
    """Answers ``/kiosk/{code}`` and ``/kiosk/{code}/{service}``, in English with ``?lang=en``."""

    act: ClassVar[Act] = Act.TOUCH  # a mistyped screen's address is no scan

    def read(self, path: str, query: bytes) -> Reading:
        """A screen's start or one service on it, for any code of a placement of kind kiosk."""
        code, _, wanted = path[len(START) :].partition("/")
        language: Language = "en" if b"lang=en" in query else "zh"
        screens = self.state.screens
        found = self.find(code)
        if not isinstance(found, Issued):
            return Reading(screens.unrecognised(language, code), klass=found)
        placement = self.state.snapshot.placements[found.span.placement]
        if placement.kind is not PlacementKind.KIOSK:
            return Reading(screens.elsewhere(language, placement.name), klass=Class.UNKNOWN)
        service = self._service(wanted)
        if found.span.is_recalled:
            return self._recalled(found, service, language)
        hall = Hall(letters(found.number), placement.name, placement.district)
        if not wanted:
            return Reading(screens.start(hall, language))
        touch = self._touch(found, service) if service else None
        if b"turned=1" in query:
            touch = None  # the same page in the other language
        return Reading(self._page(hall, placement.id, service, language), touch)

    def _service(self, wanted: str) -> Service | None:
        """What the public may be told of under this name; hidden alternates are not found."""
        catalogue = self.state.snapshot.catalogue
        revision = catalogue.find(wanted) or catalogue.find_withdrawn(wanted)
        return None if revision is None else revision.service

    def _page(
        self, hall: Hall, placement: str, service: Service | None, language: Language
    ) -> Sheet:
        screens = self.state.screens
        if service is None:
            return screens.missing(hall, language)
        if service.status is Status.WITHDRAWN:
            return screens.withdrawn(hall, service.id, language)
        return screens.service(hall, service.id, language, self._own_code(placement, service))

    def _touch(self, found: Issued, service: Service) -> Target:
        own = self._own_range(found.span.placement, service)
        span, serial = (own, own.first) if own else (found.span, found.serial)
        return _target(span, serial, service, is_gone=service.status is Status.WITHDRAWN)

    def _own_range(self, placement: str, service: Service) -> CodeRange | None:
        return self.state.snapshot.ranges.screen(placement).get(service.id)

    def _own_code(self, placement: str, service: Service) -> IssuedCode | None:
        """What a phone takes away; None where no code was made, or its key is retired."""
        own = self._own_range(placement, service)
        office = self.state.office
        if own is None:
            return None
        try:
            return next(codes([own], office.signer.keys, office.settings.public_url))
        except Problem:
            return None

    def _recalled(self, found: Issued, service: Service | None, language: Language) -> Reading:
        batch = self.state.snapshot.batches[found.span.batch or ""]
        page = self.state.screens.recalled(language, batch.reason, batch.replacement)
        touch = _target(found.span, found.serial, service, is_gone=True) if service else None
        return Reading(page, touch)


def _target(span: CodeRange, serial: int, service: Service, *, is_gone: bool) -> Target:
    """A touch; its source is the screen, whatever the code was printed on."""
    return Target.of(Act.TOUCH, span, serial, service.id, source=Origin.KIOSK, is_gone=is_gone)
