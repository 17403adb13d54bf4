"""The scan: a code's address answers with the page itself, after the scan is durably stored."""

from __future__ import annotations

from typing import ClassVar

from kiosk.domain.code import letters
from kiosk.domain.placement import CodeRange
from kiosk.domain.scan import Act, Class
from kiosk.domain.workflow import Service, Status
from kiosk.recorder import Target
from kiosk.web.answers import Sheet
from kiosk.web.door import Door, Issued, Reading


class ScanDoor(Door):
    """Answers ``/S/{code}`` and ``/S/{code}/{service}``."""

    act: ClassVar[Act] = Act.SCAN

    def read(self, path: str, query: bytes) -> Reading:
        """A code's page; a whole-catalogue card opens one service as a view."""
        code, _, service = path[3:].partition("/")
        found = self.find(code)
        if not isinstance(found, Issued):
            return self._refused(code, found)
        number, serial, span = found
        if service and span.service:
            return self._refused(code, None)  # the card of one service opens no other
        wanted = service.upper() or span.service
        act = Act.VIEW if service else Act.SCAN
        target = Target(act, span, serial, wanted, is_typed=b"by=typed" in query)
        return self._page(target, number) or self._refused(code, None)

    def _page(self, target: Target, number: int) -> Reading | None:
        shelf, span = self.state.shelf, target.span
        if span.is_recalled:
            return Reading(self._recalled(span), target._replace(is_gone=True))
        if not target.service:
            return Reading(shelf.directory_of(letters(number), "zh", span.district), target)
        service = self._service(target.service)
        if service is None or (service.slot is None and service.status is not Status.WITHDRAWN):
            return None
        if service.status is Status.WITHDRAWN:
            page = shelf.pages.withdrawn("zh", service.id)
            return Reading(shelf.sheet(page), target._replace(is_gone=True))
        return Reading(shelf.service(service.id, "zh", span.district), target)

    def _service(self, wanted: str) -> Service | None:
        revision = self.state.snapshot.catalogue.by_id.get(wanted)
        return None if revision is None else revision.service

    def _recalled(self, span: CodeRange) -> Sheet:
        snapshot, shelf = self.state.snapshot, self.state.shelf
        batch = snapshot.batches[span.batch] if span.batch else None
        page = shelf.pages.recalled(
            "zh",
            reason=batch.reason if batch else None,
            replacement=batch.replacement if batch else None,
        )
        return shelf.sheet(page)

    def _refused(self, code: str, klass: Class | None) -> Reading:
        """Say that a code was not recognised, and not which way it was wrong."""
        return Reading(self.state.shelf.unrecognised("zh", code), klass=klass)
