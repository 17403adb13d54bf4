"""Where lines end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.typeset import break_lines, pieces, read, set_line

NEVER_FIRST = set("、。，．：；？！）》」』】〕〉”’…·%")
NEVER_LAST = set("（《「『【〔〈“‘")

_HANZI = st.text("对行政处罚决定不服可以申请复议的人民政府受理后作出", min_size=1, max_size=6)
_SIGN = st.sampled_from(["，", "、", "。", "；", "》", "）", "”", "……", "《", "（", "“"])
_FIGURE = st.sampled_from(["60日内", "5个工作日", "3%", "2026-11-23", "第20条", "QC10", "12348"])
TEXTS = st.lists(st.one_of(_HANZI, _SIGN, _FIGURE), min_size=1, max_size=24).map("".join)
WIDTHS = st.floats(6, 40)


def _lines(text: str, width: float) -> list[str]:
    return [line.text for line in break_lines(read(text), width).lines]


@given(TEXTS, WIDTHS)
def test_breaking_loses_and_adds_nothing(text: str, width: float) -> None:
    assert "".join(_lines(text, width)) == text


@given(TEXTS, WIDTHS)
def test_no_line_begins_or_ends_with_a_sign_that_may_not(text: str, width: float) -> None:
    lines = _lines(text, width)
    assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


@given(TEXTS, WIDTHS)
def test_lines_end_only_where_pieces_end(text: str, width: float) -> None:
    joined = [piece.text for piece in pieces(read(text))]
    for line in _lines(text, width):
        taken = joined.pop(0)
        while len(taken) < len(line):
            taken += joined.pop(0)
        assert taken == line
    assert joined == []


@given(TEXTS, WIDTHS)
def test_lines_keep_to_the_measure_unless_a_piece_is_wider(text: str, width: float) -> None:
    breaks = break_lines(read(text), width)
    widest = max(set_line(piece.characters).width for piece in pieces(read(text)))
    assert breaks.fits is (widest <= width + 1e-9)
    for line in breaks.lines:
        alone = len(pieces(read(line.text))) == 1
        assert line.width <= width + 1e-9 or alone


@given(st.text("处罚决定申请复议", min_size=2, max_size=60), st.integers(3, 20))
def test_the_last_line_has_at_least_two_hanzi_and_no_line_is_wasted(text: str, width: int) -> None:
    lines = _lines(text, width)
    assert len(lines[-1]) >= 2
    assert len(lines) == -(-len(text) // width)


@given(TEXTS, WIDTHS)
def test_no_text_takes_more_lines_than_filling_each_in_turn(text: str, width: float) -> None:
    filled, room = 1, width
    for piece in pieces(read(text)):
        # Set apart, a piece is never narrower than within its line but for the gaps around it.
        wide = set_line(piece.characters).width + 0.75
        if wide > room and room < width:
            filled, room = filled + 1, width
        room -= wide
    assert len(_lines(text, width)) <= filled


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "不得要求或者暗示某种鉴定结果。起诉前自己委托的鉴定，法院可能另行委托。",
            24,
            ["不得要求或者暗示某种鉴定结果。", "起诉前自己委托的鉴定，法院可能另行委托。"],
        ),
        (
            "复议期间一般不停止执行；罚款按期缴，有困难可申请延期、分期。",
            20,
            ["复议期间一般不停止执行；罚款按期缴，", "有困难可申请延期、分期。"],
        ),
        (
            "光谈不申请复议，60日照样过去。先在期限内申请，再谈。",
            25,
            ["光谈不申请复议，60日照样过去。", "先在期限内申请，再谈。"],
        ),
        (
            "历下区法律服务中心　解放东路99号　0531-88000000",
            10.5,
            ["历下区法律服务中心", "解放东路99号", "0531-88000000"],
        ),
        (
            "济南市司法局（济南市行政复议办公室）",
            13.8,
            ["济南市司法局", "（济南市行政复议办公室）"],
        ),
    ],
)
def test_where_there_is_room_lines_end_with_phrases(
    text: str, width: float, lines: list[str]
) -> None:
    assert _lines(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "mingbaika.sifaju.jinan.gov.cn/mbk",
            12,
            ["mingbaika.sifaju.jinan.", "gov.cn/mbk"],
        ),
        (
            "输入mingbaika.sifaju.jinan.gov.cn/mbk，再输入卡码",
            20,
            ["输入mingbaika.sifaju.jinan.gov.cn/mbk，", "再输入卡码"],
        ),
        ("每日3.14和2026.11.23", 3.2, ["每日", "3.14和", "2026.11.23"]),
    ],
)
def test_an_address_parts_after_a_dot_or_slash_only_where_it_must(
    text: str, width: float, lines: list[str]
) -> None:
    assert _lines(text, width) == lines


def test_an_empty_text_has_no_lines() -> None:
    breaks = break_lines((), 10)
    assert (breaks.lines, breaks.fits) == ((), True)
