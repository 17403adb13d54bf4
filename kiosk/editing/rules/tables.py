"""The shared files: laws, sources, districts, papers and desks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.domain.fact import Verify
from kiosk.editing.draft import Desks, Laws, Papers
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.rules.marks import DESK_KEYS
from kiosk.editing.rules.references import to_service
from kiosk.editing.schema import Finding, found


def laws(page: Page[Laws], _context: Context) -> Iterator[Finding]:
    """Dates of each law, and what replaces it."""
    known = {law.id for law in page.record.laws}
    for index, law in enumerate(page.record.laws):
        loc: Loc = ("laws", index)
        begins, until = law.in_force_from, law.in_force_until
        if begins is not None and until is not None and until < begins:
            yield found((*loc, "in_force_until"), "law-dates", begins=begins, until=until)
        if law.replaced_by is not None and law.replaced_by not in known:
            yield found((*loc, "replaced_by"), "unknown-law", value=law.replaced_by, known="–")


def papers(page: Page[Papers], context: Context) -> Iterator[Finding]:
    """The services that each paper leads to."""
    for index, paper in enumerate(page.record.papers):
        for place, service in enumerate(paper.services):
            yield from to_service(("papers", index, "services", place), service, context)


def desks(page: Page[Desks], context: Context) -> Iterator[Finding]:
    """Service and district of each desk, and that it says something."""
    for index, desk in enumerate(page.record.desks):
        loc: Loc = ("desks", index)
        yield from to_service((*loc, "service"), desk.service, context)
        if context.districts is not None and desk.district not in context.districts:
            known = ", ".join(sorted(context.districts))
            place = (*loc, "district")
            yield found(place, "unknown-district", value=desk.district, known=known)
        if desk.online is not None and not _is_address(desk.online):
            yield found((*loc, "online"), "not-an-address", value=desk.online)
        is_silent = all(getattr(desk, key) is None for key in DESK_KEYS)
        if is_silent and desk.verify is not Verify.OFFICE:
            yield found(loc, "desk-empty", allowed=", ".join(DESK_KEYS))


def _is_address(text: str) -> bool:
    """Whether it may stand behind a link: a script in its place would run on the page."""
    return re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[^\s\"'<>]*)?", text, re.A) is not None
