"""Which range a serial lies in: a look-up that a scan can afford."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from kiosk.domain.placement import CodeRange


class Ranges:
    """All issued ranges, by their first serial. They never overlap."""

    def __init__(self, ranges: Iterable[CodeRange]) -> None:
        self._ranges = sorted(ranges, key=lambda span: span.first)
        self._firsts = [span.first for span in self._ranges]
        self._screens: dict[str, dict[str, CodeRange]] = {}
        for span in self._ranges:
            if span.batch is None:
                self._screens.setdefault(span.placement, {})[span.service] = span

    def __len__(self) -> int:
        return len(self._ranges)

    def find(self, serial: int) -> CodeRange | None:
        """The range of a serial; None where it was never issued."""
        place = bisect_right(self._firsts, serial) - 1
        if place < 0:
            return None
        span = self._ranges[place]
        return span if serial <= span.last else None

    def screen(self, placement: str) -> Mapping[str, CodeRange]:
        """The screen codes of a hall, by service."""
        return self._screens.get(placement, {})
