"""What two readers read of many addresses' shots; the same shots for whoever competes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cards.preflight import Battery, Cell, Reader
from cards.preflight.reading import read
from cards.preflight.shot import take
from cards.preflight.subject import Subject

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HOST = "https://mbk.jinan.gov.cn"
EITHER = "either"

Read = Mapping[str, Mapping[str, bool]]
"""By cell and by reader (or either) whether a shot was read."""


def addresses(count: int, seed: int) -> list[str]:
    """Addresses as cards have them, with codes by chance."""
    rolls = random.Random(seed)
    return [f"{HOST}/S/{''.join(rolls.choices(LETTERS, k=12))}" for _ in range(count)]


def tried(subject: Subject, battery: Battery, number: int, *, asks_all: bool) -> Read:
    """Shot `number` of each cell; without `asks_all` the second reader is asked what is left."""
    return {
        cell.name: _tried(subject, battery, cell, number, asks_all=asks_all)
        for cell in battery.cells()
    }


@dataclass
class Counts:
    """How many shots of each cell each reader read, or either."""

    shots: int = 0
    read: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, found: Read) -> None:
        """One shot of each cell."""
        self.shots += 1
        for cell, readers in found.items():
            self.read.setdefault(cell, Counter()).update(
                {reader: int(is_read) for reader, is_read in readers.items()}
            )

    def json(self) -> dict[str, object]:
        """As it is kept."""
        return {"shots": self.shots, "read": {cell: dict(n) for cell, n in self.read.items()}}


@dataclass
class Duel:
    """Of shots that only one of two read: how many were ours, and how many theirs."""

    won: dict[str, Counter[str]] = field(default_factory=dict)
    lost: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, ours: Read, theirs: Read) -> None:
        """One shot of each cell, the same of both."""
        for cell, readers in ours.items():
            for reader, is_ours in readers.items():
                is_theirs = theirs[cell][reader]
                for table, counts in (
                    (self.won, is_ours > is_theirs),
                    (self.lost, is_ours < is_theirs),
                ):
                    table.setdefault(cell, Counter())[reader] += int(counts)

    def json(self) -> dict[str, object]:
        """As it is kept."""
        return {
            name: {cell: dict(n) for cell, n in table.items()}
            for name, table in (("won", self.won), ("lost", self.lost))
        }


def _tried(
    subject: Subject, battery: Battery, cell: Cell, number: int, *, asks_all: bool
) -> dict[str, bool]:
    shot = take(subject, battery, cell, number)
    found: dict[str, bool] = {}
    for reader in Reader:
        if asks_all or not any(found.values()):
            found[reader.value] = subject.address in read(reader, shot)
    is_read = any(found.values())
    return ({reader.value: found[reader.value] for reader in Reader} if asks_all else {}) | {
        EITHER: is_read
    }
