"""登记链接: one page on which the clerk of a placement notes what became of its cards.

No account, no cookie, nothing of the visitor. It is no scan. Without script; a form sent twice acts
once.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kiosk.acts import Request as Act
from kiosk.acts.clerk import actor_of, open_link
from kiosk.batches import read_placed
from kiosk.domain.clerk import ClerkLink, ClerkSigner, kinds_for
from kiosk.domain.digits import read_digits
from kiosk.domain.problem import Problem
from kiosk.domain.stock import Entry, Placed, standing
from kiosk.store.driver import Reader, StoreFailure
from kiosk.web.admin.page import Private, fresh_key
from kiosk.web.forms import form_of, text_of
from kiosk.web.pages.texts import Language
from kiosk.web.pages.urls import Addresses
from kiosk.web.requests import Fresh, state_of
from kiosk.web.state import State

SHOWN = 6
# The link stands in the address. With no-referrer browsers would hide where the form comes from.
_REFERRER = ((b"referrer-policy", b"strict-origin"),)
_DIGITS_MOST = 9
_TYPED_MOST = 40  # characters; longer is no number


class Noted(NamedTuple):
    """An entry as the page tells it."""

    entry: Entry
    at: datetime


async def show(request: Request) -> ASGIApp:
    """In Chinese."""
    return await _show(request, "zh")


async def show_english(request: Request) -> ASGIApp:
    """In English."""
    return await _show(request, "en")


async def send(request: Request) -> ASGIApp:
    """Note something, in Chinese."""
    return await _send(request, "zh")


async def send_english(request: Request) -> ASGIApp:
    """Note something, in English."""
    return await _send(request, "en")


async def _show(request: Request, language: Language) -> ASGIApp:
    try:
        link, placed = await _read(state_of(request), request.path_params["token"])
    except Problem as problem:
        return _refused(request, language, problem)
    return _page(request, language, link, placed)


async def _send(request: Request, language: Language) -> ASGIApp:
    state, token = state_of(request), request.path_params["token"]
    form = form_of(request)
    typed = {name: text_of(form, name) for name in ("kind", "n", "corrects", "key")}
    try:
        link, placed = await _read(state, token)
    except Problem as problem:
        return _refused(request, language, problem)
    try:
        made = await state.do(_act(link, typed))
    except Problem as problem:
        return _page(request, language, link, placed, problem=problem, typed=typed)
    at = Addresses(state.site.public_url, language)
    headers = {"location": at.clerk(token, done=str(made["number"])), "cache-control": "no-store"}
    return Private(Response(status_code=303, headers=headers))


def _refused(request: Request, language: Language, problem: Problem) -> ASGIApp:
    """A link that opens nothing, and why."""
    return Private(Fresh(state_of(request).answers.refused(language, problem)))


def _act(link: ClerkLink, typed: Mapping[str, str]) -> Act:
    """The act that a form asks for; raises Problem."""
    if not typed["key"]:
        raise Problem("form-unreadable")
    args = {
        "link": link.id,
        "kind": typed["kind"],
        "n": read_number(typed["n"]),
        "corrects": read_digits(typed["corrects"], most=_DIGITS_MOST),
    }
    content = json.dumps([args, typed["key"]], sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Act("clerk.record", args, actor_of(link), f"clerk:{digest}")


def read_number(text: str) -> int | None:
    """A number as people type it: ``1,200``, ``１２０ 张``; None where it is none."""
    if len(text) > _TYPED_MOST:
        return None
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    plain = plain.removesuffix("张").strip()
    return read_digits(plain, most=_DIGITS_MOST)


async def _read(state: State, token: str) -> tuple[ClerkLink, Placed]:
    """The link and what its page tells; raises Problem. No stranger reaches the database."""
    office = state.office
    found = ClerkSigner(office.signer.keys).read(token)
    if found is None:
        raise Problem("clerk-forged")
    today = office.zone.moment(office.now()).day

    async def work(reader: Reader) -> tuple[ClerkLink, Placed]:
        link = await open_link(reader, found, today=today)
        return link, await read_placed(reader, link.batch, link.placement)

    try:
        return await office.driver.read(work)
    except StoreFailure as failure:
        raise Problem("store-failed", why=failure) from failure


def _page(
    request: Request,
    language: Language,
    link: ClerkLink,
    placed: Placed,
    *,
    problem: Problem | None = None,
    typed: Mapping[str, str] | None = None,
) -> ASGIApp:
    state, asked = state_of(request), request.query_params
    clock = state.office.zone.clock
    held = [Noted(entry, clock(entry.at)) for entry in standing(placed.entries)]
    last = placed.entries[-1] if placed.entries else None
    can_mend = last is not None and last.actor == actor_of(link)
    is_mending = can_mend and ("mend" in asked or bool(typed and typed["corrects"]))
    told = {
        "placed": placed,
        "kinds": kinds_for(placed.batch.state, placed.placement.kind),
        "noted": sorted(held, key=lambda one: -one.entry.number)[:SHOWN],
        "done": next((one for one in held if str(one.entry.number) == asked.get("done")), None),
        "last": last if can_mend else None,
        "is_mending": is_mending,
        "key": typed["key"] if typed else fresh_key(),
        "problem": problem.text(language) if problem else None,
        "typed": typed or {},
    }
    page = state.shelf.pages.clerk(
        language,
        token=request.path_params["token"],
        status=problem.status if problem else 200,
        told=told,
    )
    return Private(Fresh(state.shelf.sheet(page)), _REFERRER)
