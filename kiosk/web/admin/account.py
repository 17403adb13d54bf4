"""我的账号: whoever is signed in changes their password, and sees and ends their own sessions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.acts import throttle
from kiosk.acts.account import IDLE_MS, LONGEST_MS
from kiosk.acts.own_account import ID_LENGTH, ChangePassword, EndOtherSessions, EndSession
from kiosk.acts.passwords import guessed
from kiosk.acts.token import digest_of
from kiosk.domain.account import check_password, read_password
from kiosk.domain.browser import OTHER
from kiosk.domain.problem import Problem
from kiosk.store import accounts
from kiosk.store.driver import Row
from kiosk.web.admin import known_browser, session, sign_in
from kiosk.web.admin.page import admin_page, language_of, see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.forms import form_of, text_of
from kiosk.web.pages.texts import Texts, texts
from kiosk.web.requests import state_of

_PATH = "/admin/account"
_NOTES = frozenset({"changed", "ended", "others"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as its owner is shown it; `is_this` is the one that asks."""

    id: str
    where: str
    address: str
    since: datetime
    seen: datetime
    is_this: bool


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The account of who is signed in."""
    note = request.query_params.get("note", "")
    return await _page(request, staff, note=note if note in _NOTES else "")


async def change_password(request: Request, staff: Staff) -> ASGIApp:
    """Set a new password where the present one is right; other sessions end, this one goes on."""
    try:
        token = await _changed(request, staff)
    except Problem as problem:
        return await _page(request, staff, problem=problem)
    answer = see_other(request, _PATH, note="changed")
    return sign_in.Signed(request, answer, name=staff.name, token=token)


async def end_sessions(request: Request, staff: Staff) -> ASGIApp:
    """End one session (``session``), or where none is named all but this one."""
    wanted, this = text_of(form_of(request), "session"), session.session_of(request) or ""
    if not wanted:
        others = EndOtherSessions(staff.name, this)
        await do_as(request, staff, others.act_name, asdict(others))
        return see_other(request, _PATH, note="others")
    one = EndSession(staff.name, wanted)
    try:
        await do_as(request, staff, one.act_name, asdict(one))
    except Problem as problem:
        return await _page(request, staff, problem=problem)
    return see_other(request, _PATH, note="ended")


async def _changed(request: Request, staff: Staff) -> str:
    """Change the password; the token of the session that goes on. Raises Problem."""
    state, form = state_of(request), form_of(request)
    typed = [read_password(text_of(form, f"password_{part}")) for part in ("old", "new", "again")]
    old, new, again = typed
    if not old:
        raise Problem("password-old-wrong")
    known = guessed(state.office.settings.site_operator)
    check_password(new, again, name=staff.name, guessed=known)
    if new == old:
        raise Problem("password-same")
    verified = await _verified(request, staff, old)
    token = session.new_token()
    act = ChangePassword(
        name=staff.name,
        verified=verified,
        password=await state.passwords.hash(new, is_known=True),
        session=digest_of(token),
        agent=session.agent_of(request),
        address=session.address_of(request),
        browser=known_browser.browser_of(request, staff.name),
    )
    await do_as(request, staff, act.act_name, asdict(act))
    return token


async def _verified(request: Request, staff: Staff, old: str) -> str:
    """The kept hash of the present password, which `old` is; a wrong one counts as a sign-in."""
    state = state_of(request)
    office, passwords = state.office, state.passwords
    counted = throttle.subjects(
        office,
        name=staff.name,
        address=session.address_of(request),
        browser=known_browser.browser_of(request, staff.name),
    )
    passwords.admit(is_known=True)
    await throttle.take(office, counted)
    row = await office.driver.read(lambda reader: accounts.find(reader, staff.name))
    kept = str(row["password"]) if row is not None else ""
    if not await passwords.is_right(kept, old, is_known=True):
        failed = "account.password-failed"
        await throttle.note_failure(office, counted, name=staff.name, act=failed)
        raise Problem("password-old-wrong")
    return kept


async def _page(request: Request, staff: Staff, **places: Any) -> ASGIApp:
    office, now = state_of(request).office, state_of(request).office.now()
    rows = await office.driver.read(
        lambda reader: accounts.sessions(
            reader, staff.name, seen_after=now - IDLE_MS, begun_after=now - LONGEST_MS
        )
    )
    said, this = texts(language_of(request)), session.session_of(request)
    clock = office.zone.clock
    shown = [
        Shown(
            row["digest"][:ID_LENGTH],
            _where(row, said),
            row["address"],
            clock(row["begun_at"]),
            clock(row["seen_at"]),
            is_this=row["digest"] == this,
        )
        for row in rows
    ]
    shown.sort(key=lambda one: not one.is_this)
    return admin_page(request, staff, "account", **{"note": "", "sessions": shown} | places)


def _where(row: Row, said: Texts) -> str:
    """A browser in words; those of before have none."""
    browser, _, system = str(row["agent"]).partition(" ")
    if not browser:
        return said.plain("account.unknown")
    return said.plain(
        "account.of",
        browser=said.plain(f"account.browser_{browser}"),
        system=said.plain(f"account.system_{system or OTHER}"),
    )
