"""What a request brings, read no further than its route takes."""

from __future__ import annotations

from starlette.requests import Request

from kiosk.web.http.headers import header


async def read_body(request: Request, *, most: int) -> tuple[bytes, bool]:
    """At most `most` bytes of a body as it was sent, and whether that is all of it.

    Of a body that tells at once that it is longer, nothing is read. Raises ClientDisconnect.
    """
    if is_told_longer(request, most):
        return b"", False
    return await read_beginning(request, most=most)


async def read_beginning(request: Request, *, most: int) -> tuple[bytes, bool]:
    """The same, of a longer body its beginning."""
    body = bytearray()
    async for part in request.stream():
        body += part[: most + 1 - len(body)]
        if len(body) > most:
            return bytes(body[:most]), False
    return bytes(body), True


def is_told_longer(request: Request, most: int) -> bool:
    """Whether a body says that it has more than `most` bytes."""
    told = header(request, "content-length")
    return told.isascii() and told.isdigit() and int(told) > most
