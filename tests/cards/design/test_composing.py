"""What goes onto a face, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

import assets
from cards.design import Content, Copy, Lead, Table, compose, load, parse
from cards.marks import Circle, Rect
from cards.typeset import Overflow
from tests.cards.contents import CATALOGUE, CHECKUP, COPY, NOTARY, PENALTY, specimen
from tests.cards.design.drawing import A5, CARD, drawn, penalty_with, texts, words


def test_a_face_carries_the_symbol_of_its_address_and_the_code_in_words() -> None:
    face = drawn(PENALTY)
    (symbol,) = face.symbols()
    assert symbol.matrix.size == 33
    assert COPY.code in words(face)


def test_modules_are_whole_dots_of_the_press() -> None:
    (symbol,) = drawn(PENALTY).symbols()
    assert symbol.module == pytest.approx(10 * 25.4 / 300)
    (symbol,) = drawn(CATALOGUE, CARD).symbols()
    assert symbol.module == pytest.approx(8 * 25.4 / 300)


def test_copies_of_one_card_share_the_artwork() -> None:
    (artwork,) = compose(load(A5), PENALTY, version=4)
    other = Copy("https://mbk.jinan.gov.cn/S/000000000000", "0000-0000-0000")
    assert artwork.face(COPY).items[0] is artwork.face(other).items[0]


def test_what_is_not_known_is_left_out() -> None:
    face = drawn(CHECKUP)
    assert "济南市司法局" not in words(face)
    assert "注意" not in words(face)
    assert "本地受理点" not in words(face)
    assert "法律核对" in words(face)


def test_only_a_draft_says_so() -> None:
    assert "样稿·非正式发布" in words(drawn(PENALTY))
    assert "样稿" not in words(drawn(replace(PENALTY, is_draft=False)))


@pytest.mark.parametrize(("design", "content"), [(A5, PENALTY), (CARD, CATALOGUE)])
def test_a_specimen_is_marked_thinly_across_every_side(design: str, content: Content) -> None:
    for number in range(len(load(design).plan.faces)):
        marks = [t for t in texts(drawn(specimen(content), design, number)) if t.text == "样张"]
        assert marks
        assert all(mark.opacity <= 0.25 and mark.degrees for mark in marks)
        assert "样张" not in words(drawn(content, design, number))


def test_the_readers_last_day_alone_is_red() -> None:
    red = [mark for mark in drawn(PENALTY).marks() if mark.colour.name == "red"]
    assert {type(mark) for mark in red} == {Circle, Rect}
    assert len(red) == 2
    for content in (NOTARY, CHECKUP):
        assert not [m for m in drawn(content).marks() if m.colour.name == "red"]


def test_a_duration_that_is_nobodys_deadline_stands_in_a_frame() -> None:
    frames = [m for m in drawn(NOTARY).marks() if isinstance(m, Rect) and m.line == 0.5]
    assert [frame.colour.name for frame in frames] == ["blue"]


def test_where_neither_paper_is_this_cards_both_boxes_are_tinted() -> None:
    tints = [m for m in drawn(CHECKUP).marks() if isinstance(m, Rect) and m.colour.name == "tint"]
    assert len(tints) == 2


def test_stations_are_numbered_down_the_rail_and_keep_their_distance() -> None:
    for content in (PENALTY, NOTARY, CHECKUP):
        discs = [m for m in drawn(content).marks() if isinstance(m, Circle) and m.radius == 3.5]
        middles = [disc.y for disc in discs]
        gaps = [below - above for above, below in pairwise(middles)]
        assert len(discs) == 6
        assert min(gaps) >= 13.6 - 1e-6


def test_a_card_without_stations_has_no_path() -> None:
    face = drawn(replace(PENALTY, stations={}))
    assert not [m for m in face.marks() if isinstance(m, Circle)]


def test_colour_that_meets_the_edge_runs_into_the_bleed() -> None:
    band = next(mark for mark in drawn(PENALTY).marks() if isinstance(mark, Rect))
    assert (band.area.x, band.area.y, band.area.right) == (-3, -3, 151)
    field = next(mark for mark in drawn(CATALOGUE, CARD).marks() if isinstance(mark, Rect))
    assert (field.area.x, field.area.right, field.area.bottom) == (-3, 52, 57)


def test_all_text_keeps_clear_of_the_trim() -> None:
    for face in (drawn(PENALTY), drawn(CATALOGUE, CARD), drawn(CATALOGUE, CARD, 1)):
        for text in texts(face):
            assert text.x >= 4.9
            assert text.x + text.width <= face.width - 4.9
            assert text.baseline <= face.height - 4


def test_a_known_desk_keeps_to_its_own_column_on_as_few_lines_as_it_needs() -> None:
    name = next(text for text in texts(drawn(NOTARY)) if text.text.startswith("济南市历下区"))
    case = next(text for text in texts(drawn(NOTARY)) if text.text == "本地受理点")
    assert name.baseline == pytest.approx(case.baseline, abs=0.3)
    assert name.x == pytest.approx(case.x + case.width + 3)


def test_a_long_desk_takes_all_the_lines_there_are_and_a_longer_one_is_refused() -> None:
    table = NOTARY.stations["table"]
    assert isinstance(table, Table)
    name = "济南市历下区公共法律服务中心行政复议接待窗口"
    long = f"{name}　历下区解放东路99号政务服务中心三楼305室　0531-88000000"
    said = texts(drawn(penalty_with("table", replace(table, desk=("本地受理点", long)))))
    first = next(text for text in said if text.text.startswith(name))
    assert len({text.baseline for text in said if text.x == first.x}) == 3
    with pytest.raises(Overflow) as refused:
        drawn(penalty_with("table", replace(table, desk=("本地受理点", long * 2))))
    assert refused.value.box == "path.desk"


def test_the_batch_goes_before_the_foot_runs_over() -> None:
    long = {**PENALTY.words, "office": "济南市历下区人民政府行政复议与应诉工作办公室"}
    said = words(drawn(replace(PENALTY, words=long)))
    assert "2026-11-23" in said
    assert "批次" not in said


def test_a_still_longer_office_makes_the_foot_smaller_before_it_is_refused() -> None:
    office = "济南市历下区人民政府行政复议与应诉工作办公室公共法律服务中心"
    face = drawn(replace(PENALTY, words={**PENALTY.words, "office": office}))
    (text,) = [text for text in texts(face) if text.text == office]
    assert 6.5 <= text.size < 8
    assert "法律核对" in words(face)


def test_text_that_grows_upwards_keeps_its_last_line() -> None:
    office = "济南市历下区人民政府行政复议与应诉办公室"
    short, long = (
        drawn(replace(CATALOGUE, words={**CATALOGUE.words, "office": name}), CARD)
        for name in ("济南市司法局", office)
    )
    (last,) = [text.baseline for text in texts(short) if text.text == "济南市司法局"]
    lines = [text.baseline for text in texts(long) if text.text in office]
    assert len(lines) == 2
    assert max(lines) == pytest.approx(last)


def test_a_longer_address_takes_a_larger_symbol_of_finer_dots() -> None:
    (symbol,) = drawn(PENALTY, version=5).symbols()
    assert symbol.matrix.size == 37
    assert symbol.module == pytest.approx(9 * 25.4 / 300)
    assert symbol.bounds.right == pytest.approx(138)


def test_an_empty_catalogue_is_drawn_without_leads_and_entries() -> None:
    face = drawn(Content(words=CATALOGUE.words), CARD, 1)
    assert "手里是什么，先看哪一项" in words(face)


def test_one_paper_alone_takes_the_whole_width() -> None:
    face = drawn(replace(CATALOGUE, leads=(Lead("还没处罚", "《事先告知书》", "06"),)), CARD, 1)
    (box,) = [m for m in face.marks() if isinstance(m, Rect)]
    assert box.area.w == 80


def test_a_paragraph_box_breaks_its_text_and_centres_or_aligns_it() -> None:
    text = assets.read_bytes("designs", f"{CARD}.toml").decode()
    written = 'name = "safety"\nx = 5\nw = 80\n'
    assert written in text
    instead = 'name = "safety"\nx = 5\nw = 40\nlines = 2\nalign = "centre"\n'
    design = parse(text.replace(written, instead), name=CARD)
    face = compose(design, CATALOGUE, version=4)[1].face(COPY)
    first = next(t for t in texts(face) if t.text.startswith("本卡页面"))
    second = next(t for t in texts(face) if t.text.startswith("本码不是"))
    assert second.baseline > first.baseline
    assert first.x + first.width / 2 == pytest.approx(25, abs=1)
