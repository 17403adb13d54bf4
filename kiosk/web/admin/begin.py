"""A one-time link: the first administrator sets a name and a password, others a password."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.acts import Request as Act
from kiosk.acts.account import LINK_MS, invitation_of
from kiosk.acts.passwords import guessed
from kiosk.acts.token import digest_of
from kiosk.domain.account import check_password, read_name, read_password
from kiosk.domain.problem import Problem
from kiosk.store import acts
from kiosk.store.driver import Row
from kiosk.web import forms
from kiosk.web.admin import sign_in
from kiosk.web.admin.page import (
    Private,
    admin_html,
    admin_page,
    language_of,
    other_language,
    see_other,
)
from kiosk.web.http.own_cookie import INVITED
from kiosk.web.pages.cache import places
from kiosk.web.requests import Fresh, state_of

# A token has stood in the address: no Referer may carry it, not even to our own pages. With
# no-referrer browsers would also hide where the form comes from.
_REFERRER = ((b"referrer-policy", b"strict-origin"),)


async def show(request: Request) -> ASGIApp:
    """The form of a link that may still be used; else why not, and how to get another.

    The token goes from the address into a cookie: addresses are seen, kept and passed on.
    """
    opened = request.query_params.get("token")
    settings = state_of(request).office.settings
    token = INVITED.read(request, settings) or "" if opened is None else opened
    try:
        invitation = await _invitation(request, token)
    except Problem as problem:
        return _dead(request, token if opened else "", problem)
    if opened is None:
        return _form(request, token, invitation)
    answer = see_other(request, "/admin/begin")
    INVITED.give(answer, settings, token, max_age=LINK_MS // 1_000)
    return answer


async def set_password(request: Request) -> ASGIApp:
    """Use the link, then sign in with what was set."""
    form = forms.form_of(request)
    try:
        name = await _begin(request, form)
    except Problem as problem:
        return await _again(request, form, problem)
    try:
        token = await sign_in.begin_session(request, name, forms.text_of(form, "password"))
    except Problem:
        return see_other(request, "/admin/sign-in")  # what was set is kept
    return sign_in.Signed(request, see_other(request, "/admin"), name=name, token=token)


async def _begin(request: Request, form: FormData) -> str:
    """Set name and password; the name. Sent twice it is done once."""
    state, token = state_of(request), forms.text_of(form, "token")
    key = f"begin:{digest_of(token + forms.text_of(form, 'key'))}"
    done = await state.office.driver.read(lambda reader: acts.find(reader, key))
    if done is not None:
        return str(done["name"])
    invitation = await _invitation(request, token)
    name = invitation["account"] or read_name(forms.text_of(form, "name"))
    password = read_password(forms.text_of(form, "password"))
    again = read_password(forms.text_of(form, "again"))
    known = guessed(state.office.settings.site_operator)
    check_password(password, again, name=name, guessed=known)
    hashed = await state.passwords.hash(password, is_known=True)  # the link is right
    args = {"digest": digest_of(token), "name": name, "password": hashed}
    answer = await state.do(Act("account.begin", args, f"account:{name}", key))
    return str(answer["name"])


async def _again(request: Request, form: FormData, problem: Problem) -> ASGIApp:
    """The form once more, with the name that was typed; a link that is dead by now says so."""
    token = forms.text_of(form, "token")
    try:
        invitation = await _invitation(request, token)
    except Problem as dead:
        return _dead(request, "", dead)
    typed = {"name": forms.text_of(form, "name")}
    return _form(request, token, invitation, problem=problem, form=typed)


async def _invitation(request: Request, token: str) -> Row:
    office = state_of(request).office
    digest = digest_of(token)
    return await office.driver.read(lambda reader: invitation_of(reader, office, digest))


def _dead(request: Request, token: str, problem: Problem) -> ASGIApp:
    """Why a link opens nothing; anybody may ask, with links that they made up."""
    (place,) = places(1)
    page = state_of(request).answers.spliced(
        ("begin-dead", language_of(request), problem.code),
        lambda: admin_html(request, None, "begin-dead", problem=problem, other_language=place),
    )
    again = f"/admin/begin?{urlencode({'token': token})}" if token else "/admin/begin"
    other = other_language(request, again)
    return Private(Fresh(page.showing(other)), _REFERRER)


def _form(request: Request, token: str, invitation: Row, **places: Any) -> ASGIApp:
    other = other_language(request, "/admin/begin")
    account = invitation["account"]
    return _page(request, "begin", token=token, account=account, other_language=other, **places)


def _page(request: Request, template: str, **places: Any) -> ASGIApp:
    return Private(admin_page(request, None, template, **places), _REFERRER)
