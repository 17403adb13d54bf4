"""The cookies that we give, by name and place; nobody but staff gets one.

Over https a cookie is `__Host-` where the public address has no path: only this very host can set
it, over https. Under a path it is `__Secure-` with that path, for a neighbour under another path of
the same host has pages of its own. Over http, on a machine of one's own, it has neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from starlette.requests import Request
from starlette.responses import Response

from kiosk.config import Settings
from kiosk.web.http.cookies import cookie


@dataclass(frozen=True, slots=True)
class OwnCookie:
    """One of them; `below` is where it is needed, under the path of the public address.

    A `strict` one does not come with what other sites lead to. Over http it is Lax, because there
    browsers do not say who leads here (`kiosk.web.admin.arrival`).
    """

    word: str
    below: str = ""
    is_strict: bool = False

    def name(self, settings: Settings) -> str:
        """What the browser calls it."""
        if not settings.is_secure:
            return f"mbk_{self.word}"
        return f"__{'Secure' if settings.base_path else 'Host'}-mbk_{self.word}"

    def read(self, request: Request, settings: Settings) -> str | None:
        """Its value in a request."""
        return cookie(request, self.name(settings))

    def give(
        self, response: Response, settings: Settings, value: str, *, max_age: int | None = None
    ) -> None:
        """Give it for `max_age` seconds, or until the browser is closed."""
        response.set_cookie(
            self.name(settings),
            value,
            max_age=max_age,
            path=self._path(settings),
            secure=settings.is_secure,
            httponly=True,
            samesite=self._same_site(settings),
        )

    def take(self, response: Response, settings: Settings) -> None:
        """Take it away."""
        response.delete_cookie(
            self.name(settings),
            path=self._path(settings),
            secure=settings.is_secure,
            httponly=True,
            samesite=self._same_site(settings),
        )

    def _path(self, settings: Settings) -> str:
        is_of_host = settings.is_secure and not settings.base_path  # then the browser wants it so
        return "/" if is_of_host else f"{settings.base_path}{self.below}" or "/"

    def _same_site(self, settings: Settings) -> Literal["lax", "strict"]:
        return "strict" if self.is_strict and settings.is_secure else "lax"


SESSION: Final = OwnCookie("session", is_strict=True)
OLD_SESSION: Final = "__Secure-mbk_session"
"""What the session was called over https until 2026-11, wherever the service stood."""
KNOWN: Final = OwnCookie("known", "/admin", is_strict=True)
LANGUAGE: Final = OwnCookie("language", "/admin")
INVITED: Final = OwnCookie("begin", "/admin/begin")
"""The token of a one-time link after it was opened; the link may have come in a mail."""
STAFF: Final = OwnCookie("staff")
"""Of a badge: a card's address may be opened from anywhere, and must count as staff."""
