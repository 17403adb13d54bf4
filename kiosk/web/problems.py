"""How failures are told: to a person as a page in the same dress, to a program as a problem."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.store.driver import StoreFailure
from kiosk.web.pages.texts import Language
from kiosk.web.requests import Fresh, state_of
from kiosk.web.slashes import without_slash

_OF_STATUS = {400: "form-unreadable", 404: "not-found"}
# RFC 6750, section 3: what says no to a program says how it may ask.
_CHALLENGES: Mapping[str, str] = {
    "token-needed": 'Bearer realm="mingbai"',
    "token-refused": 'Bearer realm="mingbai", error="invalid_token"',
}
_LOG = structlog.get_logger(__name__)


async def tell(request: Request, error: Exception) -> ASGIApp:
    """Answer a failure of any kind."""
    problem = problem_of(error)
    if problem.code == "not-found" and (elsewhere := without_slash(request)) is not None:
        return elsewhere
    language: Language = "en" if _is_english(request) else "zh"
    if request.url.path.startswith("/api/"):
        return problem_json(problem, language)
    answers = state_of(request).answers
    if problem.code == "server-error":
        return Fresh(answers.failed(language, str(problem.places["reference"])))
    if problem.status == 404:
        return Fresh(answers.missing(language))
    return Fresh(answers.refused(language, problem))


def problem_json(problem: Problem, language: Language) -> JSONResponse:
    """A problem as programs read it."""
    body = {
        "type": "about:blank",
        "title": problem.code,
        "status": problem.status,
        "detail": problem.text(language),
        "code": problem.code,
    }
    headers = {"cache-control": "no-store"}
    if problem.code in _CHALLENGES:
        headers["www-authenticate"] = _CHALLENGES[problem.code]
    return JSONResponse(
        body, problem.status, headers=headers, media_type="application/problem+json"
    )


def problem_of(error: Exception) -> Problem:
    """Any failure as one that a person can be told; what nobody expected is logged."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ClientDisconnect):
        return Problem("form-unreadable")  # nobody reads the answer; it is no failure of ours
    if isinstance(error, HTTPException):
        return Problem(_OF_STATUS.get(error.status_code, "method-not-allowed"))
    if isinstance(error, StoreFailure):
        _LOG.error("store-failed", why=str(error))
        return Problem("store-failed", why=error)
    reference = secrets.token_hex(4)
    _LOG.error("server-error", reference=reference, exc_info=error)
    return Problem("server-error", reference=reference)


def _is_english(request: Request) -> bool:
    path = request.url.path
    return path == "/en" or path.startswith("/en/")


HANDLERS: Mapping[Any, Any] = {
    Problem: tell,
    HTTPException: tell,
    StoreFailure: tell,
    ClientDisconnect: tell,  # else it is raised again once it was told, and fills the log
    Exception: tell,
}
