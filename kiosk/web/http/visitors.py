"""What a request tells of who opens it: read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kiosk.domain.scan import Sign
from kiosk.recorder import Visit
from kiosk.web.http.headers import AGENT, FORWARDED, PURPOSE

_PURPOSES = frozenset({b"sec-purpose", b"purpose", b"x-purpose", b"x-moz"})
_FORWARDED = b"x-forwarded-for"
# Some proxies name the port as well. What is no address is none: memory is kept by address.
_ADDRESS = re.compile(
    rb"([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::[0-9]{1,5})?|\[([0-9A-Fa-f:.]{2,45})\](?::[0-9]{1,5})?"
    rb"|([0-9A-Fa-f:]{2,39}(?:[0-9.]{7,15})?)"
)
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
        address = client_of(headers, peer, proxies)
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


def client_of(headers: Iterable[tuple[bytes, bytes]], peer: str, proxies: frozenset[str]) -> str:
    """Whom a trusted proxy passes on; the proxy where it names nobody, or what is no address."""
    forwarded = b",".join(value for name, value in headers if name == _FORWARDED)
    if len(forwarded) > FORWARDED:  # its end, without the address that was cut
        forwarded = forwarded[-FORWARDED:].partition(b",")[2]
    for part in reversed(forwarded.split(b",")):
        if not (told := part.strip()):
            continue
        found = _ADDRESS.fullmatch(told)
        if found is None:
            return peer
        address = (found[1] or found[2] or found[3]).decode("ascii")
        if address not in proxies:
            return address
    return peer
