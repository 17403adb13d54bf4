"""对账: what was planned, printed, delivered, given out and scanned, placement by placement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.domain.placement import BatchState
from kiosk.domain.stock import EntryKind, Placed, standing

QUIET_DAYS: Final = 30
"""How long cards may lie with the public unscanned before their placement is named, by default."""

QUIET_MOST: Final = 366

_HANDED_OUT: Final = frozenset({BatchState.DELIVERED, BatchState.IN_USE})


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A placement of a batch: its stock, and the scans that counted since ever.

    `last_scan` is the day of the last one. `since` is when cards were first there or in use, in
    epoch milliseconds; None where nobody said so.
    """

    placed: Placed
    scans: int
    last_scan: date | None
    since: int | None
    is_silent: bool

    @classmethod
    def of(
        cls,
        placed: Placed,
        *,
        scans: int,
        last_scan: date | None,
        in_use_at: int | None,
        quiet: tuple[date, int],
    ) -> Reckoned:
        """Reckon; `quiet` is the first day of the time looked at, as a date and its instant."""
        since = _since(placed, in_use_at)
        first_day, first_ms = quiet
        is_out = placed.batch.state in _HANDED_OUT and bool(
            placed.stock.out or (in_use_at is not None and placed.stock.out is None)
        )
        is_unscanned = last_scan is None or last_scan < first_day
        is_long = since is not None and since < first_ms
        return cls(placed, scans, last_scan, since, is_out and is_long and is_unscanned)


def _since(placed: Placed, in_use_at: int | None) -> int | None:
    """When cards were first with the public, as far as anybody noted."""
    entries = standing(placed.entries)
    given = [entry.at for entry in entries if entry.kind is EntryKind.GIVEN and entry.n]
    came = [entry.at for entry in entries if entry.kind is EntryKind.RECEIVED and entry.n]
    return min(given or came or ([] if in_use_at is None else [in_use_at]), default=None)
