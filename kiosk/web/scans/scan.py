"""The scan: a code's address answers with the page itself, after the scan is durably stored."""

from __future__ import annotations

from typing import ClassVar

from kiosk.domain.code import letters
from kiosk.domain.placement import CodeRange
from kiosk.domain.remember import remember
from kiosk.domain.scan import Act, Class, Origin
from kiosk.domain.workflow import Service, Status
from kiosk.recorder import Target
from kiosk.web.pages.cache import DIRECTORIES, Recall, Sheet
from kiosk.web.scans.counted import Door, Issued, Reading
from kiosk.web.state import Snapshot, State

LONGEST = 64  # of a path that is remembered: hyphens in a code are ignored, however many
KNOWN = DIRECTORIES  # a whole-catalogue card has a page of its own, and both keep it


class ScanDoor(Door):
    """Answers ``/S/{code}`` and ``/S/{code}/{service}``."""

    act: ClassVar[Act] = Act.SCAN

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._known: dict[str, Reading] = {}
        self._known_of: Snapshot | None = None

    def read(self, path: str, query: bytes) -> Reading:
        """A code's page; a whole-catalogue card opens one service as a view.

        What an issued code leads to is remembered as long as nothing changes: most scans are of
        codes that were scanned before.
        """
        if query:
            return self._read(path, is_typed=b"by=typed" in query)
        if self.state.snapshot is not self._known_of:
            self._known, self._known_of = {}, self.state.snapshot
        reading = self._known.get(path)
        if reading is None:
            reading = self._read(path, is_typed=False)
            if reading.target is not None and len(path) <= LONGEST:
                remember(self._known, path, reading, most=KNOWN)
        return reading

    def _read(self, path: str, *, is_typed: bool) -> Reading:
        code, _, service = path[3:].partition("/")
        found = self.find(code)
        if not isinstance(found, Issued):
            return self._refused(code, found)
        number, serial, span = found
        if service and span.service:
            return self._refused(code, None)  # the card of one service opens no other
        target = Target.of(
            Act.VIEW if service else Act.SCAN,
            span,
            serial,
            service.upper() or span.service,
            source=Origin.TYPED if is_typed else span.source,
        )
        return self._page(target, span, number) or self._refused(code, None)

    def _page(self, target: Target, span: CodeRange, number: int) -> Reading | None:
        shelf = self.state.shelf
        if span.is_recalled:
            return Reading(self._recalled(span, number), target._replace(is_gone=True))
        updated = self.state.updated(span.batch, span.service, span.district)
        if not target.service:
            directory = shelf.directory_of(letters(number), "zh", span.district, updated)
            return Reading(directory, target)
        service = self._service(target.service)
        if service is None or (service.slot is None and service.status is not Status.WITHDRAWN):
            return None
        if service.status is Status.WITHDRAWN:
            page = self.state.answers.withdrawn("zh", service.id)
            return Reading(page, target._replace(is_gone=True))
        if not span.service:
            updated = None  # opened from the directory, which tells it
        return Reading(shelf.service(service.id, "zh", span.district, updated), target)

    def _service(self, wanted: str) -> Service | None:
        revision = self.state.snapshot.catalogue.by_id.get(wanted)
        return None if revision is None else revision.service

    def _recalled(self, span: CodeRange, number: int) -> Sheet:
        snapshot = self.state.snapshot
        batch = snapshot.batches[span.batch] if span.batch else None
        told = Recall(batch.reason, batch.replacement) if batch else Recall(None, None)
        shelf = self.state.shelf
        return shelf.recalled_of(letters(number), "zh", span.service, span.district, told)

    def _refused(self, code: str, klass: Class | None) -> Reading:
        """Say that a code was not recognised, and not which way it was wrong."""
        return Reading(self.state.shelf.unrecognised("zh", code), klass=klass)
