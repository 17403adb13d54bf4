"""Figures in sentences: times that bind somebody, percentages and sums of money.

A date (2026年3月1日), an ordinal (第二日) and a manner of speaking (最后一天) are no times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kiosk.domain.limit import Unit
from kiosk.editing.numeral import DIGITS, NUMERAL, SCALES, number


@dataclass(frozen=True, slots=True)
class Duration:
    """A time as written: ``60日``, ``三个月``. A bare 日 is taken for a natural day."""

    value: int
    unit: Unit
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A share (3% is 0.03) or a sum in yuan, as written."""

    value: Decimal
    text: str


_UNITS: Final = {
    "工作日": Unit.WORKING_DAY,
    "自然日": Unit.NATURAL_DAY,
    "日": Unit.NATURAL_DAY,
    "天": Unit.NATURAL_DAY,
    "月": Unit.MONTH,
    "年": Unit.YEAR,
}
_ENGLISH_UNITS: Final = {
    "working day": Unit.WORKING_DAY,
    "business day": Unit.WORKING_DAY,
    "calendar day": Unit.NATURAL_DAY,
    "natural day": Unit.NATURAL_DAY,
    "day": Unit.NATURAL_DAY,
    "month": Unit.MONTH,
    "year": Unit.YEAR,
}
_DURATION: Final = re.compile(
    rf"(?<![\d.{DIGITS}{SCALES}])"
    rf"(?:(?P<low>{NUMERAL})\s*(?:至|到|或者?|[—–~～、-])\s*)?"
    r"(?P<value>" + NUMERAL + r")\s*(?P<measure>个)?\s*(?P<unit>工作日|自然日|[日天月年])"
)
_HALF_YEAR: Final = re.compile(r"(?<![上下])半年")
_ENGLISH: Final = re.compile(
    r"\b(?:(?P<low>\d{1,9})\s*(?:to|or|and|[–-])\s*)?(?P<value>\d{1,9})[ -]"
    r"(?P<unit>(?:working |business |calendar |natural )?(?:day|month|year))s?\b",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(r"(?P<value>\d{1,9}(?:\.\d{1,9})?)\s*[%％]")
_FRACTION: Final = re.compile(rf"(?P<whole>[百千万])分之(?P<value>{NUMERAL})")
_SUM: Final = re.compile(
    rf"(?P<value>\d[\d,]{{0,15}}(?:\.\d{{1,4}})?|[{DIGITS}{SCALES}]{{1,20}})(?P<scale>[万亿])?元(?!化)"
)
_IDIOM: Final = re.compile(r"(?:[同某有哪这那任首头末每]一[日天月年]|后一[日天])(?!以?内)")
_DAY_OF_MONTH: Final = re.compile(r"(?<!个)月\s*$")
_LOAN_RATE_OR_AGE: Final = re.compile(r"期(?![间限内满])|[代级]")
_FIRST_NAMED_YEAR: Final = 1000  # a number of years from here on is a year's name


def durations(text: str) -> tuple[Duration, ...]:
    """Every time in a Chinese sentence, in order; both ends of a range (3至5个工作日)."""
    found: list[Duration] = []
    for match in _DURATION.finditer(text):
        if not _is_date(text, match):
            found.extend(_ends(match, _UNITS[match["unit"]]))
    found.extend(Duration(6, Unit.MONTH, match[0]) for match in _HALF_YEAR.finditer(text))
    return tuple(found)


def english_durations(text: str) -> tuple[Duration, ...]:
    """Every time in an English sentence that is written with digits (60 days, 5 working days)."""
    found: list[Duration] = []
    for match in _ENGLISH.finditer(text):
        found.extend(_ends(match, _ENGLISH_UNITS[match["unit"].lower()]))
    return tuple(found)


def shares(text: str) -> tuple[Quantity, ...]:
    """Every percentage (3%) and Chinese fraction (百分之三, 万分之五)."""
    found = [Quantity(Decimal(m["value"]) / 100, m[0]) for m in _PERCENT.finditer(text)]
    for match in _FRACTION.finditer(text):
        whole = {"百": 100, "千": 1000, "万": 10_000}[match["whole"]]
        found.append(Quantity(Decimal(number(match["value"])) / whole, match[0]))
    return tuple(found)


def sums(text: str) -> tuple[Quantity, ...]:
    """Every sum of money in yuan (3000元, 三千元, 30万元)."""
    scales = {"万": 10_000, "亿": 100_000_000, None: 1}
    return tuple(
        Quantity(_decimal(match["value"]) * scales[match["scale"]], match[0])
        for match in _SUM.finditer(text)
    )


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "")) if text[0].isdecimal() else Decimal(number(text))


def _ends(match: re.Match[str], unit: Unit) -> Iterator[Duration]:
    for end in ("low", "value"):
        if match[end] is not None:
            yield Duration(number(match[end]), unit, match[0])


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a time is a date, an ordinal, or a manner of speaking."""
    start, end = match.span()
    before, after = text[max(0, start - 4) : start], text[end : end + 3]
    if before.endswith("第") or _IDIOM.match(before[-1:] + match[0] + after):
        return True
    return not match["measure"] and _names_a_day(before, after, match)


def _names_a_day(before: str, after: str, match: re.Match[str]) -> bool:
    match match["unit"]:
        case "日":  # 5月1日
            return bool(_DAY_OF_MONTH.search(before))
        case "月":  # a length is written 3个月; 3月 is March, unless something must be done 内
            return not after.startswith(("内", "以内", "之内"))
        case "年":  # 2026年; 一年期 is the name of a loan rate, 一年期间 a time
            is_name = number(match["value"]) >= _FIRST_NAMED_YEAR or "〇" in match["value"]
            return is_name or bool(_LOAN_RATE_OR_AGE.match(after))
    return False
