"""Time limits: a figure where the unit asks for one, a legal basis, no promise beyond the law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kiosk.domain.fact import Verify
from kiosk.domain.limit import Limit, LimitKind, Statement, Unit
from kiosk.domain.workflow import Remedy, Step
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import records
from kiosk.editing.wording import time_in_words

MOST: Final = 3650


def limits(page: Page[Any], _context: Context) -> Iterator[Finding]:
    """Every limit of the service by itself, then the promises of each step."""
    for loc, record in records(page.record):
        if isinstance(record, Limit):
            yield from _basis(loc, record)
            yield from _figure(loc, record)
            yield from _extension(loc, record)
        elif isinstance(record, Step | Remedy | Statement):
            yield from _promises(loc, record.limits)


def _basis(loc: Loc, limit: Limit) -> Iterator[Finding]:
    """A promise of the office rests on the office's own word: its source."""
    promised = limit.kind is LimitKind.PROMISED and limit.source is not None
    if not (limit.basis or promised or limit.verify is Verify.OFFICE):
        yield found((*loc, "basis"), "limit-without-basis")


def _figure(loc: Loc, limit: Limit) -> Iterator[Finding]:
    if limit.value is None:
        if limit.unit.is_counted and limit.verify is not Verify.OFFICE:
            yield found((*loc, "unit"), "limit-without-value", unit=limit.unit)
    elif not limit.unit.is_counted:
        yield found((*loc, "value"), "limit-with-value", unit=limit.unit)
    elif not 1 <= limit.value <= MOST:
        yield found((*loc, "value"), "limit-range", value=limit.value, most=MOST)


def _extension(loc: Loc, limit: Limit) -> Iterator[Finding]:
    if limit.extension is None:
        return
    place, extension = (*loc, "extension"), limit.extension
    if not extension.unit.is_counted:
        allowed = ", ".join(unit for unit in Unit if unit.is_counted)
        yield found((*place, "unit"), "extension-unit", unit=extension.unit, allowed=allowed)
    elif not 1 <= extension.value <= MOST:
        yield found((*place, "value"), "limit-range", value=extension.value, most=MOST)


def _promises(loc: Loc, together: tuple[Limit, ...]) -> Iterator[Finding]:
    """A promise against the longest time that the law gives for the same thing."""
    longest: dict[tuple[Unit, str | None], int] = {}
    for limit in together:
        if limit.kind is LimitKind.STATUTORY and limit.value and limit.unit.is_counted:
            same = (limit.unit, limit.variant)
            longest[same] = max(limit.value, longest.get(same, 0))
    for index, limit in enumerate(together):
        most = longest.get((limit.unit, limit.variant))
        if limit.kind is LimitKind.PROMISED and most and limit.value and limit.value > most:
            promised = time_in_words(limit.value, limit.unit)
            statutory = time_in_words(most, limit.unit)
            place = (*loc, "limits", index, "value")
            yield found(place, "promise-longer", promised=promised, statutory=statutory)
