"""Chinese or English, remembered by the browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.web.admin.page import safe_next, see_other
from kiosk.web.http.own_cookie import LANGUAGE
from kiosk.web.pages.texts import LANGUAGES
from kiosk.web.requests import state_of

_A_YEAR_S = 365 * 86_400


async def choose(request: Request) -> ASGIApp:
    """Remember the language, and show the same page in it."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise Problem("not-found")
    settings = state_of(request).office.settings
    answer = see_other(request, safe_next(request.query_params.get("next", ""), doors=True))
    LANGUAGE.give(answer, settings, language, max_age=_A_YEAR_S)
    return answer
