"""What a request tells of who opens it: read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kiosk.domain.scan import Sign
from kiosk.recorder import Visit
from kiosk.web.http.headers import AGENT, FORWARDED, PURPOSE

_PURPOSES = frozenset({b"sec-purpose", b"purpose", b"x-purpose", b"x-moz"})
_FORWARDED = b"x-forwarded-for"
_PREFETCH, _METADATA = Sign.PREFETCH.value, Sign.FETCH_METADATA.value
_SECURE, _NO_LANGUAGE = Sign.SECURE.value, Sign.NO_LANGUAGE.value


class Visitor(NamedTuple):
    """The visit as the ledger needs it, what encodings the answer may have, and cookies."""

    visit: Visit
    accept_encoding: bytes
    cookie: bytes


def read_visitor(
    headers: Sequence[tuple[bytes, bytes]],
    peer: str,
    *,
    proxies: frozenset[str],
    is_secure: bool,
) -> Visitor:
    """Read a request's headers.

    X-Forwarded-For is believed only from `proxies`: then the last address is taken that is none
    of them. Fetch metadata is a sign only over https (`is_secure`): elsewhere nobody sends it.
    """
    told = dict(headers)
    address = peer
    if peer in proxies and _FORWARDED in told:
        address = _client([value for name, value in headers if name == _FORWARDED], peer, proxies)
    signs = 0 if b"accept-language" in told else _NO_LANGUAGE
    if is_secure:
        signs |= _SECURE | _METADATA if b"sec-fetch-mode" in told else _SECURE
    if not _PURPOSES.isdisjoint(told) and _is_prefetch(headers):
        signs |= _PREFETCH
    visit = Visit(address, told.get(b"user-agent", b"")[:AGENT], signs)
    return Visitor(visit, told.get(b"accept-encoding", b""), told.get(b"cookie", b""))


def _is_prefetch(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    purposes = [value[:PURPOSE].lower() for name, value in headers if name in _PURPOSES]
    return any(b"prefetch" in purpose or b"preview" in purpose for purpose in purposes)


def _client(forwarded: Sequence[bytes], peer: str, proxies: frozenset[str]) -> str:
    told = b",".join(forwarded)
    if len(told) > FORWARDED:  # its end, without the address that was cut
        told = told[-FORWARDED:].partition(b",")[2]
    for part in reversed(told.decode("latin-1").split(",")):
        address = part.strip()
        if address and address not in proxies:
            return address
    return peer
