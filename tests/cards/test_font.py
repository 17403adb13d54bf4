"""The print fonts as the drawing sees them."""

from __future__ import annotations

import pytest

from cards.font import ASCENT, DESCENT, advance, missing_glyphs, outline, width


def test_hanzi_are_one_em_and_figures_of_one_weight_all_alike() -> None:
    assert advance("泉", bold=False) == advance("泉", bold=True) == 1
    assert len({advance(figure, bold=True) for figure in "0123456789"}) == 1


def test_the_width_of_a_text_is_the_sum_of_its_advances() -> None:
    assert width("泉城QC", bold=False) == pytest.approx(
        2 + advance("Q", bold=False) + advance("C", bold=False)
    )


def test_a_hanzi_fills_its_square() -> None:
    assert ASCENT + DESCENT == 1


def test_characters_the_fonts_cannot_write_are_named() -> None:
    assert missing_glyphs("明白卡\n😀𠀀 QC10") == {"😀", "𠀀"}
    assert missing_glyphs("") == set()


def test_bold_outlines_differ_from_regular_ones() -> None:
    assert outline("白", bold=True) != outline("白", bold=False)


def test_a_space_has_no_outline_and_an_unknown_character_a_box() -> None:
    assert outline(" ", bold=False) == ""
    assert outline("😀", bold=False) == outline("𠀀", bold=False) != ""


def test_outlines_run_downwards_as_pictures_do() -> None:
    # The one stroke of 一 lies above the baseline: its ordinates are negative.
    assert outline("一", bold=False) == "M44 -431H960V-349H44Z"
