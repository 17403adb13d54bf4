"""References inside a service and to others: every name that is pointed to exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kiosk.domain.face import Figure
from kiosk.domain.fact import Verify
from kiosk.domain.lead import Deadline
from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Service
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import records

_HOLDERS: Final = ("steps", "remedies", "conditions", "counting", "notes", "questions")
_TO_SERVICES: Final = ("see", "service", "replaced_by")


def references(page: Page[Service], context: Context) -> Iterator[Finding]:
    """Services, variants and limits that are named somewhere in a service's file."""
    service = page.record
    variants = [variant.id for variant in service.variants]
    for loc, record in records(service):
        for key in _TO_SERVICES:
            yield from to_service((*loc, key), getattr(record, key, None), context)
        if page.is_whole("variants"):
            named = getattr(record, "variant", None)
            yield from _known((*loc, "variant"), "unknown-variant", named, variants)
    if knows_limits(page):
        yield from _to_limits(service)


def knows_limits(page: Page[Service]) -> bool:
    """Whether every limit of the file is the editor's own, so that others can be wrong about it."""
    held = [loc for loc in page.put_in if loc[0] in _HOLDERS]
    return not any(len(loc) <= 2 or "limits" in loc for loc in held)


def to_service(loc: Loc, named: str | None, context: Context) -> Iterator[Finding]:
    """A service that is pointed to."""
    if context.services is not None:
        yield from _known(loc, "unknown-service", named, context.services)


def _known(loc: Loc, code: str, named: str | None, known: Iterable[str]) -> Iterator[Finding]:
    if named is not None and named not in known:
        yield found(loc, code, value=named, known=", ".join(sorted(known)) or "–")


def _to_limits(service: Service) -> Iterator[Finding]:
    limits: dict[str, Limit] = {}
    for limit in service.limits():
        limits.setdefault(limit.key or "", limit)
    for loc, record in records(service):
        named = getattr(record, "limit", None)
        if not isinstance(named, str):
            continue
        if named not in limits:
            yield from _known((*loc, "limit"), "unknown-limit", named, limits)
        elif _is_without_figure(limits[named]):
            yield found((*loc, "limit"), "limit-without-figure", limit=named)
        elif isinstance(record, Deadline | Figure) and record.urgent:
            yield from _urgent(loc, limits[named], service)


def _is_without_figure(limit: Limit) -> bool:
    """Whether it rightly has none; where one is missing, the limit's own fault says so."""
    return limit.value is None and (limit.verify is Verify.OFFICE or not limit.unit.is_counted)


def _urgent(loc: Loc, limit: Limit, service: Service) -> Iterator[Finding]:
    """Red is for what the reader loses: an office's own time is never urgent."""
    of_others = [
        step for step in service.steps if limit in step.limits and not step.actor.is_reader
    ]
    if of_others:
        yield found((*loc, "urgent"), "urgent-not-reader", limit=limit.key)
