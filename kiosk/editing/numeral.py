"""Numbers as Chinese texts write them: 60, 六十, 两, 一百八十, 三千."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "〇零一二两三四五六七八九"
SCALES: Final = "十百千万"
NUMERAL: Final = rf"(?:\d{{1,9}}(?!\d)|[{DIGITS}{SCALES}]{{1,20}})"

_VALUES = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_VALUES |= {"六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> int:
    """The value of `text`, which matches NUMERAL; digits in a row (二〇二六) read by position."""
    if text.isdecimal():
        return int(text)
    if not any(sign in SCALES for sign in text):
        return int("".join(str(_VALUES[sign]) for sign in text))
    upper, mark, lower = text.rpartition("万")
    return (_below_ten_thousand(upper) or 1) * 10_000 * bool(mark) + _below_ten_thousand(lower)


def _below_ten_thousand(text: str) -> int:
    total, digit = 0, 0
    for sign in text:
        if sign in _VALUES:
            digit = _VALUES[sign]
        else:
            total += (digit or 1) * _SCALES.get(sign, 1)
            digit = 0
    return total + digit
