"""Bars begin at zero, lines stand at round numbers, and what is not known has no bar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kiosk.web.admin.chart import HEIGHT, chart, nice

DAYS = [date(2026, 11, 1) + timedelta(days=n) for n in range(30)]


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 2), (1, 2), (3, 4), (7, 8), (10, 10), (11, 20), (147, 200), (1_000_001, 2_000_000)],
)
def test_the_scale_ends_at_a_round_even_number(most: int, top: int) -> None:
    assert nice(most) == top


def test_a_bar_is_as_tall_as_its_number_and_stands_on_the_floor() -> None:
    made = chart([(DAYS[0], 50), (DAYS[1], 100), (DAYS[2], 0)], width=400, unfinished=None)
    half, full, none = made.bars
    floor = made.grid[0].y
    assert half.height * 2 == full.height
    assert half.y + half.height == full.y + full.height == floor
    assert none.height == 0
    assert [line.value for line in made.grid] == [0, 50, 100]
    assert full.y == made.grid[2].y


def test_an_unfinished_day_is_hollow_and_an_unknown_one_has_no_bar() -> None:
    made = chart([(DAYS[0], None), (DAYS[1], 5), (DAYS[2], 3)], width=400, unfinished=DAYS[2])
    assert [bar.is_hollow for bar in made.bars] == [False, False, True]
    assert made.bars[0].scans is None
    assert made.bars[0].height == 0


@pytest.mark.parametrize("width", [340, 720])
def test_everything_lies_inside_the_picture_and_labels_do_not_touch(width: int) -> None:
    made = chart([(day, n) for n, day in enumerate(DAYS)], width=width, unfinished=DAYS[-1])
    for bar in made.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= width
        assert 0 <= bar.y <= HEIGHT
    middles = [bar.middle for bar in made.bars if bar.has_label]
    assert made.bars[-1].has_label
    assert min(right - left for left, right in pairwise(middles)) > 40
