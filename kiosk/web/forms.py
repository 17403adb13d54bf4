"""What forms bring: bounded by their route before they are read, kept over a sign-in.

A route says what its form takes where it stands in the map of addresses; `taking` reads it before
the handler is asked.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.web.csrf import check_origin
from kiosk.web.http.bodies import read_beginning, read_body
from kiosk.web.http.form_body import Part, TooManyError, UnreadableError, split
from kiosk.web.http.headers import header
from kiosk.web.http.strict_json import read_json

Fields = list[tuple[str, str]]
Endpoint = Callable[[Request], Awaitable[ASGIApp]]
_ON_LOOP: Final = 16 * 1024  # bytes that are split sooner than a thread is found


@dataclass(frozen=True, slots=True)
class Takes:
    """What a route takes of a form: bytes, and fields."""

    most: int
    fields: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a form that has to wait: its texts, the files that cannot, whether all came."""

    fields: Fields
    files: list[str]
    is_whole: bool


# A name, a password of 256 characters as browsers write Chinese (9 bytes), and an address.
DOOR: Final = Takes(8 * 1024, 8)
# The same beside what somebody had typed when their session ended.
DOOR_KEPT: Final = Takes(80 * 1024, 8)
CLERK: Final = Takes(4 * 1024, 8)
# Buttons, a reason or a note of 200 characters; and room to say that they are too long.
DESK: Final = Takes(16 * 1024, 24)
# A hundred rows of four fields; a file of a megabyte, or what was read of it as a hidden field,
# three times as long as browsers write it.
BATCH: Final = Takes(4 * 1024 * 1024, 600)
# Of anybody who is not signed in: enough for a hundred typed rows.
STRANGER: Final = Takes(96 * 1024, 600)
_CARRIED_MOST: Final = 48 * 1024  # bytes: those rows as the text of one field


def taking(takes: Takes, handler: Endpoint) -> Endpoint:
    """The handler of a form that comes from our own pages and is no larger; raises Problem."""

    async def endpoint(request: Request) -> ASGIApp:
        check_origin(request)
        await receive_form(request, takes)
        return await handler(request)

    return endpoint


async def receive_form(request: Request, takes: Takes) -> None:
    """Read the form of a request, for `form_of`; raises Problem, ClientDisconnect."""
    body, is_whole = await read_body(request, most=takes.most)
    if not is_whole:
        raise Problem("form-too-large", most=_size(takes.most))
    parts = await _split(request, body, takes)
    request.state.form = FormData([(part.name, _value(part)) for part in parts])


def form_of(request: Request) -> FormData:
    """The form that the route received."""
    form: FormData = request.state.form
    return form


async def receive_kept(request: Request) -> Kept:
    """What of a form can be kept for somebody who must sign in first; raises ClientDisconnect.

    No more is read than of any stranger: of a long form the texts before its file, or before the
    text that is too long.
    """
    body, is_whole = await read_beginning(request, most=STRANGER.most)
    try:
        parts = await _split(request, body, STRANGER, is_whole=is_whole)
        fields = [(part.name, part.text) for part in parts if part.file is None]
    except (Problem, UnreadableError):
        return Kept([], [], is_whole=False)
    return Kept(fields, [part.file for part in parts if part.file], is_whole)


def text_of(form: FormData, name: str) -> str:
    """A field's text; empty where it was not sent, or is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def write_carried(fields: Fields) -> str | None:
    """Fields as the text of one hidden field; None where they are too long for it.

    Where a page cannot show all of it as it is, JSON's escapes stand for what is not ASCII.
    """
    text = json.dumps(fields, ensure_ascii=False)
    if not text.isprintable():
        text = json.dumps(fields)
    return text if len(text.encode()) <= _CARRIED_MOST else None


def read_carried(text: str) -> Fields:
    """Fields from the text of a hidden field; empty where it is not that."""
    try:
        told = read_json(text or "[]", deepest=2)
        fields = [(str(name), str(value)) for name, value in told]
        json.dumps(fields, ensure_ascii=False).encode()  # halves of a pair go onto no page
    except (ValueError, TypeError):
        return []
    return fields


async def _split(
    request: Request, body: bytes, takes: Takes, *, is_whole: bool = True
) -> list[Part]:
    kind = header(request, "content-type")

    def work() -> list[Part]:
        return split(body, kind, fields=takes.fields, is_whole=is_whole)

    try:
        return work() if len(body) <= _ON_LOOP else await run_in_threadpool(work)
    except TooManyError as error:
        raise Problem("form-too-many", most=takes.fields) from error
    except UnreadableError as error:
        raise Problem("form-unreadable") from error


def _value(part: Part) -> str | UploadFile:
    if part.file is not None:
        return UploadFile(BytesIO(part.value), size=len(part.value), filename=part.file)
    try:
        return part.text
    except UnreadableError as error:
        raise Problem("form-unreadable") from error


def _size(most: int) -> str:
    return f"{most // 1024} KB" if most < 1024 * 1024 else f"{most // 1024 // 1024} MB"
