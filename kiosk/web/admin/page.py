"""The frame of all pages of the administration, and the ways they are answered."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.domain.digits import read_digits
from kiosk.domain.problem import Problem
from kiosk.web.admin.alarm_words import alarm_lines
from kiosk.web.admin.log_words import actor
from kiosk.web.admin.session import Staff
from kiosk.web.http.own_cookie import LANGUAGE
from kiosk.web.http.reply import Header
from kiosk.web.pages import rendering
from kiosk.web.pages.cache import NO_STORE
from kiosk.web.pages.rendering import Page
from kiosk.web.pages.texts import Language, texts
from kiosk.web.pages.urls import Addresses
from kiosk.web.requests import Fresh, state_of

# What the rail shows: the key of its words in assets/admin.toml, and the address.
RAIL = (
    ("statistics", "/admin"),
    ("batches", "/admin/batches"),
    ("stale", "/admin/stale"),
    ("reconciliation", "/admin/reconciliation"),
    ("report", "/admin/report"),
    ("facts", "/admin/facts"),
    ("log", "/admin/log"),
)
_DOORS = ("/admin/sign-", "/admin/begin", "/admin/language")
_NOT_INDEXED: Header = (b"x-robots-tag", b"noindex, nofollow")


class Private:
    """An answer that nobody keeps and no search engine lists."""

    def __init__(self, answer: ASGIApp, extra: tuple[Header, ...] = ()) -> None:
        self._answer = answer
        self._extra = (NO_STORE, _NOT_INDEXED, *extra)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        replaced = {name for name, _ in self._extra}

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0] not in replaced]
                message = {**message, "headers": [*kept, *self._extra]}
            await send(message)

        await self._answer(scope, receive, dressed)


class Typed(dict[str, str]):
    """What a form held; a field that was not sent is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def admin_page(
    request: Request,
    staff: Staff | None,
    template: str,
    *,
    status: int = 200,
    problem: Problem | None = None,
    form: Mapping[str, str] | None = None,
    **places: object,
) -> ASGIApp:
    """A page of the administration as an answer; see `admin_html`."""
    page = admin_html(request, staff, template, status=status, problem=problem, form=form, **places)
    return Private(Fresh(state_of(request).shelf.sheet(page)))


def admin_html(
    request: Request,
    staff: Staff | None,
    template: str,
    *,
    status: int = 200,
    problem: Problem | None = None,
    form: Mapping[str, str] | None = None,
    **places: object,
) -> Page:
    """A page made with ``assets/templates/admin/<template>.html``; `staff` None shows no rail.

    A `problem` is told beside the form, which shows again what was typed (`form`); its status
    becomes the page's. Styles are tokens, admin and, if there is one, admin-<template>.css.
    A place `other_language` says where the page is had in the other one; None: not without loss,
    as after a form was sent.
    """
    state, language = state_of(request), language_of(request)
    is_asked = request.method in ("GET", "HEAD")
    if problem is not None and status == 200:
        status = problem.status
    style = rendering.style("tokens", "admin", f"admin-{template}")
    shared: dict[str, object] = {
        "at": Addresses(state.site.public_url, language),
        "site": state.site,
        "style": style.text,
        "staff": staff,
        "rail": _rail(request),
        "is_account": request.scope["path"].startswith("/admin/account"),
        "is_draft": not state.snapshot.catalogue.is_confirmed,
        "go": lambda path, **query: address(request, path, **query),
        "other_language": other_language(request, here(request)) if is_asked else None,
        "key": fresh_key(),
        "problem": problem,
        "told_problem": problem.text(language) if problem else None,
        "form": Typed(form or {}),
        "alarms": alarm_lines(state, texts(language)) if staff else (),
        "actor": actor,
    }
    made = rendering.environment(language).get_template(f"admin/{template}.html")
    html = made.render(shared | places)
    return Page(status, html.encode(), rendering.policy(style), language)


def address(request: Request, path: str, **query: object) -> str:
    """The address of `path` (``/admin/…``) under the public path; queries that are None are out."""
    given = {name: value for name, value in query.items() if value is not None}
    base = state_of(request).office.settings.base_path
    return f"{base}{path}" + (f"?{urlencode(given)}" if given else "")


def page_asked(request: Request, count: int, *, each: int) -> tuple[int, int]:
    """Of a list of `count` things, `each` to a page: the page of ``?page=``, and how many."""
    pages = max(1, -(-count // each))
    asked = read_digits(request.query_params.get("page", ""), most=5)
    return min(max(asked or 1, 1), pages), pages


def see_other(request: Request, path: str, **query: object) -> Response:
    """Send the browser on with a GET; `path` as `address` takes it."""
    answer = Response(status_code=303, headers={"location": address(request, path, **query)})
    answer.raw_headers += [NO_STORE, _NOT_INDEXED]
    return answer


def fresh_key() -> str:
    """A key for one form: sent twice, it acts once. It stands in the hidden field ``key``."""
    return secrets.token_urlsafe(16)


def language_of(request: Request) -> Language:
    """The language that was chosen; Chinese where none was."""
    settings = state_of(request).office.settings
    return "en" if LANGUAGE.read(request, settings) == "en" else "zh"


def other_language(request: Request, next_path: str) -> str:
    """Where the page at `next_path` is had in the other language."""
    other = "zh" if language_of(request) == "en" else "en"
    return address(request, f"/admin/language/{other}", next=next_path)


def here(request: Request, *, of_form: bool = False) -> str:
    """The path of a request with its query, as `safe_next` takes it.

    What a form was sent to is asked for again without its query, unless it is `of_form`.
    """
    is_page = of_form or request.method in ("GET", "HEAD")
    query = request.url.query if is_page else ""
    return f"{request.scope['path']}?{query}" if query else str(request.scope["path"])


def safe_next(path: str, *, doors: bool = False) -> str:
    """Where to go on: `path` if it is one of these pages, else the first page.

    After signing in nobody wants to be sent to a door again; with `doors` they are allowed.
    """
    is_ours = path == "/admin" or path.startswith(("/admin/", "/admin?"))
    is_plain = path.isascii() and path.isprintable() and "\\" not in path and len(path) <= 1_000
    is_allowed = doors or not path.startswith(_DOORS)
    return path if is_ours and is_plain and is_allowed else "/admin"


def _rail(request: Request) -> list[tuple[str, str, bool]]:
    """Keys, addresses, and whether the page shown lies there."""
    path = request.scope["path"]
    return [
        (key, address(request, to), path == to or (to != "/admin" and path.startswith(f"{to}/")))
        for key, to in RAIL
    ]
