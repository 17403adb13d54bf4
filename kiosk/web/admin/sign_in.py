"""Signing in and out, and being asked to in the middle of something."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kiosk.acts import Request as Act
from kiosk.acts import throttle
from kiosk.acts.passwords import Passwords
from kiosk.acts.token import digest_of
from kiosk.domain.account import folded, is_name, read_password
from kiosk.domain.problem import Problem
from kiosk.store import accounts
from kiosk.web import forms
from kiosk.web.admin import arrival, known_browser, session
from kiosk.web.admin.door import Door
from kiosk.web.admin.page import (
    Private,
    address,
    admin_page,
    fresh_key,
    here,
    safe_next,
    see_other,
)
from kiosk.web.csrf import check_origin
from kiosk.web.http.reply import Header
from kiosk.web.requests import state_of

_NOTES = frozenset({"out", "over"})
SECRET = "password"  # noqa: S105 - fields of an account that no page may keep


async def show(request: Request) -> ASGIApp:
    """The form; whoever is signed in already goes on."""
    next_path = safe_next(request.query_params.get("next", ""))
    if await session.signed_in(request) is not None:
        return see_other(request, next_path)
    if session.is_outdated(request):
        return Renewed(Door(next_path, note="renewed").answer(request))
    note = request.query_params.get("note", "")
    return Door(next_path, note=note if note in _NOTES else "").answer(request)


async def enter(request: Request) -> ASGIApp:
    """Sign in; with what was typed before, go on with that."""
    form = forms.form_of(request)
    name, next_path = forms.text_of(form, "name"), safe_next(forms.text_of(form, "next"))
    kept = forms.text_of(form, "carried")
    try:
        token = await begin_session(request, name, forms.text_of(form, "password"))
    except Problem as problem:
        door = Door(next_path, name=name, problem=problem, carried=kept)
        return _waiting(door.answer(request), problem)
    fields = forms.read_carried(kept)
    answer = _resume(request, next_path, fields) if fields else see_other(request, next_path)
    return Signed(request, answer, name=name, token=token)


async def leave(request: Request) -> ASGIApp:
    """Sign out; who was signed out already is told the same."""
    check_origin(request)
    state, digest = state_of(request), session.session_of(request)
    staff = await session.signed_in(request)
    if staff is not None and digest is not None:
        args = {"name": staff.name, "session": digest}
        await state.do(Act("account.sign-out", args, f"account:{staff.name}", fresh_key()))
    answer = see_other(request, "/admin/sign-in", note="out")
    session.forget(answer, state.office.settings)
    return answer


async def ask(request: Request) -> ASGIApp:
    """Let somebody sign in who asked for a page, and come back; a form that was sent is kept."""
    if request.method in ("GET", "HEAD"):
        if session.session_of(request) is None and arrival.is_arrival(request):
            return arrival.go_on(request, safe_next(here(request)))
        was_in = session.session_of(request) is not None
        note, next_path = "over" if was_in else None, safe_next(here(request))
        return see_other(request, "/admin/sign-in", next=next_path, note=note)
    kept = await forms.receive_kept(request)
    if any(name.startswith(SECRET) for name, _ in kept.fields):
        return see_other(request, "/admin/sign-in", next="/admin/account", note="over")
    carried = forms.write_carried(kept.fields) if kept.fields else None
    next_path = safe_next(here(request, of_form=True))
    note = _note(kept, is_carried=carried is not None)
    door = Door(next_path, status=403, note=note, carried=carried, files=kept.files)
    return door.answer(request)


async def begin_session(request: Request, name: str, password: str) -> str:
    """The token of a new session; raises Problem where name and password do not open one.

    An unknown name costs the same work as a wrong password.
    """
    state, account = state_of(request), folded(name)
    office, came_from = state.office, session.address_of(request)
    if not account or not password:
        raise Problem("sign-in-empty")
    plain = read_password(password)
    wanted = account if is_name(account) else ""  # others no account has, and no database takes
    browser = known_browser.browser_of(request, account)
    is_known = browser is not None
    state.passwords.admit(is_known=is_known)
    counted = throttle.subjects(office, name=account, address=came_from, browser=browser)
    await throttle.take(office, counted)
    row = await office.driver.read(lambda reader: accounts.find(reader, wanted))
    kept = row["password"] if row is not None and row["disabled_at"] is None else ""
    if not await state.passwords.is_right(kept, plain, is_known=is_known):
        await throttle.note_failure(office, counted, name=account if row is not None else None)
        raise Problem("sign-in-refused")
    token = session.new_token()
    args = {
        "name": account,
        "verified": kept,
        "password": await _hash_anew(state.passwords, kept, plain),
        "session": digest_of(token),
        "ends": session.session_of(request),
        "address": came_from,
        "agent": session.agent_of(request),
        "browser": browser,
    }
    await state.do(Act("account.sign-in", args, f"account:{account}", fresh_key()))
    return token


async def _hash_anew(passwords: Passwords, kept: str, plain: str) -> str | None:
    """The hash of today's parameters where the one that is `kept` has others.

    It waits where known browsers do: whoever asks has just proved who they are.
    """
    return await passwords.hash(plain, is_known=True) if passwords.is_old(kept) else None


class Signed(Private):
    """An answer that also gives the browser its session."""

    def __init__(self, request: Request, answer: ASGIApp, *, name: str, token: str) -> None:
        cookies = Response()
        session.remember(cookies, state_of(request).office.settings, token)
        known_browser.make_known(request, cookies, folded(name))
        super().__init__(answer, _cookies_of(cookies))


class Renewed(Private):
    """An answer that also takes a session of before an upgrade from the browser."""

    def __init__(self, answer: ASGIApp) -> None:
        cookies = Response()
        session.forget_outdated(cookies)
        super().__init__(answer, _cookies_of(cookies))


def _cookies_of(response: Response) -> tuple[Header, ...]:
    return tuple(pair for pair in response.raw_headers if pair[0] == b"set-cookie")


def _resume(request: Request, next_path: str, fields: forms.Fields) -> ASGIApp:
    """After signing in again: what was typed is still there and can be sent."""
    action = address(request, next_path)
    return admin_page(request, None, "resume", action=action, fields=fields, other_language=None)


def _note(kept: forms.Kept, *, is_carried: bool) -> str:
    """What somebody is told of the form that they sent."""
    if is_carried:
        return "kept" if kept.is_whole else "part"
    return "over" if kept.is_whole and not kept.fields else "lost"


def _waiting(answer: ASGIApp, problem: Problem) -> ASGIApp:
    seconds = problem.places.get("seconds")
    if seconds is None:
        return answer
    return Private(answer, ((b"retry-after", str(seconds).encode()),))
