"""What goes onto a face, what is left out, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TypeGuard

import pytest

import assets
from cards.design import (
    Amount,
    Content,
    Copy,
    Crowded,
    Entry,
    Figure,
    Fork,
    Lead,
    Paragraphs,
    QuietZone,
    Side,
    SymbolTooSmall,
    Table,
    compose,
    load,
    parse,
)
from cards.marks import Circle, Face, Line, Mark, Rect, Text
from cards.qr import AddressTooLong
from cards.typeset import MissingGlyphs, Overflow
from tests.cards.contents import CATALOGUE, CHECKUP, COPY, NOTARY, PENALTY, specimen

A5 = "a5-process"
CARD = "card-90x54-catalogue"


def _face(content: Content, design: str = A5, number: int = 0, *, version: int = 4) -> Face:
    return compose(load(design), content, version=version)[number].face(COPY)


def _texts(face: Face) -> list[Text]:
    return [mark for mark in face.marks() if isinstance(mark, Text)]


def _words(face: Face) -> str:
    return "".join(text.text for text in _texts(face))


def is_rule(mark: Mark) -> TypeGuard[Line]:
    return isinstance(mark, Line) and mark.colour.name == "rule"


def _with(name: str, station: Fork | Figure | Table | Paragraphs | Amount) -> Content:
    return replace(PENALTY, stations={**PENALTY.stations, name: station})


def test_a_face_carries_the_symbol_of_its_address_and_the_code_in_words() -> None:
    face = _face(PENALTY)
    (symbol,) = face.symbols()
    assert symbol.matrix.size == 33
    assert COPY.code in _words(face)


def test_modules_are_whole_dots_of_the_press() -> None:
    (symbol,) = _face(PENALTY).symbols()
    assert symbol.module == pytest.approx(10 * 25.4 / 300)
    (symbol,) = _face(CATALOGUE, CARD).symbols()
    assert symbol.module == pytest.approx(8 * 25.4 / 300)


def test_copies_of_one_card_share_the_artwork() -> None:
    (artwork,) = compose(load(A5), PENALTY, version=4)
    other = Copy("https://mbk.jinan.gov.cn/S/000000000000", "0000-0000-0000")
    assert artwork.face(COPY).items[0] is artwork.face(other).items[0]


def test_what_is_not_known_is_left_out() -> None:
    face = _face(CHECKUP)
    assert "济南市司法局" not in _words(face)
    assert "注意" not in _words(face)
    assert "本地受理点" not in _words(face)
    assert "法律核对" in _words(face)


def test_only_a_draft_says_so() -> None:
    assert "样稿·非正式发布" in _words(_face(PENALTY))
    assert "样稿" not in _words(_face(replace(PENALTY, is_draft=False)))


@pytest.mark.parametrize(("design", "content"), [(A5, PENALTY), (CARD, CATALOGUE)])
def test_a_specimen_is_marked_thinly_across_every_side(design: str, content: Content) -> None:
    for number in range(len(load(design).plan.faces)):
        marks = [t for t in _texts(_face(specimen(content), design, number)) if t.text == "样张"]
        assert marks
        assert all(mark.opacity < 0.2 and mark.degrees for mark in marks)
        assert "样张" not in _words(_face(content, design, number))


def test_the_readers_last_day_alone_is_red() -> None:
    red = [
        m for m in _face(PENALTY).marks() if isinstance(m, Rect | Circle) and m.colour.name == "red"
    ]
    assert [type(mark) for mark in red] == [Circle, Rect] or [type(m) for m in red] == [
        Rect,
        Circle,
    ]
    for content in (NOTARY, CHECKUP):
        assert not [m for m in _face(content).marks() if m.colour.name == "red"]


def test_a_duration_that_is_nobodys_deadline_stands_in_a_frame() -> None:
    frames = [m for m in _face(NOTARY).marks() if isinstance(m, Rect) and m.line == 0.5]
    assert [frame.colour.name for frame in frames] == ["blue"]


def test_where_neither_paper_is_this_cards_both_boxes_are_tinted() -> None:
    tints = [m for m in _face(CHECKUP).marks() if isinstance(m, Rect) and m.colour.name == "tint"]
    assert len(tints) == 2


def test_stations_are_numbered_down_the_rail_and_keep_their_distance() -> None:
    for content in (PENALTY, NOTARY, CHECKUP):
        discs = [m for m in _face(content).marks() if isinstance(m, Circle) and m.radius == 3.5]
        middles = [disc.y for disc in discs]
        gaps = [below - above for above, below in pairwise(middles)]
        assert len(discs) == 6
        assert min(gaps) >= 13.6 - 1e-6


def test_a_card_without_stations_has_no_path() -> None:
    face = _face(replace(PENALTY, stations={}))
    assert not [m for m in face.marks() if isinstance(m, Circle)]


def test_colour_that_meets_the_edge_runs_into_the_bleed() -> None:
    band = next(mark for mark in _face(PENALTY).marks() if isinstance(mark, Rect))
    assert (band.area.x, band.area.y, band.area.right) == (-3, -3, 151)
    field = next(mark for mark in _face(CATALOGUE, CARD).marks() if isinstance(mark, Rect))
    assert (field.area.x, field.area.right, field.area.bottom) == (-3, 52, 57)


def test_all_text_keeps_clear_of_the_trim() -> None:
    for face in (_face(PENALTY), _face(CATALOGUE, CARD), _face(CATALOGUE, CARD, 1)):
        for text in _texts(face):
            assert text.x >= 4.9
            assert text.x + text.width <= face.width - 4.9
            assert text.baseline <= face.height - 4


def test_a_known_desk_keeps_to_its_own_column_on_as_few_lines_as_it_needs() -> None:
    name = next(text for text in _texts(_face(NOTARY)) if text.text.startswith("济南市历下区"))
    case = next(text for text in _texts(_face(NOTARY)) if text.text == "本地受理点")
    assert name.baseline == pytest.approx(case.baseline, abs=0.3)
    assert name.x == pytest.approx(case.x + case.width + 3)


def test_a_long_desk_takes_all_the_lines_there_are_and_a_longer_one_is_refused() -> None:
    table = NOTARY.stations["table"]
    assert isinstance(table, Table)
    name = "济南市历下区公共法律服务中心行政复议接待窗口"
    long = f"{name}　历下区解放东路99号政务服务中心三楼305室　0531-88000000"
    said = _texts(_face(_with("table", replace(table, desk=("本地受理点", long)))))
    first = next(text for text in said if text.text.startswith(name))
    assert len({text.baseline for text in said if text.x == first.x}) == 3
    with pytest.raises(Overflow) as refused:
        _face(_with("table", replace(table, desk=("本地受理点", long * 2))))
    assert refused.value.box == "path.table"


@pytest.mark.parametrize(
    ("name", "text", "box"),
    [
        ("title", "对行政处罚决定不服而且还要说很多话？", "question"),
        ("sub", "可" * 40, "sub"),
        ("band", "行政处罚信息信用修复以及其他许多事项的办理", "service"),
        ("note", "复" * 90, "path.note"),
        ("office", "济南市" * 12, "foot"),
        ("domain", "a" * 60 + ".gov.cn", "typed"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_by_the_name_of_its_box(
    name: str, text: str, box: str
) -> None:
    with pytest.raises(Overflow) as refused:
        _face(replace(PENALTY, words={**PENALTY.words, name: text}))
    assert refused.value.box == box
    assert refused.value.surplus >= 1


@pytest.mark.parametrize(
    ("name", "station"),
    [
        ("first", Fork(("先看",), (Side("一", "二" * 20, "三"), Side("四", "五", "六")))),
        ("figure", Figure(("最晚哪天",), ("一" * 17, "二" * 17, "三" * 17, "四"), "60", "日")),
        ("figure", Figure(("多久办好",), ("一" * 90,))),
        ("table", Table(("向谁申请",), (("区" * 80, "济南市人民政府"),))),
        ("bring", Paragraphs(("带什么",), ("一", "二", "三", "四", "五"))),
        ("cost", Amount(("花多少钱",), "按标准收费", "具体请咨询公证机构" * 8)),
        ("cost", Amount(("一" * 20,), "不收费")),
    ],
)
def test_a_station_that_does_not_fit_is_refused_by_its_name(
    name: str, station: Fork | Figure | Table | Paragraphs | Amount
) -> None:
    with pytest.raises(Overflow) as refused:
        _face(_with(name, station))
    assert refused.value.box == f"path.{name}"


def test_a_card_that_is_full_draws_its_stations_together_before_it_refuses() -> None:
    bring = Paragraphs(("带什么",), ("申请书。", "决定书。", "执照。", "身份证明。"))
    discs = [m for m in _face(_with("bring", bring)).marks() if isinstance(m, Circle)]
    assert len(discs) > 6
    table = PENALTY.stations["table"]
    assert isinstance(table, Table)
    crowded = replace(table, rows=table.rows * 3)
    with pytest.raises(Crowded) as refused:
        _face(_with("table", crowded))
    assert (refused.value.box, refused.value.surplus > 20) == ("path", True)


def test_a_character_without_a_glyph_is_refused_by_box_and_character() -> None:
    with pytest.raises(MissingGlyphs) as refused:
        _face(replace(PENALTY, words={**PENALTY.words, "office": "😀局"}))
    assert (refused.value.box, refused.value.characters) == ("foot", "😀")


def test_the_batch_goes_before_the_foot_runs_over() -> None:
    words = {**PENALTY.words, "office": "济南市历下区人民政府行政复议与应诉工作办公室"}
    said = _words(_face(replace(PENALTY, words=words)))
    assert "2026-11-23" in said
    assert "批次" not in said


def test_a_longer_address_takes_a_larger_symbol_of_finer_dots() -> None:
    (symbol,) = _face(PENALTY, version=5).symbols()
    assert symbol.matrix.size == 37
    assert symbol.module == pytest.approx(9 * 25.4 / 300)
    assert symbol.bounds.right == pytest.approx(138)


def test_an_address_that_needs_too_fine_a_symbol_is_refused() -> None:
    with pytest.raises(SymbolTooSmall) as refused:
        compose(load(CARD), CATALOGUE, version=10)
    assert (refused.value.box, refused.value.smallest) == ("symbol", 6)


def test_an_address_longer_than_the_batchs_symbol_is_refused() -> None:
    (artwork,) = compose(load(A5), PENALTY, version=4)
    with pytest.raises(AddressTooLong):
        artwork.face(Copy("https://" + "a" * 80 + ".gov.cn/S/7K3MQ2XA9PRD", COPY.code))


@pytest.mark.parametrize(
    ("written", "instead", "box"),
    [
        ("baseline = 33.4", "baseline = 31.5", "code"),
        ("baseline = 37.8", "baseline = 12", "typed"),
        ("w = 52", "w = 58", "field"),
        ("y = 5.2", "y = 0.5", "paper"),
        ("x = 4\ny = 6\nw = 44", "x = 45\ny = 6\nw = 44", "specimen"),
    ],
)
def test_nothing_may_enter_the_quiet_zone(written: str, instead: str, box: str) -> None:
    text = assets.read_bytes("designs", f"{CARD}.toml").decode()
    assert written in text
    design = parse(text.replace(written, instead, 1), name=CARD)
    with pytest.raises(QuietZone) as refused:
        [artwork.face(COPY) for artwork in compose(design, specimen(CATALOGUE), version=4)]
    assert (refused.value.box, refused.value.symbol) == (box, "symbol")


def test_an_index_closes_up_for_a_fourth_line_and_refuses_a_fifth() -> None:
    more = (Entry("执法证件", "14"),)
    four = {**CATALOGUE.index, "enforce": CATALOGUE.index["enforce"] + more}
    rules = [m for m in _face(replace(CATALOGUE, index=four), CARD, 1).marks() if is_rule(m)]
    assert rules[1].y1 - rules[0].y1 == pytest.approx(3.6)
    five = {**four, "enforce": four["enforce"] + more}
    with pytest.raises(Crowded) as refused:
        _face(replace(CATALOGUE, index=five), CARD, 1)
    assert refused.value.box == "index"


def test_an_empty_catalogue_is_drawn_without_leads_and_entries() -> None:
    face = _face(Content(words=CATALOGUE.words), CARD, 1)
    assert "手里是什么，先看哪一项" in _words(face)


def test_one_paper_alone_takes_the_whole_width() -> None:
    face = _face(replace(CATALOGUE, leads=(Lead("还没处罚", "《事先告知书》", "06"),)), CARD, 1)
    (box,) = [m for m in face.marks() if isinstance(m, Rect)]
    assert box.area.w == 80


def test_a_paragraph_box_breaks_its_text_and_centres_or_aligns_it() -> None:
    text = assets.read_bytes("designs", f"{CARD}.toml").decode()
    written = 'name = "safety"\nx = 5\nw = 80\n'
    assert written in text
    instead = 'name = "safety"\nx = 5\nw = 40\nlines = 2\nalign = "centre"\n'
    design = parse(text.replace(written, instead), name=CARD)
    face = compose(design, CATALOGUE, version=4)[1].face(COPY)
    first = next(t for t in _texts(face) if t.text.startswith("本卡页面"))
    second = next(t for t in _texts(face) if t.text.startswith("本码不是"))
    assert second.baseline > first.baseline
    assert first.x + first.width / 2 == pytest.approx(25, abs=1)
