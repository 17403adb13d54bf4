"""An address with a slash too many, as people type them, leads to the one without.

The framework would name the host and the scheme that it was asked by, which behind a proxy are not
the public ones, and leave the public path out.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from kiosk.web.requests import state_of

_ANY_FILE = "/{name}"


def without_slash(request: Request) -> Response | None:
    """Where an address leads without the slash at its end; None where that is none of ours."""
    path, query = str(request.scope["path"]), request.scope["query_string"].decode("latin-1")
    plain = path.rstrip("/")
    is_page = request.method in ("GET", "HEAD") and path != plain
    if not is_page or not plain or not _is_ours(request, plain):
        return None
    # A path alone: it stays on the host and the scheme that the browser knows.
    to = state_of(request).office.settings.base_path + quote(plain)
    location = f"{to}?{query}" if query else to
    return Response(status_code=307, headers={"location": location, "cache-control": "no-store"})


def _is_ours(request: Request, path: str) -> bool:
    scope = {**request.scope, "path": path}
    return any(
        route.matches(scope)[0] is Match.FULL
        for route in request.app.routes
        if isinstance(route, Route) and route.path != _ANY_FILE
    )
