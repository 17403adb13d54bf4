"""The trend as a picture: bars from zero over three grid lines, in whole numbers of a viewBox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HEIGHT = 184
_TOP, _FOOT, _LEFT, _RIGHT = 12, 26, 48, 6
_LEAST_LABEL = 44  # what a label of a day needs of the width
_HALF_LABEL = 19  # what the last one needs beside its middle


@dataclass(frozen=True, slots=True)
class Bar:
    """One day; `label` is empty where there is no room for one. None scans draw no bar."""

    day: date
    scans: int | None
    x: float
    y: float
    width: float
    height: float
    middle: float
    has_label: bool
    is_hollow: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """One line across, and the number at its left."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture `width` by `HEIGHT`."""

    width: int
    height: int
    left: int
    right: int
    bars: tuple[Bar, ...]
    grid: tuple[Grid, Grid, Grid]


def chart(days: Sequence[tuple[date, int | None]], *, width: int, unfinished: date | None) -> Chart:
    """The picture of some days, `width` wide; a day that is not over is hollow."""
    top = nice(max((scans or 0 for _, scans in days), default=0))
    floor = HEIGHT - _FOOT
    scale = (floor - _TOP) / top
    step = (width - _LEFT - _RIGHT) / max(len(days), 1)
    every = _every(len(days), step)
    bars = []
    for place, (day, scans) in enumerate(days):
        tall = round((scans or 0) * scale, 1)
        x = _LEFT + place * step
        middle = x + step * 0.12 + min(step * 0.76, 48) / 2
        bars.append(
            Bar(
                day=day,
                scans=scans,
                x=round(x + step * 0.12, 1),
                y=round(floor - tall, 1),
                width=round(min(step * 0.76, 48), 1),
                height=tall,
                middle=round(min(middle, width - _HALF_LABEL), 1),
                has_label=(len(days) - 1 - place) % every == 0,
                is_hollow=unfinished is not None and day >= unfinished,
            )
        )
    grid = [Grid(round(floor - value * scale, 1), value) for value in (0, top // 2, top)]
    return Chart(width, HEIGHT, _LEFT, width - _RIGHT, tuple(bars), (grid[0], grid[1], grid[2]))


def nice(most: int) -> int:
    """The smallest even number that holds `most` and reads well: 2, 4, 10, 20, 40, 60, 80, 100 …"""
    size = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if most <= step * size:
                return step * size
        size *= 10


def _every(days: int, step: float) -> int:
    """Of how many days one is labelled: each, else one a week."""
    return 1 if step >= _LEAST_LABEL or days <= 1 else 7
