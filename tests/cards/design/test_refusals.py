"""What is refused: texts, characters, crowds and quiet zones, each by the name of its box."""

from __future__ import annotations

from dataclasses import replace

import pytest

import assets
from cards.design import (
    Amount,
    Copy,
    Crowded,
    Design,
    Entry,
    Figure,
    Fork,
    OutsideSafeArea,
    Paragraphs,
    QuietZone,
    Side,
    Station,
    SymbolsTooClose,
    SymbolTooSmall,
    Table,
    compose,
    load,
    parse,
)
from cards.marks import Circle
from cards.qr import AddressTooLong
from cards.typeset import MissingGlyphs, Overflow
from tests.cards.contents import CATALOGUE, COPY, ITEMS, PENALTY, specimen
from tests.cards.design.drawing import A5, CARD, drawn, is_rule, penalty_with

BELOW = 'baseline = 52\nspans = [\n  { text = "法律'


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
        drawn(replace(PENALTY, words={**PENALTY.words, name: text}))
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
def test_a_station_that_does_not_fit_is_refused_by_its_name(name: str, station: Station) -> None:
    with pytest.raises(Overflow) as refused:
        drawn(penalty_with(name, station))
    assert refused.value.box == f"path.{name}"


def test_a_card_that_is_full_draws_its_stations_together_before_it_refuses() -> None:
    bring = Paragraphs(("带什么",), ("申请书。", "决定书。", "执照。", "身份证明。"))
    discs = [m for m in drawn(penalty_with("bring", bring)).marks() if isinstance(m, Circle)]
    assert len(discs) > 6
    table = PENALTY.stations["table"]
    assert isinstance(table, Table)
    crowded = replace(table, rows=table.rows * 3)
    with pytest.raises(Crowded) as refused:
        drawn(penalty_with("table", crowded))
    assert (refused.value.box, refused.value.surplus > 20) == ("path", True)


def test_a_character_without_a_glyph_is_refused_by_box_and_character() -> None:
    with pytest.raises(MissingGlyphs) as refused:
        drawn(replace(PENALTY, words={**PENALTY.words, "office": "😀局"}))
    assert (refused.value.box, refused.value.characters) == ("foot", "😀")


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
        ("baseline = 33.2", "baseline = 31.5", "code"),
        ("baseline = 36.2", "baseline = 12", "typed"),
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


def _changed(name: str, written: str, instead: str) -> Design:
    text = assets.read_bytes("designs", f"{name}.toml").decode()
    assert written in text
    return parse(text.replace(written, instead, 1), name=name)


@pytest.mark.parametrize(
    ("design", "written", "instead", "box"),
    [
        (CARD, "x = 5\nw = 70", "x = 2\nw = 70", "heading"),
        (CARD, 'baseline = 49\nspans = [\n  { text = "法律', BELOW, "foot"),
        (CARD, "w = 52\nh = 54", "w = 52\nh = 52", None),
        (CARD, "x = 0\ny = 0\nw = 52\nh = 54", "x = 1\ny = 1\nw = 50\nh = 52", "field"),
        (CARD, "x = 80.2\ny = 4\n", "x = 82.6\ny = 4\n", "emblem"),
        ("tent", "x = 9\ny = 6.4", "x = 9\ny = 3", "behind.emblem"),
        ("leaflet-a4-fold3", 'face = "inside", x = 200', 'face = "inside", x = 190', "enforce"),
    ],
)
def test_nothing_but_colour_that_runs_over_it_comes_near_a_cut_or_a_fold(
    design: str, written: str, instead: str, box: str | None
) -> None:
    changed = _changed(design, written, instead)
    if box is None:
        compose(changed, CATALOGUE, version=4)
        return
    with pytest.raises(OutsideSafeArea) as refused:
        compose(changed, CATALOGUE, version=4)
    assert refused.value.box.startswith(box)
    assert refused.value.surplus > 0


def test_two_symbols_that_a_camera_would_see_at_once_are_refused() -> None:
    closer = _changed("leaflet-a4-fold3", "pitch = 47.5", "pitch = 47")
    with pytest.raises(SymbolsTooClose) as refused:
        compose(closer, CATALOGUE, version=4)
    assert (refused.value.box, refused.value.other) == (
        "prove-roll.04.symbol",
        "prove-roll.05.symbol",
    )
    assert refused.value.gap == pytest.approx(47 - 33 * 8 * 25.4 / 300)


def test_a_service_that_says_too_much_for_its_row_is_refused_by_its_number() -> None:
    long = replace(ITEMS[9], name="行政处罚信息信用修复与其他许多事项")
    with pytest.raises(Crowded) as refused:
        compose(load("leaflet-a4-fold3"), replace(CATALOGUE, items=ITEMS | {9: long}), version=4)
    assert refused.value.box == "enforce-roll.09"


@pytest.mark.parametrize("name", ["card-id1-service", "sticker-60", "tent", "poster-a3"])
def test_an_office_or_an_address_that_no_box_holds_is_refused_by_its_name(name: str) -> None:
    content = PENALTY if name == "card-id1-service" else CATALOGUE
    words = {**content.words, "domain": "a" * 90 + ".gov.cn"}
    with pytest.raises(Overflow) as refused:
        compose(load(name), replace(content, words=words), version=4)
    assert refused.value.box.endswith("domain")


def test_an_index_closes_up_for_a_fourth_line_and_refuses_a_fifth() -> None:
    more = (Entry("执法证件", "14"),)
    four = {**CATALOGUE.index, "enforce": CATALOGUE.index["enforce"] + more}
    rules = [m for m in drawn(replace(CATALOGUE, index=four), CARD, 1).marks() if is_rule(m)]
    assert rules[1].y1 - rules[0].y1 == pytest.approx(3.6)
    five = {**four, "enforce": four["enforce"] + more}
    with pytest.raises(Crowded) as refused:
        drawn(replace(CATALOGUE, index=five), CARD, 1)
    assert refused.value.box == "index"
