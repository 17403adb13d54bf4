"""What handlers of the administration ask for: who is signed in, and acts done in their name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.acts import Answer
from kiosk.acts import Request as Act
from kiosk.domain.problem import Problem
from kiosk.web.admin import sign_in
from kiosk.web.admin.page import Private, admin_page, fresh_key
from kiosk.web.admin.session import Staff, signed_in
from kiosk.web.csrf import check_origin
from kiosk.web.forms import DESK, Takes, form_of, receive_form, text_of
from kiosk.web.problems import problem_of
from kiosk.web.requests import state_of

__all__ = ["Staff", "do_as", "for_staff", "fresh_key"]

Handler = Callable[[Request, Staff], Awaitable[ASGIApp]]


def for_staff(handler: Handler, takes: Takes = DESK) -> Callable[[Request], Awaitable[ASGIApp]]:
    """An endpoint that lets only a signed-in person through, with forms of our own pages only.

    What its form `takes` is read only then. Everybody else is asked to sign in and comes back. A
    problem that the handler does not tell beside its form is told on a page of its own, in the
    same frame.
    """

    async def endpoint(request: Request) -> ASGIApp:
        check_origin(request)
        staff = await signed_in(request)
        if staff is None:
            return await sign_in.ask(request)
        try:
            if request.method == "POST":
                await receive_form(request, takes)
            answer = await handler(request, staff)
        except Exception as error:  # noqa: BLE001 - every failure is told in the same frame
            answer = admin_page(request, staff, "message", problem=problem_of(error))
        return Private(answer)

    return endpoint


async def do_as(request: Request, staff: Staff, act: str, args: Mapping[str, Any]) -> Answer:
    """Do an act in the name of who is signed in; raises Problem.

    The form's ``key`` makes a double click or a form sent again act once; the same key with other
    contents is another act.
    """
    content = json.dumps([staff.name, act, _key(request), dict(args)], sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return await state_of(request).do(Act(act, args, f"account:{staff.name}", f"web:{digest}"))


def _key(request: Request) -> str:
    if request.method in ("GET", "HEAD"):
        return fresh_key()
    key = text_of(form_of(request), "key")
    if not key:
        raise Problem("form-unreadable")
    return key
