"""Our own cookies, read by hand: one pass over a Cookie header, whatever stands in it.

`http.cookies`, which Starlette's ``request.cookies`` asks, unquotes in quadratic time in
interpreters that we accept (CVE-2024-7592): one header of 16 KiB held the loop for a second. What
we set ourselves has no quotation marks, no escapes and at most `LONGEST` bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.requests import Request

LONGEST: Final = 256
"""Bytes of one of our cookies; a longer one under its name is none of ours."""


def cookie_of(values: Iterable[bytes], name: str) -> str | None:
    """The first cookie `name` in Cookie headers; None where there is none, or none of ours.

    Browsers name the one with the longer path first, so the first is the nearest.
    """
    wanted = f"{name}=".encode()
    for value in values:
        start = value.find(wanted)
        while start >= 0:
            if _is_begun(value, start):
                told, _, _ = value[start + len(wanted) :].partition(b";")
                return _text(told.rstrip(b" \t"))
            start = value.find(wanted, start + len(wanted))
    return None


def cookie(request: Request, name: str) -> str | None:
    """The cookie `name` of a request."""
    return cookie_of((value for key, value in request.scope["headers"] if key == b"cookie"), name)


def _text(value: bytes) -> str | None:
    if len(value) > LONGEST or not value.isascii():
        return None
    return value.decode("ascii")


def _is_begun(value: bytes, start: int) -> bool:
    """Whether a name stands at `start`, and not the end of another's name or value.

    The blanks before it are walked over once: those before the next find lie behind this one.
    """
    before = start - 1
    while before >= 0 and value[before] in b" \t":
        before -= 1
    return before < 0 or value[before] == ord(";")
