"""What strangers do wrong, told in one line a minute, however often it happens."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Final

import structlog

SOON_S: Final = 1.0
AGAIN_S: Final = 60.0
_LOG = structlog.get_logger(__name__)


class Told:
    """Counts under a few names of our own, told under `event`: a second after the first came."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._counts: Counter[str] = Counter()
        self._told_at = float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def add(self, name: str, loop: asyncio.AbstractEventLoop) -> None:
        """Count once more."""
        self._counts[name] += 1
        if self._timer is None:
            at = max(loop.time() + SOON_S, self._told_at + AGAIN_S)
            self._timer = loop.call_at(at, self._tell, loop)

    def _tell(self, loop: asyncio.AbstractEventLoop) -> None:
        counts, self._counts, self._timer = self._counts, Counter(), None
        self._told_at = loop.time()
        _LOG.warning(self._event, **dict(sorted(counts.items())))
