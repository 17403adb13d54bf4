"""Forms are taken only from our own pages, whatever cookies a browser sends along.

Browsers say where a form comes from: Sec-Fetch-Site over https and on localhost, Origin and
Referer everywhere. A request that changes something and says none of the three is refused.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from kiosk.domain.problem import Problem
from kiosk.web.http.headers import header
from kiosk.web.requests import state_of

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
Place = tuple[str, str, int]


def check_origin(request: Request) -> None:
    """Refuse a request that changes something and was made by another site; raises Problem."""
    if request.method in _SAFE:
        return
    site = header(request, "sec-fetch-site")
    if site:
        is_ours = site in ("same-origin", "none")
    else:
        source = header(request, "origin") or header(request, "referer")
        is_ours = _is_ours(request, _place(source))
    if not is_ours:
        raise Problem("cross-origin")


def _is_ours(request: Request, place: Place | None) -> bool:
    """Whether a page of ours stands at `place`: the public address, or the Host asked for."""
    if place is None:
        return False
    settings = state_of(request).office.settings
    scheme, host, _ = place
    if place == _place(settings.public_url):
        return True
    # Somebody on the way could put a page at the same name without TLS.
    is_weaker = settings.is_secure and scheme == "http" and host not in _LOOPBACK
    return not is_weaker and place == _place(f"{scheme}://{header(request, 'host')}")


def _place(address: str) -> Place | None:
    """Scheme, host and port of an address; None for ``null`` and what cannot be read."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None:
        return None
    return parts.scheme, parts.hostname, port
