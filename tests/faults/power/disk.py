"""What a disk may hold after the power went: all that was synced, and any part of the rest.

A file's contents: a sync that has ended covers what was written and truncated before it began.
Of all else, each piece that a write puts into a sector of 512 bytes may be there or not, whatever
was written earlier or later; so may each truncation; what is missing before the end reads as zeros.
A file's name: making, renaming and removing are durable once a sync of the folder has ended that
began afterwards. Of all else each may have happened or not, as long as their order allows it. This
is harsher than the journals of common file systems, which keep names in order.
A sector is written whole or not at all. The folder itself is there. Files of shared memory
(`-shm`) and sockets are not on the disk.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.faults.power.witness import Kind, Record

SECTOR: Final = 512
_MEMORY: Final = "-shm"


@dataclass(slots=True)
class _Syncs:
    """How many of the changes that wait each sync under way will cover, the oldest first."""

    _cover: list[int] = field(default_factory=list)

    def begin(self, waiting: int) -> None:
        self._cover.append(waiting)

    def end(self) -> int:
        """The number that is durable now; of two at once the one that covers less has ended."""
        covered = self._cover.pop(0)
        self._cover = [count - covered for count in self._cover]
        return covered


@dataclass(slots=True)
class File:
    """What is durable of one file, and the changes that wait."""

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Record] = field(default_factory=list)
    syncs: _Syncs = field(default_factory=_Syncs)

    def sync_ended(self) -> None:
        """Make durable what the sync covers."""
        covered = self.syncs.end()
        for change in self.waiting[:covered]:
            _apply(self.durable, change)
        del self.waiting[:covered]

    def seen(self) -> bytes:
        """What a process reads while there is power."""
        content = bytearray(self.durable)
        for change in self.waiting:
            _apply(content, change)
        return bytes(content)

    def cut(self, chance: random.Random) -> bytes:
        """What may be there after a cut: nothing that waits, all of it, or any part."""
        content = bytearray(self.durable)
        kept = chance.choice((0.0, 1.0, chance.random()))
        for change in self.waiting:
            for piece in _pieces(change):
                if chance.random() < kept:
                    _apply(content, piece)
        return bytes(content)


class Disk:
    """The folder as a log of records makes it, from what lay there `before`, durably."""

    def __init__(self, before: Mapping[str, bytes]) -> None:
        files = {name: File(bytearray(content)) for name, content in before.items()}
        self._names = dict(files)
        self._durable = dict(files)
        self._waiting: list[dict[str, File | None]] = []
        self._syncs = _Syncs()

    def play(self, record: Record) -> None:
        """Let happen what a record tells; KeyError where it tells of a file never made."""
        if record.name.endswith(_MEMORY):
            return
        match record.kind:
            case Kind.CREATE:
                self._rename({record.name: File()})
            case Kind.UNLINK:
                self._rename({record.name: None})
            case Kind.RENAME:
                self._rename({record.data.decode(): self._names[record.name], record.name: None})
            case Kind.WRITE | Kind.TRUNCATE:
                self._names[record.name].waiting.append(record)
            case Kind.SYNC_BEGINS | Kind.SYNC_ENDS:
                self._sync(record)

    def seen(self) -> dict[str, bytes]:
        """Every file as processes see it."""
        return {name: file.seen() for name, file in self._names.items()}

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Every file that may be there after a cut, and what it may hold."""
        names: dict[str, File | None] = dict(self._durable)
        kept = chance.choice((0.0, 1.0, chance.random()))
        for change in self._waiting:
            if chance.random() < kept:
                names |= change
        return {name: file.cut(chance) for name, file in names.items() if file is not None}

    def _rename(self, change: dict[str, File | None]) -> None:
        self._waiting.append(change)
        _take(self._names, change)

    def _sync(self, record: Record) -> None:
        file = self._names[record.name] if record.name else None
        if record.kind is Kind.SYNC_BEGINS:
            waiting, syncs = (file.waiting, file.syncs) if file else (self._waiting, self._syncs)
            syncs.begin(len(waiting))
        elif file:
            file.sync_ended()
        else:
            covered = self._syncs.end()
            for change in self._waiting[:covered]:
                _take(self._durable, change)
            del self._waiting[:covered]


def _take(names: dict[str, File], change: Mapping[str, File | None]) -> None:
    for name, file in change.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def _apply(content: bytearray, change: Record) -> None:
    """Write or truncate; a gap reads as zeros."""
    if len(content) < change.place:
        content.extend(bytes(change.place - len(content)))
    if change.kind is Kind.TRUNCATE:
        del content[change.place :]
    else:
        content[change.place : change.place + len(change.data)] = change.data


def _pieces(change: Record) -> list[Record]:
    """A write cut where sectors begin; a truncation is whole."""
    if change.kind is Kind.TRUNCATE:
        return [change]
    first = SECTOR - change.place % SECTOR
    ends = [*range(first, len(change.data), SECTOR), len(change.data)]
    starts = [0, *ends[:-1]]
    return [
        change._replace(place=change.place + start, data=change.data[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]
