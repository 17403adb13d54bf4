"""Answers that a browser saves as a file, under a name for people and one for old programs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

_CHUNK = 256 * 1024


def disposition(name: str, plain: str) -> str:
    """The value of Content-Disposition; `plain` is ASCII without quotation marks."""
    return f"attachment; filename=\"{plain}\"; filename*=utf-8''{quote(name)}"


def streamed(file: BinaryIO, name: str, plain: str, *, media_type: str) -> Response:
    """A whole file piece by piece; it is closed when it was sent or nobody takes it any more."""
    size = file.seek(0, 2)
    file.seek(0)
    return StreamingResponse(
        _chunks(file),
        media_type=media_type,
        headers={
            "content-length": str(size),
            "content-disposition": disposition(name, plain),
            "cache-control": "no-store",
        },
    )


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk
    finally:
        file.close()
