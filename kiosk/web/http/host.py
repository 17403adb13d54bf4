"""The Host of a request: read strictly, and whether it is one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import httptools

from kiosk.domain.remember import remember

PROBES: Final = (b"/healthz", b"/readyz")  # of a balancer, which may name any host, or none
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
KEPT: Final = 64
_PORT_MOST: Final = 65_535
# RFC 9110 section 7.2, without what no name of a host has: user, path, query, escapes.
_HOST: Final = re.compile(
    rb"(?:([A-Za-z0-9._-]{1,253})|\[([0-9A-Fa-f:.]{2,45})\])(?::([0-9]{1,5}))?"
)


def host_name(host: bytes) -> str | None:
    """The name in a Host header, in lower case; None where it is not ``name[:port]``."""
    found = _HOST.fullmatch(host)
    if found is None or int(found[3] or 0) > _PORT_MOST:
        return None
    return (found[1] or found[2]).decode("ascii").lower()


class Hosts:
    """The names that a service answers to, whatever the port; loopback's are always among them.

    Spellings that were ours are remembered, a bounded number: a stranger may vary the port.
    """

    def __init__(self, names: Iterable[str], *, base: str = "") -> None:
        self._probes = {*PROBES, *(base.encode() + probe for probe in PROBES)}
        self._names = LOOPBACK | {name.lower() for name in names}
        self._ours: dict[bytes, bool] = {}

    def has(self, host: bytes) -> bool | None:
        """Whether a Host header names one of ours; None where it is malformed."""
        if host in self._ours:
            return True
        name = host_name(host)
        if name is None:
            return None
        is_ours = name in self._names
        return remember(self._ours, host, is_ours, most=KEPT) if is_ours else False

    def refusal(self, headers: Iterable[tuple[bytes, bytes]], target: bytes) -> int:
        """The status with which to refuse a request; 0 where it has one Host, and that is ours."""
        named = [value for name, value in headers if name == b"host"]
        if len(named) == 1 and named[0] in self._ours and target[:1] == b"/":
            return 0
        is_ours = self.has(named[0]) if len(named) == 1 else None
        if is_ours and self._is_plain(target):
            return 0
        if len(named) < 2 and target.partition(b"?")[0] in self._probes:
            return 400 if is_ours is None and named and named[0] else 0
        return 400 if is_ours is None else 421

    def _is_plain(self, target: bytes) -> bool:
        """Whether a target is a path; an absolute address must name one of our hosts."""
        if target.startswith(b"/") or target == b"*":
            return True
        try:
            host = httptools.parse_url(target).host
        except httptools.HttpParserInvalidURLError:
            return False
        return host is not None and bool(self.has(host))
