"""Figures in sentences: a time is found, a date and a manner of speaking are not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.limit import Unit
from kiosk.editing.figure import durations, english_durations, shares, sums
from kiosk.editing.numeral import number

DAY, WORK, MONTH, YEAR = Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("60日内提出", [(60, DAY)]),
        ("60 日内提出", [(60, DAY)]),
        ("６０日内提出", [(60, DAY)]),
        ("六十日内", [(60, DAY)]),
        ("十五个工作日", [(15, WORK)]),
        ("5工作日", [(5, WORK)]),
        ("7个自然日", [(7, DAY)]),
        ("三个月", [(3, MONTH)]),
        ("两年内", [(2, YEAR)]),
        ("一百八十日", [(180, DAY)]),
        ("半年", [(6, MONTH)]),
        ("3至5个工作日", [(3, WORK), (5, WORK)]),
        ("三日、五日", [(3, DAY), (5, DAY)]),
        ("10天", [(10, DAY)]),
        ("期满后一年内", [(1, YEAR)]),
        ("最长不超过1年", [(1, YEAR)]),
        ("一年期间", [(1, YEAR)]),
        ("6月内", [(6, MONTH)]),
        ("3个月15日", [(3, MONTH), (15, DAY)]),
        ("超过5年的（因不动产提出的超过20年）", [(5, YEAR), (20, YEAR)]),
    ],
)
def test_a_time_is_found(text: str, found: list[tuple[int, Unit]]) -> None:
    assert [(time.value, time.unit) for time in durations(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月1日起施行",
        "二〇二六年三月一日",
        "2020年版286项",
        "每年3月底前",
        "每月15日",
        "上半年",
        "第60条、第六十二条",
        "第五年",
        "从第二天算起",
        "最后一天是休假日的",
        "休假日后的第一日",
        "同一天、某一年、每一年",
        "一年期贷款市场报价利率",
        "12345热线24小时",
        "国办发〔2024〕54号",
        "3%、3000元、13项",
        "1至2名代理人",
        "当日、次日、每日",
        "0.5年",
        "0" * 5000 + "日",
    ],
)
def test_a_date_an_ordinal_and_a_manner_of_speaking_are_no_times(text: str) -> None:
    assert durations(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("within 60 days", [(60, DAY)]),
        ("60-day period", [(60, DAY)]),
        ("5 working days", [(5, WORK)]),
        ("1 month", [(1, MONTH)]),
        ("3 to 5 years", [(3, YEAR), (5, YEAR)]),
        ("Article 60; 2026; in 24 hours", []),
    ],
)
def test_english_times_are_found(text: str, found: list[tuple[int, Unit]]) -> None:
    assert [(time.value, time.unit) for time in english_durations(text)] == found


@pytest.mark.parametrize(
    ("text", "share"),
    [("3%", "0.03"), ("百分之三", "0.03"), ("0.05％", "0.0005"), ("万分之五", "0.0005")],
)
def test_a_share_reads_the_same_in_digits_and_words(text: str, share: str) -> None:
    assert [found.value for found in shares(text)] == [Decimal(share)]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("3000元", [3000]),
        ("3,000元", [3000]),
        ("三千元", [3000]),
        ("30万元", [300_000]),
        ("三十万元", [300_000]),
        ("2.5万元", [25_000]),
        ("1亿元", [100_000_000]),
        ("多元化解、单元、一元化", []),
    ],
)
def test_a_sum_reads_the_same_in_digits_and_words(text: str, yuan: list[int]) -> None:
    assert [found.value for found in sums(text)] == yuan


@given(st.integers(1, 99_999_999))
def test_every_number_is_read_back_from_chinese(value: int) -> None:
    assert number(in_chinese(value)) == value


@given(
    st.text(
        alphabet="〇零一二两三四五六七八九十百千万0123456789个日月年工作天第至、半%元分之",
        max_size=60,
    )
)
def test_no_heap_of_numerals_breaks_the_reader(text: str) -> None:
    for time in durations(text):
        assert time.text in text
    for found in (*shares(text), *sums(text)):
        assert found.text in text


def in_chinese(value: int) -> str:
    """The number as a statute writes it."""
    upper, lower = divmod(value, 10_000)
    if upper:
        gap = "零" if 0 < lower < 1000 else ""
        return f"{in_chinese(upper)}万{gap}{in_chinese(lower) if lower else ''}"
    words, gap = "", ""
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = lower // scale % 10
        if digit:
            words += gap + "〇一二三四五六七八九"[digit] + sign
            gap = ""
        elif words:
            gap = "零"
    return words
