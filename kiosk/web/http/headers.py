"""How much of a header is read, by what it is for. The guard bounds the head as a whole (16 KiB).

What is longer is cut where its beginning says enough, and otherwise counts as not sent: nobody who
means well sends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.requests import Request

AGENT: Final = 512
"""Bytes of User-Agent, cut: apps name themselves within 400; the robots' list looks at fewer."""

FORWARDED: Final = 1_024
"""Bytes of X-Forwarded-For, of which the end is read: what our own proxies wrote stands there."""

PURPOSE: Final = 64
"""Bytes of Sec-Purpose and its like, cut: browsers send one word or two."""

MATCH: Final = 512
"""Bytes of If-None-Match, cut: a browser sends the one tag it has, of 26."""

MOST: Final[Mapping[str, int]] = MappingProxyType(
    {
        "authorization": 1_024,  # a token of 47, a device's signature of 180
        "content-encoding": 32,  # gzip
        "content-length": 20,
        "content-type": 256,  # with a boundary of 70 at most
        "host": 264,  # a name of 253 and a port
        "origin": 280,
        "referer": 2_400,  # an address of ours may have 2,048
        "sec-fetch-site": 16,
    }
)
"""Headers that count as not sent where they are longer, in bytes.

Cookies are read in one pass, whatever their length (`cookies`), since those of other programs
under the same name stand beside ours; of Accept-Encoding `compression` reads 200 bytes, and of
Accept-Language only whether it was sent.
"""


def header(request: Request, name: str) -> str:
    """A header of `MOST`; empty where it was not sent, or is longer than anybody sends it."""
    wanted, most = name.encode(), MOST[name]
    for key, value in request.scope["headers"]:
        if key == wanted:
            return value.decode("latin-1") if len(value) <= most else ""
    return ""
