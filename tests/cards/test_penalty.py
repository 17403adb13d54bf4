"""The penalties on integers equal the standard's rules counted one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from cards.penalty import penalty

Grid = list[list[int]]


def _runs(line: list[int]) -> int:
    lengths = (len(list(group)) for _, group in groupby(line))
    return sum(length - 2 for length in lengths if length >= 5)


def _finders(line: list[int]) -> int:
    wanted = ([1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1])
    return sum(line[start : start + 11] in wanted for start in range(len(line) - 10))


def _blocks(grid: Grid) -> Iterator[int]:
    for above, below in pairwise(grid):
        for x in range(len(above) - 1):
            yield len({above[x], above[x + 1], below[x], below[x + 1]}) == 1


def _one_by_one(grid: Grid) -> int:
    lines = grid + [list(column) for column in zip(*grid, strict=True)]
    dark, total = sum(map(sum, grid)), len(grid) ** 2
    steps = abs(dark * 20 - total * 10) // total
    return (
        sum(map(_runs, lines))
        + 3 * sum(_blocks(grid))
        + 40 * sum(map(_finders, lines))
        + 10 * steps
    )


def _packed(grid: Grid) -> int:
    size = len(grid)
    return sum(bit << y * size + x for y, row in enumerate(grid) for x, bit in enumerate(row))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Random symbols, some nearly plain so that long runs and blocks occur."""
    size = draw(st.sampled_from([11, 21, 25]))
    dark = draw(st.sampled_from([0, 16, 64, 128, 192, 240, 256]))
    cells = draw(st.binary(min_size=size * size, max_size=size * size))
    bits = [int(cell < dark) for cell in cells]
    return [bits[start : start + size] for start in range(0, len(bits), size)]


@given(grids())
def test_shifts_over_all_modules_count_what_the_rules_count(grid: Grid) -> None:
    assert penalty(_packed(grid), len(grid)) == _one_by_one(grid)


def test_a_finder_like_pattern_counts_across_and_down() -> None:
    pattern = [1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0]
    chequered = [[(x + y) % 2 for x in range(21)] for y in range(21)]
    across = [row[:] for row in chequered]
    across[5][3:14] = pattern
    down = [list(column) for column in zip(*across, strict=True)]
    assert _finders(across[5]) == 1
    assert penalty(_packed(across), 21) == penalty(_packed(down), 21) == _one_by_one(across)
