"""The ledger of scans: rows, and the totals that every report is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kiosk.domain.period import Zone
from kiosk.domain.scan import RULES, Opening, Scan

Line = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A statement that writes many rows at once.

    One step writes them all: a step gives the interpreter's lock away and has to wait to get it
    back, so a step a row would make a busy service wait for its own writer.
    """

    start: str
    columns: int
    end: str

    def statements(self, lines: Sequence[Line]) -> Iterator[tuple[str, list[object]]]:
        """Statements and their parameters, in few sizes so that they are prepared once."""
        place = 0
        for size in CHUNKS:
            while len(lines) - place >= size:
                chunk = lines[place : place + size]
                yield _text(self, size), [value for line in chunk for value in line]
                place += size


@cache
def _text(rows: Rows, size: int) -> str:
    line = f"({', '.join('?' * rows.columns)})"
    return f"{rows.start} values {', '.join([line] * size)} {rows.end}"


CHUNKS = (256, 64, 32, 16, 8, 4, 2, 1)

# Every table as the start and the end of a statement with as many rows between as there are.
INSERT_SCAN = Rows(
    "insert into scan (id, at, day, act, serial, first, service, district, source, class, client, "
    "device, signs, rules)",
    14,
    "on conflict (id) do nothing",
)
ADD_DAY = Rows(
    "insert into total_day (day, act, service, district, class, source, n)",
    7,
    "on conflict (day, act, service, district, class, source) do update set n = n + excluded.n",
)
ADD_RANGE = Rows(
    "insert into total_range (day, first, act, service, class, source, n)",
    7,
    "on conflict (day, first, act, service, class, source) do update set n = n + excluded.n",
)
ADD_HOUR = Rows(
    "insert into total_hour (month, weekday, hour, act, service, district, class, n)",
    8,
    "on conflict (month, weekday, hour, act, service, district, class) "
    "do update set n = n + excluded.n",
)


def scan_rows(zone: Zone, scans: Iterable[Scan]) -> list[Line]:
    """The rows of `INSERT_SCAN`."""
    return [(scan[0], scan[1], zone.moment(scan[1]).day, *scan[2:], RULES) for scan in scans]


def fold(
    zone: Zone, scans: Iterable[Scan], openings: Mapping[Opening, int]
) -> tuple[tuple[Rows, Sequence[Line]], ...]:
    """The share of a group in each table of totals."""
    days: Counter[Line] = Counter()
    ranges: Counter[Line] = Counter()
    hours: Counter[Line] = Counter()
    for scan in scans:
        when = zone.moment(scan.at)
        days[when.day, scan.act, scan.service, scan.district, scan.klass, scan.source] += 1
        ranges[when.day, scan.first, scan.act, scan.service, scan.klass, scan.source] += 1
        place = (scan.act, scan.service, scan.district, scan.klass)
        hours[(when.month, when.weekday, when.hour, *place)] += 1
    for opening, n in openings.items():
        days[zone.moment(opening.at).day, opening.act, "", "", opening.klass, ""] += n
    return tuple(
        (table, [(*key, n) for key, n in totals.items()])
        for table, totals in ((ADD_DAY, days), (ADD_RANGE, ranges), (ADD_HOUR, hours))
    )
