"""Small files that a platform wants to find at the root (WeChat's ``MP_verify_….txt``)."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kiosk.domain.problem import Problem
from kiosk.web.requests import state_of

LARGEST = 4_096
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.(txt|html|xml)")


async def show(request: Request) -> Response:
    """Serve a file of the folder in the settings as plain text; nothing else stands at the root."""
    folder = state_of(request).office.settings.verify_dir
    name = request.path_params["name"]
    if folder is None or not _NAME.fullmatch(name):
        raise Problem("not-found")
    return PlainTextResponse(await run_in_threadpool(_read, folder / name))


def _read(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        raise Problem("not-found")
    return path.read_bytes()
