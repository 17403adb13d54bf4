"""The ledger of scans: rows, and the totals that every report is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kiosk.domain.period import Zone
from kiosk.domain.scan import RULES, Opening, Scan

INSERT_SCAN = """
insert into scan (
    id, at, day, act, serial, first, service, district, source, class, client, device, signs, rules
) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (id) do nothing
"""

ADD_DAY = """
insert into total_day (day, act, service, district, class, source, n)
values (?, ?, ?, ?, ?, ?, ?)
on conflict (day, act, service, district, class, source) do update set n = n + excluded.n
"""

ADD_RANGE = """
insert into total_range (day, first, act, service, class, source, n)
values (?, ?, ?, ?, ?, ?, ?)
on conflict (day, first, act, service, class, source) do update set n = n + excluded.n
"""

ADD_HOUR = """
insert into total_hour (month, weekday, hour, act, service, district, class, n)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (month, weekday, hour, act, service, district, class) do update set n = n + excluded.n
"""

Line = tuple[object, ...]


def scan_rows(zone: Zone, scans: Iterable[Scan]) -> list[Line]:
    """The rows of `INSERT_SCAN`."""
    return [(scan[0], scan[1], zone.moment(scan[1]).day, *scan[2:], RULES) for scan in scans]


def fold(
    zone: Zone, scans: Iterable[Scan], openings: Mapping[Opening, int]
) -> tuple[tuple[str, Sequence[Line]], ...]:
    """The share of a group in each table of totals: statement and rows."""
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
        (statement, [(*key, n) for key, n in totals.items()])
        for statement, totals in ((ADD_DAY, days), (ADD_RANGE, ranges), (ADD_HOUR, hours))
    )
