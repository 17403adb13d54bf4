"""Marks of a panel on their face."""

from __future__ import annotations

import pytest

from cards.design.frame import FLAT, Frame
from cards.marks import Circle, Colour, Line, Mark, Matrix, Rect, Symbol, Text
from cards.measure import Area

INK = Colour("ink", (0, 0, 0, 100), "#141414")
MARKS: list[Mark] = [
    Rect(Area(10, 20, 30, 5), INK),
    Line(1, 2, 9, 2, 0.4, INK),
    Circle(7, 8, 3, INK),
    Text(12, 30, "明白", bold=True, size=10, width=7, colour=INK),
    Symbol(40, 50, 1, Matrix(("100", "000", "011")), INK),
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_flat_frame_leaves_a_mark_as_it_is(mark: Mark) -> None:
    assert FLAT.mark(mark) is mark


@pytest.mark.parametrize("mark", MARKS)
def test_a_panel_is_moved_and_keeps_its_size(mark: Mark) -> None:
    here, there = mark.bounds, Frame(100, 200, 60, 80).mark(mark).bounds
    assert (there.x, there.y) == pytest.approx((here.x + 100, here.y + 200))
    assert (there.w, there.h) == pytest.approx((here.w, here.h))


@pytest.mark.parametrize("mark", MARKS)
def test_a_turned_panel_is_turned_about_its_middle(mark: Mark) -> None:
    here, there = mark.bounds, Frame(100, 200, 60, 80, is_turned=True).mark(mark).bounds
    assert (there.right, there.bottom) == pytest.approx((160 - here.x, 280 - here.y))
    assert (there.w, there.h) == pytest.approx((here.w, here.h))


def test_a_turned_symbol_is_the_same_to_who_stands_on_the_other_side() -> None:
    turned = Frame(0, 0, 60, 80, is_turned=True).mark(MARKS[-1])
    assert isinstance(turned, Symbol)
    assert turned.matrix.rows == ("110", "000", "001")
