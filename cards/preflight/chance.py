"""Chance that can be repeated: what differs from shot to shot, and where spoilt places lie.

Ten places by plain chance may all miss the finder patterns, or meet them four times. So places come
from a sequence that fills the range evenly however few are taken; noise comes from plain chance.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

from numpy.random import Generator, default_rng

_DIMENSIONS: Final = 4
_RATIO: Final = 1.1673039782614187  # the root of x^5 = x + 1: Roberts' R4 sequence
_STEPS: Final = tuple(_RATIO ** -(power + 1) for power in range(_DIMENSIONS))


@dataclass(frozen=True, slots=True)
class Chance:
    """Of one shot, for the card and for the camera, that neither moves the other's.

    `places` are four numbers from 0 to 1, spread evenly over the shots of a cell.
    """

    card: Generator
    camera: Generator
    places: tuple[float, float, float, float]


def chance_of(seed: int, cell: str, number: int) -> Chance:
    """Chance of shot `number` of a cell: the same for the same three."""
    named = zlib.crc32(cell.encode())
    start = default_rng([seed, named]).random(_DIMENSIONS)
    first, second, third, fourth = (
        float((begin + (number + 1) * step) % 1) for begin, step in zip(start, _STEPS, strict=True)
    )
    card, camera = (default_rng([seed, named, number, part]) for part in (0, 1))
    return Chance(card, camera, (first, second, third, fourth))
