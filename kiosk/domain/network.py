"""Networks: an address as one customer has it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Final

_OF_CUSTOMER: Final = -1 << 64  # of IPv6 a customer has at least the last 64 bits to himself


def network_of(address: str) -> str:
    """The network of an address: an IPv4 address itself, of IPv6 the first 64 bits.

    A text that is no address stands for itself.
    """
    if ":" not in address:
        return address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) & _OF_CUSTOMER & (1 << 128) - 1)}/64"
