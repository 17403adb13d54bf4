"""Pieces of text that never part."""

from __future__ import annotations

import pytest

from cards.typeset import pieces, read


def _pieces(text: str) -> list[str]:
    return [piece.text for piece in pieces(read(text))]


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("自受理起60日内提出", "自|受|理|起|60日内|提|出"),
        ("延长至15个工作日", "延|长|至|15个工作日"),
        ("满三个月", "满|三个月"),
        ("每日3%加处", "每|日|3%|加|处"),
        ("依第20条办", "依|第20条|办"),
        ("按第二十条第一款", "按|第二十条|第一款"),
        ("打12348咨询", "打|12348|咨|询"),
        ("网址mbk.jinan.gov.cn，再", "网|址|mbk.jinan.gov.cn，|再"),
        ("核对2026-11-23后", "核|对|2026-11-23|后"),
        ("看QC12、QC13", "看|QC12、|QC13"),
        ("《决定书》（复印件）。", "《决|定|书》|（复|印|件）。"),
        ("称“四张清单”的", "称|“四|张|清|单”|的"),
        ("申辩 → 看 QC06", "申|辩|→看|QC06"),
        ("等等……还有——这个", "等|等……|还|有——|这|个"),
        ("QC10 Administrative review", "QC10 |Administrative |review"),
        ("法Law(2023)版", "法|Law(2023)|版"),
        ("（《", "（《"),
        ("", ""),
    ],
)
def test_lines_may_break_only_between_these_pieces(text: str, parted: str) -> None:
    assert _pieces(text) == parted.split("|") if parted else _pieces(text) == []


def test_typed_spaces_beside_wide_characters_go_and_others_stay() -> None:
    letters = "".join(character.letter for character in read("样稿 · 非正式 QC 06 版 Law 1 "))
    assert letters == "样稿·非正式QC 06版Law 1 "


def test_two_stars_turn_bold_on_and_off() -> None:
    weights = [character.bold for character in read("一**二**三")]
    assert weights == [False, True, False]
    assert all(character.bold for character in read("一二", bold=True))
