"""Who watches the service: may see figures and reasons, where others are told one word.

Somebody on this machine, or whoever brings a bearer token. Behind a proxy on this machine every
connection comes from loopback, so a request that anybody passed on is none of this machine's: a
proxy must say so (X-Forwarded-For, Forwarded, X-Real-IP or Via) or ask for the public name.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from starlette.requests import Request

from kiosk.domain.problem import Problem
from kiosk.store.driver import StoreFailure
from kiosk.web.bearer import holder
from kiosk.web.http.host import LOOPBACK, host_name

_PASSED_ON: Final = frozenset(
    {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"}
)


async def require_watcher(request: Request) -> None:
    """Raise Problem where neither this machine nor a token that holds asks."""
    if not is_of_this_machine(request):
        await holder(request)


async def is_watcher(request: Request) -> bool:
    """Whether figures and reasons may be told; without a database no token is known."""
    try:
        await require_watcher(request)
    except (Problem, StoreFailure):
        return False
    return True


def is_of_this_machine(request: Request) -> bool:
    """Whether a request began on this machine and came without anything between."""
    if request.client is None or not _PASSED_ON.isdisjoint(request.headers):
        return False
    asked = request.headers.get("host", "")
    return is_loopback(request.client.host) and (
        not asked or host_name(asked.encode("latin-1")) in LOOPBACK
    )


def is_loopback(address: str) -> bool:
    """Whether an address is of this machine alone, also where IPv6 wraps one of IPv4."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if parsed.version == 6 else None
    return (mapped or parsed).is_loopback
