"""What the workers of a supervisor have done since it began, for whoever watches them.

Every worker adds in a place of its own in memory that all of them share, so one of them can tell
of all, and one that was killed has lost nothing. Nothing here is a figure of a report.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

COMMIT_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
"""Bounds, in seconds, by which commits are counted; more than the last is counted apart."""


class Count(IntEnum):
    """What is counted."""

    RECORDED = 0
    SPOOLED = 1
    UNRECORDED = 2
    REFUSED = 3  # the queue was full
    COMMITS = 4  # by duration, in as many places as there are bounds and one
    SECONDS = COMMITS + len(COMMIT_S) + 1  # of all commits together


_PLACES: Final = Count.SECONDS + 1
_BYTES: Final = 8


class Tally:
    """The places of `workers`, each told apart by its number from 0 on."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        memory = mmap.mmap(-1, workers * _PLACES * _BYTES)
        self._places = memoryview(memory).cast("d")
        self._first = 0

    def sit(self, number: int) -> None:
        """Add in a worker's place from now on."""
        self._first = number * _PLACES

    def add(self, what: Count, number: float = 1) -> None:
        """Count something that this worker did."""
        self._places[self._first + what] += number

    def commit(self, seconds: float) -> None:
        """Count a commit, and how long it took."""
        self._places[self._first + Count.COMMITS + bisect_left(COMMIT_S, seconds)] += 1
        self._places[self._first + Count.SECONDS] += seconds

    def own(self, what: Count) -> float:
        """What this worker has counted, and those before it in its place."""
        return float(self._places[self._first + what])

    def of_all(self, what: Count) -> float:
        """What all workers have counted."""
        return sum(self._places[what::_PLACES])

    def commits(self) -> Sequence[tuple[str, float]]:
        """How many commits of all workers took up to each bound, and at last how many there are."""
        bounds = [*(str(bound) for bound in COMMIT_S), "+Inf"]
        told, total = [], 0.0
        for place, bound in enumerate(bounds):
            total += sum(self._places[Count.COMMITS + place :: _PLACES])
            told.append((bound, total))
        return told
