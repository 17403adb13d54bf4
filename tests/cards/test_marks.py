"""The display list and its dump."""

from __future__ import annotations

import pytest

from cards.marks import (
    Circle,
    Colour,
    Face,
    Fold,
    Group,
    Inks,
    Line,
    Matrix,
    Rect,
    Symbol,
    Text,
    dump,
)
from cards.measure import Area

INK = Colour("ink", (0, 0, 0, 100), "#141414")
SYMBOL = Symbol(5, 6, 0.5, Matrix(("110", "011", "101")), INK)


def test_every_mark_is_one_stable_line_and_a_symbol_its_rows() -> None:
    marks = (
        Rect(Area(0, -3, 10.004, 5), INK),
        Rect(Area(1, 2, 3, 4), INK, 0.35),
        Line(0, 0, 1, 0, 0.2, INK),
        Line(0, 0, 1, 1, 0.2, INK, round=True),
        Circle(3, 4, 1.5, INK),
        Circle(3, 4, 1.5, INK, 0.5),
        Text(1, 2, "明白", bold=False, size=9.5, width=6.7, colour=INK),
        Text(1, 2, "样张", bold=True, size=120, width=84, colour=INK, degrees=30, opacity=0.08),
        SYMBOL,
    )
    face = Face("front", 90, 54, 3, (Group(marks[:2]), *marks[2:]))
    assert dump(face) == (
        "face front 90 54 bleed 3\n"
        "rect 0 -3 10 5 ink\n"
        "rect 1 2 3 4 ink outline 0.35\n"
        "line 0 0 1 0 0.2 ink\n"
        "line 0 0 1 1 0.2 ink round\n"
        "circle 3 4 1.5 ink\n"
        "circle 3 4 1.5 ink ring 0.5\n"
        "text 1 2 6.7 regular 9.5pt ink 明白\n"
        "text 1 2 84 bold 120pt ink turned 30 opacity 0.08 样张\n"
        "symbol 5 6 module 0.5000 ink\n"
        "  110\n"
        "  011\n"
        "  101\n"
    )


def test_folds_stand_first_in_a_dump_and_are_no_marks() -> None:
    face = Face("inside", 297, 210, 3, (), (Fold(100, True), Fold(70.5, False)))
    assert dump(face) == "face inside 297 210 bleed 3\nfold x 100\nfold y 70.5\n"
    assert list(face.marks()) == []


def test_a_colour_is_seen_as_its_inks_print_it() -> None:
    blue = Colour("blue", (92, 50, 35, 18), "#0b5d7a", 75)
    assert blue.seen(Inks.RGB) == blue.seen(Inks.CMYK) == (11, 93, 122)
    assert blue.seen(Inks.GREY) == (64, 64, 64)


def test_a_dump_has_no_negative_zero() -> None:
    assert str(Line(-0.001, 0, 1, 0, 1, INK)) == "line 0 0 1 0 1 ink"


def test_dark_modules_are_merged_along_their_rows() -> None:
    matrix = Matrix(("0000", "1011", "0110", "1111"))
    assert matrix.runs == ((0, 1, 1), (2, 1, 2), (1, 2, 2), (0, 3, 4))


def test_a_symbol_keeps_four_modules_around_it_free() -> None:
    keep_out = SYMBOL.keep_out
    assert (keep_out.x, keep_out.y, keep_out.w, keep_out.h) == (3, 4, 5.5, 5.5)


def test_bounds_hold_caps_rings_and_turned_text() -> None:
    assert Line(0, 5, 10, 5, 2, INK).bounds == Area(-1, 4, 12, 2)
    assert Circle(3, 3, 2, INK).bounds == Area(1, 1, 4, 4)
    assert Rect(Area(1, 1, 1, 1), INK).bounds == Area(1, 1, 1, 1)
    upright = Text(0, 0, "样张", bold=True, size=72, width=50, colour=INK).bounds
    turned = Text(0, 0, "样张", bold=True, size=72, width=50, colour=INK, degrees=90).bounds
    assert (upright.w, upright.h) == pytest.approx((turned.h, turned.w))


def test_a_face_names_its_symbols() -> None:
    assert Face("front", 90, 54, 3, (Group(()), SYMBOL)).symbols() == (SYMBOL,)


def test_groups_are_one_only_if_they_are_one_object() -> None:
    first, second = Group(()), Group(())
    assert len({first, second, first}) == 2


def test_a_colour_tells_its_channels() -> None:
    assert INK.channels == (20, 20, 20)
