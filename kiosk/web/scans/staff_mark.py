"""The mark of staff in a browser: a cookie for the rest of a day. Nobody else gets a cookie."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from kiosk.domain.badge import BadgeSigner
from kiosk.web.http.cookies import cookie_of
from kiosk.web.http.own_cookie import STAFF
from kiosk.web.state import State

_PART = STAFF.word.encode()


def is_marked(state: State, cookie: bytes) -> bool:
    """Whether a Cookie header has a mark of today, by a badge that was not revoked."""
    if _PART not in cookie:
        return False
    office = state.office
    text = cookie_of((cookie,), STAFF.name(office.settings))
    read = None if text is None else BadgeSigner(office.signer.keys).read_mark(text)
    return read is not None and _holds(state, *read)


def mark(state: State, response: Response, badge: str) -> None:
    """Give the browser the mark of a badge, until the day ends."""
    office, now = state.office, state.office.now()
    zone, settings = office.zone, office.settings
    ends = zone.start_of(zone.today(now) + timedelta(days=1))
    value = BadgeSigner(office.signer.keys).mark(badge, zone.moment(now).day)
    STAFF.give(response, settings, value, max_age=max(1, (ends - now) // 1_000))


def _holds(state: State, badge: str, day: int) -> bool:
    office = state.office
    kept = state.snapshot.badges.get(badge)
    is_active = kept is not None and kept.revoked_at is None
    return is_active and day == office.zone.moment(office.now()).day
