"""What a request tells of who opens it: read once, in one pass over its headers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kiosk.recorder import Visit

_PREFETCH = (b"sec-purpose", b"purpose", b"x-purpose", b"x-moz")


class Visitor(NamedTuple):
    """The visit as the ledger needs it, and what encodings the answer may have."""

    visit: Visit
    accept_encoding: bytes


def read_visitor(
    headers: Iterable[tuple[bytes, bytes]],
    peer: str,
    *,
    proxies: frozenset[str],
    is_secure: bool,
) -> Visitor:
    """Read a request's headers.

    X-Forwarded-For is believed only from `proxies`: then the last address is taken that is none
    of them. Fetch metadata is a sign only over https (`is_secure`): elsewhere nobody sends it.
    """
    agent = encoding = forwarded = b""
    is_prefetch = has_metadata = False
    for name, value in headers:
        if name == b"user-agent":
            agent = value
        elif name == b"accept-encoding":
            encoding = value
        elif name in _PREFETCH:
            is_prefetch = is_prefetch or b"prefetch" in value.lower() or b"preview" in value.lower()
        elif name == b"sec-fetch-mode":
            has_metadata = is_secure
        elif name == b"x-forwarded-for":
            forwarded = forwarded + b"," + value
    address = _client(forwarded, peer, proxies) if peer in proxies and forwarded else peer
    return Visitor(Visit(address, agent, is_prefetch, has_metadata), encoding)


def _client(forwarded: bytes, peer: str, proxies: frozenset[str]) -> str:
    for part in reversed(forwarded.decode("latin-1").split(",")):
        address = part.strip()
        if address and address not in proxies:
            return address
    return peer
