"""What the workers of a supervisor tell each other, in memory that all of them share.

Each writes in places of its own: a short note for each alarm, and a beat by which others see that
its loop turns. A note that is read while it is being written fails its checksum and is not there.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Mapping
from typing import Any, Final

NOTES: Final = 16
_NOTE_BYTES: Final = 512
_HEAD: Final = struct.Struct("<II")  # bytes, checksum
_BEAT: Final = struct.Struct("<d")
_BYTES: Final = NOTES * _NOTE_BYTES + _BEAT.size
Note = Mapping[str, Any]


class Board:
    """The places of `workers`, each told apart by its number from 0 on."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._memory = mmap.mmap(-1, workers * _BYTES)
        self._number = 0

    def sit(self, number: int) -> None:
        """Write in a worker's places from now on; what one before left there is over."""
        self._number = number
        self.forget(number)

    def forget(self, number: int) -> None:
        """Clear the places of a worker."""
        self._memory[number * _BYTES : (number + 1) * _BYTES] = bytes(_BYTES)

    def note(self, place: int, note: Note | None) -> None:
        """Write a note in one of `NOTES` places, or take it away; one that is too long is cut."""
        start = self._number * _BYTES + place * _NOTE_BYTES
        body = b"" if note is None else json.dumps(note).encode()
        if len(body) > _NOTE_BYTES - _HEAD.size:
            body = json.dumps({key: note[key] for key in ("since",) if note}).encode()
        body_start = start + _HEAD.size
        self._memory[start:body_start] = _HEAD.pack(0, 0)
        self._memory[body_start : body_start + len(body)] = body
        self._memory[start:body_start] = _HEAD.pack(len(body), zlib.crc32(body))

    def notes(self, place: int) -> list[Note]:
        """What all workers have written in a place."""
        found = []
        for number in range(self._workers):
            start = number * _BYTES + place * _NOTE_BYTES
            length, sum_of = _HEAD.unpack_from(self._memory, start)
            body = self._memory[start + _HEAD.size : start + _HEAD.size + length]
            if body and zlib.crc32(body) == sum_of:
                found.append(json.loads(body))
        return found

    def beat(self, now: float) -> None:
        """Tell that this worker's loop turns, at a moment of the monotonic clock."""
        _BEAT.pack_into(self._memory, (self._number + 1) * _BYTES - _BEAT.size, now)

    def beat_of(self, number: int) -> float:
        """When a worker's loop last turned; 0 where it never did."""
        place = (number + 1) * _BYTES - _BEAT.size
        return float(_BEAT.unpack_from(self._memory, place)[0])

    def others(self) -> list[float]:
        """The last beats of all workers but this one, as far as they have begun."""
        numbers = (number for number in range(self._workers) if number != self._number)
        return [beat for beat in map(self.beat_of, numbers) if beat]
