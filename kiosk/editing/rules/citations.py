"""Citations: well formed, of a law in the table that is in force, of an article that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from kiosk.domain.catalogue import Law
from kiosk.domain.fact import Citation
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import facts

_FORM: Final = re.compile(
    r"[a-z0-9]+(?:-[a-z0-9]+)*(?:#[1-9]\d{0,3}(?:\.[1-9]\d{0,2}){0,2})?", re.A
)


def citations(page: Page[Any], context: Context) -> Iterator[Finding]:
    """Every citation of the file."""
    for loc, fact in facts(page.record):
        for index, text in enumerate(fact.basis):
            yield from _citation((*loc, "basis", index), text, context)


def read_citation(text: str) -> Citation | None:
    """The citation, or None where it is malformed; stricter than `Citation.parse`."""
    return Citation.parse(text) if _FORM.fullmatch(text) else None


def _citation(loc: Loc, text: str, context: Context) -> Iterator[Finding]:
    citation = read_citation(text)
    if citation is None:
        yield found(loc, "bad-citation", value=text)
    elif context.laws is not None:
        law = context.laws.get(citation.law)
        if law is None:
            near = get_close_matches(citation.law, list(context.laws)) or ["–"]
            yield found(loc, "unknown-law", value=citation.law, known=", ".join(near))
        else:
            yield from _in_force(loc, law, context.today)
            yield from _article(loc, law, citation.article)


def _in_force(loc: Loc, law: Law, today: date) -> Iterator[Finding]:
    if law.in_force_until is not None and today > law.in_force_until:
        successor = law.replaced_by or "–"
        yield found(
            loc, "law-ended", title=law.title, until=law.in_force_until, successor=successor
        )
    elif law.in_force_from is not None and today < law.in_force_from:
        yield found(loc, "law-not-yet", title=law.title, begins=law.in_force_from)


def _article(loc: Loc, law: Law, article: int) -> Iterator[Finding]:
    if law.articles is not None and article > law.articles:
        yield found(loc, "article-beyond", title=law.title, article=article, last=law.articles)
