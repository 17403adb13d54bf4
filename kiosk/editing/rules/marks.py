"""Marks: what is called checked names its source, and what the office fills in is still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kiosk.domain.catalogue import Desk
from kiosk.domain.fact import Fact, TextFact, Verify
from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Channel, Fee, Implementer
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import facts

DESK_KEYS: Final = ("name", "address", "phone", "hours", "online")
_FILLED_IN: Final[dict[type[Fact], tuple[str, ...]]] = {
    TextFact: ("text",),
    Limit: ("value",),
    Implementer: ("name", "uscc"),
    Channel: ("text",),
    Fee: ("text",),
    Desk: DESK_KEYS,
}


def marks(page: Page[Any], context: Context) -> Iterator[Finding]:
    """The mark of each fact against what the fact says."""
    for loc, fact in facts(page.record):
        if fact.verify is Verify.CHECKED and fact.source is None:
            yield found((*loc, "source"), "checked-without-source")
        if fact.source is not None and context.sources is not None:
            yield from _source(loc, fact.source, context.sources)
        yield from _office(loc, fact)
        if isinstance(fact, TextFact) and fact.text is None and fact.verify is not Verify.OFFICE:
            yield found((*loc, "text"), "no-text")


def _source(loc: Loc, source: str, known: frozenset[str]) -> Iterator[Finding]:
    if source not in known:
        yield found((*loc, "source"), "unknown-source", value=source)


def _office(loc: Loc, fact: Fact) -> Iterator[Finding]:
    if fact.verify is not Verify.OFFICE:
        return
    for kind, keys in _FILLED_IN.items():
        for key in keys if isinstance(fact, kind) else ():
            if getattr(fact, key) is not None:
                yield found((*loc, key), "office-with-value", key=key)
