"""Coming from another site: a link in a mail or a chat, to somebody who may be signed in.

The session's cookie is Strict over https and does not come with such a request. A page of our own
that goes on by itself brings it: without it everybody would have to sign in once more.
"""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.web.admin.page import Private, address, admin_html, language_of
from kiosk.web.pages.cache import places
from kiosk.web.requests import Fresh, state_of


def is_arrival(request: Request) -> bool:
    """Whether another site led here; browsers that do not say so sign in anew."""
    site, mode = (request.headers.get(f"sec-fetch-{word}") for word in ("site", "mode"))
    return request.method == "GET" and site == "cross-site" and mode == "navigate"


def go_on(request: Request, next_path: str) -> ASGIApp:
    """A page that leads to `next_path` by way of signing in, which is skipped where one has."""
    (place,) = places(1)
    page = state_of(request).answers.spliced(
        ("arrival", language_of(request)),
        lambda: admin_html(request, None, "arrival", onward=place, other_language=None),
    )
    onward = f"{address(request, '/admin/sign-in')}?{urlencode({'next': next_path})}"
    return Private(Fresh(page.showing(onward)))
