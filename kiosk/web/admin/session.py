"""Who is signed in: a random token in a cookie, of which the database keeps only the digest."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kiosk.acts.account import IDLE_MS, LONGEST_MS
from kiosk.acts.token import digest_of
from kiosk.config import Settings
from kiosk.domain.browser import words_of
from kiosk.domain.clock import NEAR_MS
from kiosk.store import accounts
from kiosk.store.driver import StoreFailure
from kiosk.web.http.cookies import cookie
from kiosk.web.http.own_cookie import OLD_SESSION, SESSION
from kiosk.web.http.visitors import read_visitor
from kiosk.web.requests import state_of

SEEN_MS = 60_000  # a session's last use is written at most once a minute


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in."""

    name: str
    role: str


async def signed_in(request: Request) -> Staff | None:
    """Who asks; None where nobody is signed in, or was idle or signed in for too long."""
    office, digest = state_of(request).office, session_of(request)
    if digest is None:
        return None
    row = await office.driver.read(lambda reader: accounts.find_session(reader, digest))
    now = office.now()
    if row is None or row["seen_at"] <= now - IDLE_MS or row["begun_at"] <= now - LONGEST_MS:
        return None
    if row["seen_at"] > now + NEAR_MS:  # used while the clock was wrong: it would not end for long
        return None
    if row["seen_at"] <= now - SEEN_MS:
        with suppress(StoreFailure):  # a full disk is a reason to look at these pages
            await office.driver.write(
                lambda tx: tx.run(accounts.SEE_SESSION, digest=digest, now=now)
            )
    return Staff(row["account"], row["role"])


def new_token() -> str:
    """A token of 256 random bits."""
    return secrets.token_urlsafe(32)


def session_of(request: Request) -> str | None:
    """The digest of the session that a request's cookie names."""
    token = SESSION.read(request, state_of(request).office.settings)
    return digest_of(token) if token else None


def remember(response: Response, settings: Settings, token: str) -> None:
    """Give the browser a session; it forgets it when it is closed."""
    SESSION.give(response, settings, token)


def is_outdated(request: Request) -> bool:
    """Whether the browser has a session of before the cookie had its name of today."""
    is_other = SESSION.name(state_of(request).office.settings) != OLD_SESSION
    return is_other and cookie(request, OLD_SESSION) is not None


def forget_outdated(response: Response) -> None:
    """Take such a one from the browser."""
    response.delete_cookie(OLD_SESSION, path="/", secure=True, httponly=True, samesite="lax")


def forget(response: Response, settings: Settings) -> None:
    """Take the session from the browser."""
    SESSION.take(response, settings)


def agent_of(request: Request) -> str:
    """The browser of a request in two words."""
    return words_of(request.headers.get("user-agent", ""))


def address_of(request: Request) -> str:
    """Where a request comes from: behind a trusted proxy, as it says."""
    settings = state_of(request).office.settings
    visitor = read_visitor(
        request.scope["headers"],
        request.client.host if request.client else "",
        proxies=frozenset(settings.trusted_proxies),
        is_secure=settings.is_secure,
    )
    return visitor.visit.address
