"""A text fits its box, or is refused by name."""

from __future__ import annotations

import pytest

from cards.measure import millimetres
from cards.typeset import MissingGlyphs, Overflow, Type, fit

BODY = Type(size=10, leading=14)
TITLE = Type(bold=True, size=30, leading=34, smallest=26)


def test_a_text_that_fits_keeps_its_size() -> None:
    block = fit("对行政处罚决定不服？", TITLE, width=128, lines=1, box="question")
    assert (block.size, block.leading, len(block.lines)) == (30, 34, 1)
    assert block.width == pytest.approx(9.5 * millimetres(30))
    assert block.height == pytest.approx(millimetres(34))


def test_a_longer_one_takes_the_largest_permitted_size_at_which_it_fits() -> None:
    block = fit("一二三四五六七八九十一二三", TITLE, width=128, lines=1, box="question")
    assert block.size == 27.5
    assert block.leading == pytest.approx(34 * 27.5 / 30)


def test_one_that_fits_at_no_size_is_refused_with_box_and_surplus() -> None:
    with pytest.raises(Overflow) as refused:
        fit("一二三四五六七八九十一二三四五六", TITLE, width=128, lines=1, box="question")
    assert (refused.value.box, refused.value.surplus) == ("question", 3)
    assert refused.value.text == "一二三四五六七八九十一二三四五六"


def test_lines_beyond_the_last_are_surplus() -> None:
    em = millimetres(10)
    with pytest.raises(Overflow) as refused:
        fit("处" * 25, BODY, width=10 * em, lines=2, box="note")
    assert refused.value.surplus == 5


def test_a_text_that_would_fit_but_for_its_breaks_has_one_too_many() -> None:
    em = millimetres(10)
    with pytest.raises(Overflow) as refused:
        fit("处罚" + "mbk.jinan.gov.cn", BODY, width=9 * em, lines=1, box="typed")
    assert refused.value.surplus >= 1


def test_a_piece_wider_than_its_measure_is_surplus() -> None:
    em = millimetres(10)
    with pytest.raises(Overflow) as refused:
        fit("mbkjinangovcnexample0123", BODY, width=4 * em, lines=9, box="domain")
    assert refused.value.surplus == 10


def test_characters_without_a_glyph_are_refused_before_anything_is_set() -> None:
    with pytest.raises(MissingGlyphs) as refused:
        fit("明白😀卡𠀀", BODY, width=100, lines=1, box="name")
    assert (refused.value.box, refused.value.characters) == ("name", "😀𠀀")


def test_nothing_fits_everywhere() -> None:
    block = fit("", BODY, width=1, lines=1, box="office")
    assert (block.lines, block.width, block.height) == ((), 0, 0)


def test_a_text_is_kept_smaller_where_that_is_asked_but_not_below_its_smallest() -> None:
    kind = Type(size=10, leading=13, smallest=8)
    assert [fit("明白", kind, width=100, lines=1, box="b", largest=n).size for n in (12, 9, 3)] == [
        *(10, 9, 8),
    ]
