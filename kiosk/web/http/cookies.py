"""Our own cookies, read by hand: one pass over a Cookie header, whatever stands in it.

`http.cookies`, which Starlette's ``request.cookies`` asks, unquotes in quadratic time in
interpreters that we accept (CVE-2024-7592): one header of 16 KiB held the loop for a second. What
we set ourselves has no quotation marks, no escapes and at most `LONGEST` bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from starlette.requests import Request

LONGEST: Final = 256
"""Bytes of one of our cookies; a longer one under its name is none of ours."""


def cookie_of(values: Iterable[bytes], name: str) -> str | None:
    """The first cookie `name` in Cookie headers; None where there is none, or none of ours.

    Browsers name the one with the longer path first, so the first is the nearest.
    """
    pattern = _pattern(name)
    for value in values:
        found = pattern.search(value)
        if found is not None:
            return _text(found[1].rstrip(b" \t"))
    return None


def cookie(request: Request, name: str) -> str | None:
    """The cookie `name` of a request."""
    return cookie_of((value for key, value in request.scope["headers"] if key == b"cookie"), name)


def _text(value: bytes) -> str | None:
    if len(value) > LONGEST or not value.isascii():
        return None
    return value.decode("ascii")


@lru_cache(32)  # of our own names, a handful
def _pattern(name: str) -> re.Pattern[bytes]:
    # Possessive: a run of blanks is walked over once.
    return re.compile(rb"(?:^|;)[ \t]*+" + re.escape(name.encode()) + rb"=([^;]*+)")
