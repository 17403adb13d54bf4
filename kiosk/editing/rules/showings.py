"""What first screen and card show: a figure or a sentence, and red only for a day one can miss."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.face import Figure, Stop
from kiosk.domain.fact import Bilingual, Verify
from kiosk.domain.lead import Deadline
from kiosk.domain.workflow import Service
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import records

_BOTH = Bilingual(zh="都写了", en="both")
_NEITHER = Bilingual(zh="都没有写", en="neither")


def showings(page: Page[Service], _context: Context) -> Iterator[Finding]:
    """Deadlines of the first screen, figures and stops of the card."""
    for loc, record in records(page.record):
        if isinstance(record, Deadline) and record.verify is not Verify.OFFICE:
            yield from _one_of(loc, limit=record.limit, text=record.text)
        elif isinstance(record, Stop):
            yield from _one_of(loc, limit=record.limit, head=record.head)
        if isinstance(record, Deadline | Figure) and record.urgent and record.limit is None:
            yield found((*loc, "urgent"), "urgent-without-limit")


def _one_of(loc: Loc, **values: str | None) -> Iterator[Finding]:
    (first, one), (second, other) = values.items()
    if (one is None) == (other is None):
        count = _NEITHER if one is None else _BOTH
        yield found(loc, "one-of-two", first=first, second=second, count=count)
