"""How badly a QR symbol would read: the four penalties of ISO/IEC 18004, 7.8.3.

A symbol is one integer: bit ``y * size + x`` is the module at column x of row y. Every rule then
is a handful of shifts over all modules at once, which is what makes judging eight masks cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

_RUN = 3  # N1, for five modules in line, and 1 for each more
_BLOCK = 3  # N2, for each 2 x 2 block of one colour
_FINDER = 40  # N3, for each finder-like pattern beside four light modules
_BALANCE = 10  # N4, for each 5 % from half dark

_FINDER_PATTERNS: Final = ("10111010000", "00001011101")


@dataclass(frozen=True, slots=True)
class _Grid:
    """Masks of the places where a pattern may begin, so that no shift wraps around an edge."""

    size: int
    whole: int
    pair_across: int
    pair_down: int
    eleven_across: int
    eleven_down: int


def penalty(modules: int, size: int) -> int:
    """The sum of N1 to N4 for a symbol of `size` modules a side."""
    grid = _grid(size)
    dark = modules.bit_count()
    across = ~(modules ^ modules >> 1) & grid.pair_across
    down = ~(modules ^ modules >> size) & grid.pair_down
    runs = _long_runs(across, 1) + _long_runs(down, size)
    blocks = across & across >> size & down
    finders = _finders(modules, grid)
    total = size * size
    steps = abs(2 * dark - total) * 10 // total
    return runs + _BLOCK * blocks.bit_count() + _FINDER * finders + _BALANCE * steps


def _long_runs(equal: int, step: int) -> int:
    """N1: `equal` marks modules that equal their next neighbour `step` bits on."""
    fives = equal & equal >> step
    fives &= fives >> 2 * step
    starts = fives & ~(fives << step)
    # A run of n modules holds n - 4 fives; n - 2 is charged.
    return fives.bit_count() + (_RUN - 1) * starts.bit_count()


def _finders(modules: int, grid: _Grid) -> int:
    light = modules ^ grid.whole
    found = 0
    for step, begins in ((1, grid.eleven_across), (grid.size, grid.eleven_down)):
        for pattern in _FINDER_PATTERNS:
            at = begins
            for place, bit in enumerate(pattern):
                at &= (modules if bit == "1" else light) >> place * step
            found += at.bit_count()
    return found


@cache
def _grid(size: int) -> _Grid:
    return _Grid(
        size=size,
        whole=_places(size, size, size),
        pair_across=_places(size, size - 1, size),
        pair_down=_places(size, size, size - 1),
        eleven_across=_places(size, size - 10, size),
        eleven_down=_places(size, size, size - 10),
    )


def _places(size: int, columns: int, rows: int) -> int:
    row = (1 << columns) - 1
    return sum(row << y * size for y in range(rows))
