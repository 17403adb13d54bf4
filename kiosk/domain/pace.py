"""How long something takes lately, from the last few times: one long or short one moves nothing."""

from __future__ import annotations

from collections import deque
from typing import Final

LAST: Final = 5  # three of them decide, so a disk that turns slow is known after three


class Pace:
    """The moving median of durations in seconds."""

    def __init__(self) -> None:
        self._last: deque[float] = deque(maxlen=LAST)

    def add(self, seconds: float) -> None:
        """Note how long it took this time."""
        self._last.append(seconds)

    @property
    def median(self) -> float | None:
        """What is usual now; None where it was never done."""
        return sorted(self._last)[len(self._last) // 2] if self._last else None
