"""数量登记: what became of a batch's cards at a placement, entry by entry; none is ever changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.placement import Batch, Placement

DEVIATION_PERCENT: Final = 3
"""How far a print run may be off the number ordered: presses set up and count with spoilage."""

CARDS_MOST: Final = 1_000_000
NOTE_MOST: Final = 200


class EntryKind(StrEnum):
    """What an entry says. SCREEN and STOPPED are a yes (1) or a no (0), all others are cards."""

    PRINTED = "printed"
    RECEIVED = "received"
    GIVEN = "given"
    LEFT = "left"  # counted: what lies there now, whatever was noted before
    SPOILED = "spoiled"
    WANTED = "wanted"
    SCREEN = "screen"
    STOPPED = "stopped"
    RETURNED = "returned"
    DESTROYED = "destroyed"

    @property
    def zh(self) -> str:
        """The word on screen."""
        return _KIND_WORDS[self]

    @property
    def is_count(self) -> bool:
        """Whether its number counts cards."""
        return self not in (EntryKind.SCREEN, EntryKind.STOPPED)

    @property
    def may_be_none(self) -> bool:
        """Whether 0 says something: nothing is left, no more are wanted, the screen is dark."""
        return self in (EntryKind.LEFT, EntryKind.WANTED, EntryKind.SCREEN)


_KIND_WORDS = {
    EntryKind.PRINTED: "印制",
    EntryKind.RECEIVED: "收到",
    EntryKind.GIVEN: "发出",
    EntryKind.LEFT: "剩余",
    EntryKind.SPOILED: "损坏",
    EntryKind.WANTED: "要补卡",
    EntryKind.SCREEN: "屏幕正常",
    EntryKind.STOPPED: "已停止发放",
    EntryKind.RETURNED: "退回",
    EntryKind.DESTROYED: "销毁",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `number` counts from 1 at each placement of a batch, `at` is epoch milliseconds.

    `corrects` names the entry of the same kind that it takes the place of.
    """

    number: int
    at: int
    kind: EntryKind
    n: int
    actor: str
    corrects: int | None = None
    note: str = ""


def standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that count: those that none took the place of, each at the moment of the first.

    A card that was received on Monday and miscounted was received on Monday.
    """
    held: dict[int, Entry] = {}
    moments: dict[int, int] = {}
    for entry in sorted(entries, key=lambda entry: entry.number):
        before = held.pop(entry.corrects, None) if entry.corrects is not None else None
        place = entry.number if before is None else moments[before.number]
        moments[entry.number] = place
        held[entry.number] = entry
    return tuple(sorted(held.values(), key=lambda entry: moments[entry.number]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The cards of a batch at a placement, as far as anybody noted; None was never noted.

    `on_hand` is what should lie there: the last count, and what came and went since. `gap` is how
    many were missing at counts, beyond what was noted as given out.
    """

    planned: int
    printed: int | None = None
    received: int | None = None
    given: int | None = None
    left: int | None = None
    spoiled: int | None = None
    wanted: int | None = None
    returned: int | None = None
    destroyed: int | None = None
    on_hand: int | None = None
    gap: int = 0
    screen: bool | None = None
    is_stopped: bool = False
    last_at: int | None = None

    @classmethod
    def of(cls, planned: int, entries: Iterable[Entry]) -> Stock:
        """Reckon a placement's stock from its entries."""
        told = _Told(planned)
        for entry in standing(entries):
            told.take(entry)
        return told.stock()

    @property
    def out(self) -> int | None:
        """How many are with the public: what came and is neither here nor withdrawn."""
        if self.received is None or self.on_hand is None:
            return self.given
        withdrawn = sum(n or 0 for n in (self.spoiled, self.returned, self.destroyed))
        return max(0, self.received - self.on_hand - withdrawn)

    @property
    def is_deviant(self) -> bool:
        """Whether more or fewer were printed than a press may be off."""
        return self.printed is not None and is_deviant(self.planned, self.printed)


@dataclass(frozen=True, slots=True)
class Placed:
    """The cards of a batch at one of its placements, and what was noted of them."""

    batch: Batch
    placement: Placement
    stock: Stock
    entries: tuple[Entry, ...]


def is_deviant(planned: int, printed: int) -> bool:
    """Whether a number printed is further from the one planned than `DEVIATION_PERCENT`."""
    return abs(printed - planned) * 100 > DEVIATION_PERCENT * planned


def total(stocks: Sequence[Stock]) -> Stock:
    """The sums over placements; what none of them noted stays unknown."""

    def added(name: str) -> int | None:
        noted = [n for stock in stocks if (n := getattr(stock, name)) is not None]
        return sum(noted) if noted else None

    return Stock(
        planned=sum(stock.planned for stock in stocks),
        printed=added("printed"),
        received=added("received"),
        given=added("given"),
        left=added("left"),
        spoiled=added("spoiled"),
        wanted=added("wanted"),
        returned=added("returned"),
        destroyed=added("destroyed"),
        on_hand=added("on_hand"),
        gap=sum(stock.gap for stock in stocks),
        last_at=max((s.last_at for s in stocks if s.last_at is not None), default=None),
    )


_TAKEN = (EntryKind.GIVEN, EntryKind.SPOILED, EntryKind.RETURNED, EntryKind.DESTROYED)


class _Told:
    """Entries, one after the other, in the order of what they tell."""

    def __init__(self, planned: int) -> None:
        self._planned = planned
        self._sums: dict[EntryKind, int] = {}
        self._on_hand: int | None = None
        self._gap = 0
        self._last_at: int | None = None

    def take(self, entry: Entry) -> None:
        kind, n = entry.kind, entry.n
        self._last_at = max(entry.at, self._last_at or 0)
        if kind in (EntryKind.LEFT, EntryKind.WANTED, EntryKind.SCREEN, EntryKind.STOPPED):
            self._sums[kind] = n
        else:
            self._sums[kind] = self._sums.get(kind, 0) + n
        if kind is EntryKind.RECEIVED:
            self._on_hand = (self._on_hand or 0) + n
            self._sums.pop(EntryKind.WANTED, None)  # what was wanted has come
        elif kind is EntryKind.LEFT:
            self._gap += 0 if self._on_hand is None else self._on_hand - n
            self._on_hand = n
        elif kind in _TAKEN and self._on_hand is not None:
            self._on_hand = max(0, self._on_hand - n)

    def stock(self) -> Stock:
        sums = self._sums
        screen = sums.get(EntryKind.SCREEN)
        return Stock(
            planned=self._planned,
            printed=sums.get(EntryKind.PRINTED),
            received=sums.get(EntryKind.RECEIVED),
            given=sums.get(EntryKind.GIVEN),
            left=sums.get(EntryKind.LEFT),
            spoiled=sums.get(EntryKind.SPOILED),
            wanted=sums.get(EntryKind.WANTED),
            returned=sums.get(EntryKind.RETURNED),
            destroyed=sums.get(EntryKind.DESTROYED),
            on_hand=self._on_hand,
            gap=self._gap,
            screen=None if screen is None else bool(screen),
            is_stopped=bool(sums.get(EntryKind.STOPPED)),
            last_at=self._last_at,
        )
