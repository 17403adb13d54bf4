"""Millimetres, points, pixels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.measure import (
    Area,
    dots_length,
    millimetres,
    pixels,
    points,
    turned,
    whole_dots,
)


def test_an_inch_is_72_points_and_as_many_pixels_as_the_device_has() -> None:
    assert points(25.4) == pytest.approx(72)
    assert pixels(25.4, 300) == pytest.approx(300)


@given(st.floats(0, 1000))
def test_points_and_millimetres_are_each_others_inverse(length: float) -> None:
    assert millimetres(points(length)) == pytest.approx(length)


@given(st.integers(1, 200), st.sampled_from([96, 150, 300, 600]))
def test_a_length_of_whole_dots_holds_just_these_dots(dots: int, dpi: int) -> None:
    assert whole_dots(dots_length(dots, dpi), dpi) == dots


def test_part_of_a_dot_does_not_count() -> None:
    assert whole_dots(dots_length(3, 300) - 0.01, 300) == 2


def test_areas_that_only_touch_do_not_meet() -> None:
    area = Area(0, 0, 10, 10)
    assert not area.meets(Area(10, 0, 5, 5))
    assert not area.meets(Area(0, 10, 5, 5))
    assert area.meets(Area(9.9, 9.9, 5, 5))


def test_turning_is_anticlockwise_as_it_looks_on_paper() -> None:
    x, y = turned(10, 0, degrees=90, about=(0, 0))
    assert (x, y) == pytest.approx((0, -10))


def test_a_turned_area_is_held_by_its_upright_bounds() -> None:
    bounds = Area(0, 0, 10, 2).turned(90, 0, 0)
    assert (bounds.x, bounds.y, bounds.w, bounds.h) == pytest.approx((0, -10, 2, 10))


def test_an_area_holds_what_lies_inside_and_what_only_touches_its_edges() -> None:
    area = Area(0, 0, 10, 10)
    assert area.holds(area)
    assert area.holds(Area(2, 3, 8, 7))
    for beyond in (Area(-1, 0, 5, 5), Area(0, -1, 5, 5), Area(6, 0, 5, 5), Area(0, 6, 5, 5)):
        assert not area.holds(beyond)


def test_the_distance_of_areas_is_that_of_their_nearest_points() -> None:
    area = Area(0, 0, 10, 10)
    assert area.distance(Area(5, 5, 20, 20)) == area.distance(Area(10, 2, 1, 1)) == 0
    assert area.distance(Area(14, 2, 1, 1)) == Area(14, 2, 1, 1).distance(area) == 4
    assert area.distance(Area(13, 14, 1, 1)) == pytest.approx(5)
