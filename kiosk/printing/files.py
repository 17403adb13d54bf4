"""The files of a zip or a folder: a card each, or runs of numbered cards that lie together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from kiosk.batches.order import Copy, Order
from kiosk.printing.file_names import Names

MOST_IN_FILE = 1_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One file: its name, the numbers of its first and last card, and the one side it has.

    With `side` None it has all sides. One that `is_whole` has every card of the order, as often
    as it is to be printed where cards lie on sheets.
    """

    name: str
    first: int
    last: int
    side: int | None
    copies: Sequence[Copy]
    is_whole: bool = False

    @classmethod
    def of_all(cls, name: str, order: Order) -> Piece:
        """The one file of an order."""
        last = order.first + len(order.copies) - 1
        return cls(name, order.first, last, None, order.copies, is_whole=True)


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is there: pages, bytes, and the SHA-256 of these as hexadecimal digits."""

    piece: Piece
    pages: int
    size: int
    digest: str


def pieces(order: Order, names: Names, *, sides: int, places: int) -> Iterator[Piece]:
    """Every file in order. With `sides` above 0 each side has a file of its own.

    Runs of numbered cards fill sheets of `places`, so that only the last of a placement does not.
    """
    for name, first, copies in _runs(order, names, places):
        last = first + len(copies) - 1
        if not sides:
            yield Piece(f"{name}.pdf", first, last, None, copies)
        for side in range(sides):
            yield Piece(f"{names.side(name, side)}.pdf", first, last, side, copies)


def _runs(order: Order, names: Names, places: int) -> Iterator[tuple[str, int, Sequence[Copy]]]:
    if not order.numbered:
        for number, copy in enumerate(order.copies, start=order.first):
            yield names.card(copy), number, (copy,)
        return
    number, size = order.first, max(MOST_IN_FILE // places, 1) * places
    for _, together in groupby(order.copies, key=names.stem):
        while some := tuple(islice(together, size)):
            yield names.run(some[0], number, number + len(some) - 1), number, some
            number += len(some)
