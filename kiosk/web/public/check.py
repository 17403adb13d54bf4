"""Is my card genuine? The code is typed; looking it up is no scan."""

from __future__ import annotations

import unicodedata

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.code import letters, read_code
from kiosk.domain.placement import CodeRange
from kiosk.web.pages.cache import PLACE
from kiosk.web.pages.public import Found
from kiosk.web.pages.texts import Language
from kiosk.web.requests import Fresh, state_of
from kiosk.web.state import State

LONGEST = 80


async def show(request: Request) -> ASGIApp:
    """In Chinese."""
    return _show(request, "zh")


async def show_english(request: Request) -> ASGIApp:
    """In English."""
    return _show(request, "en")


def _show(request: Request, language: Language) -> ASGIApp:
    state = state_of(request)
    typed = request.query_params.get("code", "")[:LONGEST].strip()
    pages, answers = state.shelf.pages, state.answers
    if not typed:
        key = ("check", language)
        return Fresh(answers.sheet(key, lambda: pages.check(language, typed=None, found=None)))
    number, span = _find(state, typed)
    if span is None:
        unknown = answers.spliced(
            ("check", language), lambda: pages.check(language, typed=PLACE, found=None)
        )
        return Fresh(unknown.showing(typed))
    found, code = _found(state, span), letters(number)
    # A batch may have been recalled meanwhile.
    key_found = ("check", language, number, state.snapshot.changes)
    return Fresh(answers.sheet(key_found, lambda: pages.check(language, typed=code, found=found)))


def _find(state: State, typed: str) -> tuple[int, CodeRange | None]:
    # An input method may type full-width letters; on paper they are the same.
    number = read_code(unicodedata.normalize("NFKC", typed))
    serial = None if number is None else state.office.signer.verify(number)
    if number is None or serial is None:
        return 0, None
    return number, state.snapshot.ranges.find(serial)


def _found(state: State, span: CodeRange) -> Found:
    snapshot = state.snapshot
    revision = snapshot.catalogue.by_id.get(span.service)
    batch = snapshot.batches.get(span.batch) if span.batch else None
    return Found(
        service=revision.service if revision else None,
        placement=snapshot.placements[span.placement].name,
        district=span.district,
        batch=batch,
    )
