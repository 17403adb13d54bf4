"""placements.csv: every bad row is named, and none is taken unless all are good."""

from __future__ import annotations

import codecs

import pytest

from kiosk.domain.placement import PlacementKind, Spot
from kiosk.editing import Placements, read_placements
from tests.make import catalogue

GOOD = "区县,投放点,类型,数量\n历下区, 历下区政务服务中心 ,窗口,500\n370103,市中大厅,kiosk,1\n"
SPOTS = (
    Spot("370102", "历下区政务服务中心", PlacementKind.WINDOW, 500),
    Spot("370103", "市中大厅", PlacementKind.KIOSK, 1),
)


def read(content: str | bytes, copies: int | None = None) -> Placements:
    encoded = content.encode() if isinstance(content, str) else content
    return read_placements(encoded, catalogue().districts, copies=copies)


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        codecs.BOM_UTF8 + GOOD.encode(),
        GOOD.encode("gb18030"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("区县,投放点,类型,数量", "district,name,kind,copies"),
        "类型,数量,投放点,区县\n窗口,500,历下区政务服务中心,历下\nkiosk,1,市中大厅,市中区\n",
        GOOD + "\n,,,\n",
        GOOD.replace("kiosk", "KIOSK"),
        GOOD.replace(" 历下区政务服务中心 ", '"历下区政务服务中心"'),
        GOOD.replace("窗口,500", "窗口,500,,"),
    ],
)
def test_a_good_file_is_read_in_every_form(content: str | bytes) -> None:
    assert read(content) == Placements(SPOTS, ())


@pytest.mark.parametrize("written", ["甲　厅", "甲\u00a0厅", '"甲\n厅"', "  甲  厅 "])
def test_blanks_inside_a_name_are_one_space(written: str) -> None:
    (spot,) = read(f"区县,投放点,类型,数量\n历下区,{written},窗口,5\n").spots
    assert spot.name == "甲 厅"


def test_copies_fill_only_an_empty_column() -> None:
    found = read("区县,投放点,类型,数量\n高新区,甲,海报,\ngx,乙,线上,7\n", copies=30)
    assert [(s.district, s.copies) for s in found.spots] == [("gx", 30), ("gx", 7)]


def test_every_bad_row_is_named_by_its_number() -> None:
    found = read(
        "区县,投放点,类型,数量\n"
        "历下区,甲,窗口,5\n"
        "青岛,,柜台,0\n"
        "历下区,甲,窗口,9\n"
        "历下区,乙,窗口,１２\n"
        "历下区,丙,窗口,-3\n"
        f"历下区,{'长' * 61},窗口,1\n"
        "历下区,丁,窗口,1,000\n"
        "历下区,戊,窗口,\n"
        "历下区,己,窗口\n"
    )
    assert found.listing.zh.splitlines() == [
        "第3行：没有区县“青岛”",
        "第3行：投放点没有名称",
        "第3行：类型“柜台”应为窗口、邮寄、海报、自助终端、线上之一",
        "第3行：数量“0”应为1至1000000的整数",
        "第4行：与第2行是同一个投放点",
        "第5行：数量“１２”应为1至1000000的整数",
        "第6行：数量“-3”应为1至1000000的整数",
        "第7行：投放点名称超过60个字",
        "第8行：比表头多出“000”；有逗号的内容要加英文双引号，数字里不写逗号",
        "第9行：没有写数量",
        "第10行：没有写数量",
    ]
    assert found.listing.en.splitlines()[0] == "row 3: there is no district “青岛”"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "文件是空的"),
        ("区县,投放点,类型,数量\n", "没有投放点"),
        ("区县,投放点\n历下区,甲\n", "表头应为"),
        ("区县,区县,投放点,类型,数量\n", "表头应为"),
        (b"\xff\xff\xff", "读不出文字"),
        ('区县,投放点,类型,数量\n"历下区,甲\n', "不是完整的 CSV"),
        ("区县,投放点,类型,数量\n" + "历下区,甲,窗口,1\n" * 5_001, "超过5000行"),
        ("x" * (1024 * 1024 + 1), "超过1024 KiB"),
    ],
)
def test_a_file_that_is_none_is_told_in_one_sentence(content: str | bytes, told: str) -> None:
    found = read(content)
    assert found.spots == ()
    assert told in found.listing.zh
    assert len(found.faults) == 1
