"""The ledger of scans: what is written of each, whatever database keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from kiosk.domain.period import Zone
from kiosk.domain.proof import BY_DAY, BY_HOUR, BY_RANGE
from kiosk.domain.scan import Opening, Scan

Line = tuple[object, ...]

COLUMNS: Final = (
    *("id", "at", "act", "serial", "first", "service", "district", "source", "class", "client"),
    *("device", "signs", "shard", "rules", "day", "month", "weekday", "hour"),
)
"""Of a row of `lines`. The last three are not kept with the scan: a total is told by them."""
TOTALS: Final[Mapping[str, tuple[str, ...]]] = {
    total.table: (*total.columns, "shard") for total in (BY_DAY, BY_RANGE, BY_HOUR)
}
"""The columns that key the lines of each table of totals, in the order of its primary key."""


def lines(zone: Zone, scans: Iterable[Scan]) -> list[Line]:
    """A line of `COLUMNS` for each scan."""
    made: list[Line] = []
    for scan in scans:
        when = zone.moment(scan.at)
        made.append((*scan, when.day, when.month, when.weekday, when.hour))
    return made


def days(zone: Zone, openings: Mapping[Opening, int]) -> list[Line]:
    """Openings without a row, folded by day: day, act, class and how many."""
    folded: Counter[tuple[int, str, str]] = Counter()
    for opening, number in openings.items():
        folded[zone.moment(opening.at).day, opening.act, opening.klass] += number
    return [(*key, number) for key, number in folded.items()]
