"""Where characters stand in a line."""

from __future__ import annotations

import pytest

from cards.font import advance
from cards.typeset import read, set_line

NINE = advance("9", bold=False)


def _places(text: str) -> list[tuple[str, float]]:
    return [(run.text, run.start) for run in set_line(read(text)).runs]


def test_plain_hanzi_are_one_run() -> None:
    line = set_line(read("泉城明白卡"))
    assert (line.text, line.width, len(line.runs)) == ("泉城明白卡", 5, 1)


def test_an_eighth_of_an_em_stands_between_hanzi_and_figures() -> None:
    assert _places("第9条") == [("第", 0), ("9", 1.125), ("条", pytest.approx(1.25 + NINE))]


def test_none_stands_between_signs_and_figures() -> None:
    assert _places("，9") == [("，9", 0)]


def test_an_arrow_stands_free() -> None:
    assert _places("辩→看") == [("辩", 0), ("→", 1.25), ("看", 2.5)]


def test_an_opening_sign_at_the_start_loses_its_blank_half() -> None:
    assert _places("《书》")[0] == ("《书》", -0.5)


def test_a_closing_sign_at_the_end_does_not_count_its_blank_half() -> None:
    assert set_line(read("书。")).width == 1.5
    assert set_line(read("《书》")).width == 2


@pytest.mark.parametrize("text", ["书》、书", "书。《书", "书（《书"])
def test_neighbouring_signs_share_their_blank(text: str) -> None:
    assert set_line(read(text)).width == 3.5


def test_a_change_of_weight_begins_a_run() -> None:
    runs = set_line(read("起**六十日**提")).runs
    assert [run.text for run in runs] == ["起", "六十日", "提"]
    assert [run.bold for run in runs] == [False, True, False]


def test_spaces_at_the_ends_do_not_count() -> None:
    line = set_line(read("\u3000书\u3000"))
    assert (line.text, line.width) == ("书", 1)


def test_nothing_set_is_nothing_wide() -> None:
    line = set_line(())
    assert (line.runs, line.width) == ((), 0)
