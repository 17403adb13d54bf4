"""What forms bring: bounded while it is read, and kept while somebody signs in again."""

from __future__ import annotations

import json
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from kiosk.domain.problem import Problem
from kiosk.web.problems import problem_of

STAFF_MOST: Final = 4 * 1024 * 1024
DOOR_MOST: Final = 512 * 1024
_CARRIED_MOST: Final = 40_000  # characters: three times as many bytes in a form
Fields = list[tuple[str, str]]


def bounded(request: Request, most: int) -> Request:
    """The request, whose body ends in a Problem where it grows larger than `most` bytes."""
    return Request(request.scope, _counting(request.receive, most))


async def read_form(request: Request, most: int) -> FormData:
    """The fields of a form, and of files that came along only the names; raises Problem."""
    try:
        form = await bounded(request, most).form()
    except (HTTPException, ClientDisconnect) as error:
        raise problem_of(error) from error
    await form.close()
    return form


def text_of(form: FormData, name: str) -> str:
    """A field's text; empty where it was not sent, or is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def carried(form: FormData) -> tuple[Fields, list[str]]:
    """The fields of a form that had to wait, and the names of files that cannot."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    files = [value.filename or "" for value in form.values() if isinstance(value, UploadFile)]
    return fields, [name for name in files if name]


def write_carried(fields: Fields) -> str | None:
    """Fields as the text of one hidden field; None where they are too long for it."""
    text = json.dumps(fields, ensure_ascii=False)
    return text if len(text) <= _CARRIED_MOST else None


def read_carried(text: str) -> Fields:
    """Fields from the text of a hidden field; empty where it is not that."""
    try:
        return [(str(name), str(value)) for name, value in json.loads(text or "[]")]
    except (ValueError, TypeError):
        return []


def _counting(receive: Receive, most: int) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise Problem("form-too-large", most=most / 1024 / 1024)
        return message

    return counted
