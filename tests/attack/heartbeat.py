"""A heartbeat inside the service's loop: how long the loop let nobody else have a turn.

The service is started by `tests.attack.program`, which adds one task to its loop: it sleeps a
millisecond again and again and notes each gap that was longer than it should be, in a file that
both processes map. Nothing of it is in the program that is delivered.
"""

from __future__ import annotations

import asyncio
import mmap
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

BEAT_S: Final = 0.001
NOTED_S: Final = 0.004  # shorter gaps are the beat itself and a neighbour's turn
PLACES: Final = 100_000
_COUNT: Final = struct.Struct("<Q")
_GAP: Final = struct.Struct("<ddd")


class Gap(NamedTuple):
    """Between two beats: when it ended (monotonic clock), how long, and what of that we worked.

    `worked` is the processor time of the loop's own thread: what other programs of the machine
    took from it is not in there, and neither is waiting for our own other threads.
    """

    ended: float
    seconds: float
    worked: float


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Gaps in a mapped file: the newest `PLACES`."""

    memory: mmap.mmap

    @classmethod
    def at(cls, path: Path) -> Heartbeat:
        """The file, made where it is missing."""
        with path.open("a+b") as file:
            file.truncate(_COUNT.size + PLACES * _GAP.size)
            return cls(mmap.mmap(file.fileno(), 0))

    async def beat(self) -> None:
        """Beat for ever, and note what was late."""
        noted = _COUNT.unpack_from(self.memory)[0]
        last, worked = time.monotonic(), time.thread_time()
        while True:
            await asyncio.sleep(BEAT_S)
            now, spent = time.monotonic(), time.thread_time()
            if now - last > NOTED_S:
                place = _COUNT.size + noted % PLACES * _GAP.size
                _GAP.pack_into(self.memory, place, now, now - last, spent - worked)
                noted += 1
                _COUNT.pack_into(self.memory, 0, noted)
            last, worked = now, spent

    def gaps(self, begun: float, ended: float) -> Iterator[Gap]:
        """Gaps that ended within a time."""
        noted = _COUNT.unpack_from(self.memory)[0]
        for number in range(max(0, noted - PLACES), noted):
            gap = Gap(*_GAP.unpack_from(self.memory, _COUNT.size + number % PLACES * _GAP.size))
            if begun <= gap.ended <= ended:
                yield gap
