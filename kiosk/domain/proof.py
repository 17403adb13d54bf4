"""核对: what a total says, against what it is recomputed from, line by line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from kiosk.domain.scan import Class

Key = tuple[int | str, ...]
Line = Mapping[str, Any]
"""Columns by their names, and `n`: how many scans."""


@dataclass(frozen=True, slots=True)
class Total:
    """A table of totals, the columns that key its lines, and the table it is recomputed from."""

    table: str
    columns: tuple[str, ...]
    source: str

    def fold(self, lines: Iterable[Line]) -> Counter[Key]:
        """Lines of any grain, added up to this one."""
        key_of = itemgetter(*self.columns)
        counts: Counter[Key] = Counter()
        for line in lines:
            counts[key_of(line)] += line["n"]
        return counts


BY_DAY: Final = Total(
    "total_day", ("day", "act", "service", "district", "class", "source"), source="scan"
)
BY_RANGE: Final = Total(
    "total_range", ("day", "first", "act", "service", "class", "source"), source="scan"
)
BY_HOUR: Final = Total(
    "total_hour",
    ("month", "weekday", "hour", "act", "service", "district", "class"),
    source="scan",
)
BY_CLOCK: Final = Total("total_clock", ("day", "class", "clock"), source="device_event")
"""What devices reported, by whose time it was counted."""
BY_WEEKDAY: Final = Total(
    "total_hour", ("month", "weekday", "act", "service", "district", "class"), source="total_day"
)
"""The same table with its hours added up: what is left to compare once rows are gone."""
BY_BOTH: Final = Total(
    "total_day", ("day", "act", "service", "class", "source"), source="total_range"
)
"""What the two tables of a day have in common: they must agree with each other for ever."""
BY_RULES: Final = Total("day_rules", ("day", "rules"), source="scan")
"""Which rule sets counted a day: those of its rows must be told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that does not hold: recomputed it is `found`, the total says `told`."""

    total: Total
    key: Key
    found: int
    told: int

    @property
    def place(self) -> str:
        """The line, as somebody would look for it: table, then columns and values."""
        named = zip(self.total.columns, self.key, strict=True)
        cells = [f"{column}={'-' if value == '' else value}" for column, value in named]
        return " ".join([self.total.table, *cells])


@dataclass(frozen=True, slots=True)
class DayProof:
    """A day's totals against its rows: how many rows, the totals' digest, what differs."""

    day: int
    rows: int
    digest: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class MonthProof:
    """A month's hours: against its rows where it `has_rows` of all days, else against days."""

    month: int
    has_rows: bool
    differences: tuple[Difference, ...]


def compare(
    total: Total, found: Mapping[Key, int], told: Mapping[Key, int]
) -> tuple[Difference, ...]:
    """The lines that differ, by their keys. A line that is not there says 0."""
    keys = sorted(found.keys() | told.keys(), key=lambda key: [str(value) for value in key])
    pairs = ((key, found.get(key, 0), told.get(key, 0)) for key in keys)
    return tuple(Difference(total, key, one, other) for key, one, other in pairs if one != other)


def with_rows(lines: Iterable[Line]) -> list[Line]:
    """Lines of `BY_DAY` without those of forged and unknown codes, which write no rows."""
    return [line for line in lines if not _is_rowless(line)]


def digest_of(
    by_day: Iterable[Line], by_range: Iterable[Line], by_clock: Iterable[Line] = ()
) -> str:
    """SHA-256, in hexadecimal, of a day's lines of `BY_DAY`, `BY_RANGE` and `BY_CLOCK`.

    What is hashed: a line of text for each line that says more than 0, which is a JSON list of
    the table's name, the key in the order of its columns, and the number, in ASCII and without
    blanks (``["total_day",20261124,"scan","QC10","370102","person","card",3]``); sorted byte by
    byte, joined by line feeds, none at the end.
    """
    texts = [
        json.dumps([total.table, *key, n], separators=(",", ":"))
        for total, lines in ((BY_DAY, by_day), (BY_RANGE, by_range), (BY_CLOCK, by_clock))
        for key, n in total.fold(lines).items()
        if n
    ]
    return hashlib.sha256("\n".join(sorted(texts)).encode("ascii")).hexdigest()


def _is_rowless(line: Line) -> bool:
    is_unissued = line["class"] in (Class.FORGED.value, Class.UNKNOWN.value)
    return is_unissued and not (line["service"] or line["district"] or line["source"])
