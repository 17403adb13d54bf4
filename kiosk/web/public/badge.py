"""A badge's address: opened by staff it marks their browser for the day. It is no scan."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp

from kiosk.domain.badge import BadgeSigner
from kiosk.domain.period import day_of
from kiosk.domain.problem import Problem
from kiosk.web.pages.texts import Language
from kiosk.web.requests import Fresh, state_of
from kiosk.web.scans.staff_mark import mark
from kiosk.web.state import State


async def show(request: Request) -> ASGIApp:
    """In Chinese."""
    return await _show(request, "zh")


async def show_english(request: Request) -> ASGIApp:
    """In English."""
    return await _show(request, "en")


async def _show(request: Request, language: Language) -> ASGIApp:
    state = state_of(request)
    try:
        badge = await _open(state, request.path_params["token"])
    except Problem as problem:
        return Fresh(state.answers.refused(language, problem))
    page = state.answers.badge(language)
    headers = {
        "content-security-policy": page.policy,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",  # staff keep the address: it tells nobody where they were
    }
    answer = HTMLResponse(page.body, page.status, headers=headers)
    mark(state, answer, badge)
    return answer


async def _open(state: State, token: str) -> str:
    """The id of a badge that can be opened today; raises Problem."""
    read = BadgeSigner(state.office.signer.keys).read_badge(token)
    if read is None:
        raise Problem("badge-forged")
    badge, until = read
    kept = state.snapshot.badges.get(badge)
    if kept is None and await state.look_again():  # another process may just have made it
        kept = state.snapshot.badges.get(badge)
    if kept is None:
        raise Problem("badge-forged")
    if kept.revoked_at is not None:
        raise Problem("badge-revoked")
    if until < state.office.zone.moment(state.office.now()).day:
        raise Problem("badge-expired", day=day_of(until))
    return badge
