"""The files of ``assets/static``: their addresses, which change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

import assets

# Styles are not among them: they stand inside the pages.
_TYPES: Final = {
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_FOR_EVER: Final = {"cache-control": "public, max-age=31536000, immutable"}


def path(name: str) -> str:
    """The address of the file `name`, below the public path: ``/static/<digest>/<name>``."""
    return f"/static/{_digest(name)}/{name}"


def files() -> ASGIApp:
    """Serves them, mounted at ``/static``; browsers keep them for ever."""
    return _serve


async def _serve(scope: Scope, receive: Receive, send: Send) -> None:
    answer = _answers().get(scope["path"].removeprefix(scope.get("root_path", "")))
    if answer is None:
        answer = PlainTextResponse("", 404, {"cache-control": "no-store"})
    await answer(scope, receive, send)


@cache
def _answers() -> dict[str, Response]:
    names = [
        file.name for file in assets.path("static").iterdir() if _extension(file.name) in _TYPES
    ]
    return {path(name).removeprefix("/static"): _answer(name) for name in names}


def _answer(name: str) -> Response:
    body = assets.read_bytes("static", name)
    return Response(body, media_type=_TYPES[_extension(name)], headers=_FOR_EVER)


def _extension(name: str) -> str:
    return name.rpartition(".")[2]


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(assets.read_bytes("static", name)).hexdigest()[:12]
