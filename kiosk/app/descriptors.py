"""How many descriptors the service may have, and how many of them connections."""

from __future__ import annotations

import resource
from typing import Final

WANTED: Final = 65_536
RESERVE: Final = 100  # database, spool, commands, files that are made or sent


def raise_limit() -> int:
    """Raise the soft limit of descriptors as far as we may; what it is then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return WANTED
    most = WANTED if hard == resource.RLIM_INFINITY else min(hard, WANTED)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(soft, most)


def places(limit: int) -> int:
    """How many of so many descriptors connections may have."""
    return max(limit - RESERVE, limit // 2)
