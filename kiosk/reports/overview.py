"""扫码统计 on one page: a few reports of the last days, made in one snapshot of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.jump import PAST_DAYS, Jump, jumps
from kiosk.domain.period import Period, Zone
from kiosk.domain.placement import Placement
from kiosk.domain.report import Ask, Dimension, Imprint, Line, Report
from kiosk.domain.uncounted import Uncounted
from kiosk.reports.report import make
from kiosk.store import catalogues, placements, totals
from kiosk.store.driver import Reader

SPANS = (1, 7, 30)
TREND_DAYS = {1: 7, 7: 7, 30: 30}  # one day alone shows no trend


@dataclass(frozen=True, slots=True)
class Headline:
    """有效扫码次数 of the last days; `before` is that of as many days before them.

    A number that has no basis, because nothing was counted yet, is None and never 0.
    """

    period: Period
    scans: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """What one service, district or placement had of the period."""

    id: str
    name: str
    line: Line
    before: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """The shares, most scans first; those that had none come last. `total` has no id."""

    shares: tuple[Share, ...]
    total: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The figures of the page. `since` is the first day on which anything could be counted."""

    period: Period
    since: date | None
    is_empty: bool
    headlines: tuple[Headline, ...]
    trend: Report
    days: tuple[tuple[date, Line | None], ...]
    of_period: Report
    services: Table
    districts: Table
    placements: Table
    places: Mapping[str, Placement]
    jumps: tuple[Jump, ...]


async def overview(
    reader: Reader,
    *,
    days: int,
    catalogue: Catalogue,
    imprint: Imprint,
    zone: Zone,
    uncounted: Uncounted,
) -> Overview:
    """The figures of the last `days` days, which is one of `SPANS`; raises Problem."""
    looking = _Looking(reader, catalogue, imprint, uncounted, await _since(reader, zone))
    today = imprint.made_at.date()
    period = Period.until(today, days=days)
    months = await looking.report(Period(period_of(today).before.first, today), Dimension.DAY)
    trend = await looking.report(Period.until(today, days=TREND_DAYS[days]), Dimension.DAY)
    places = await placements.known(reader)
    of_period = await looking.report(period, Dimension.SERVICE)
    return Overview(
        period=period,
        since=looking.since,
        is_empty=await totals.first_day(reader) is None,
        headlines=tuple(looking.headline(Period.until(today, days=n), months) for n in SPANS),
        trend=trend,
        days=tuple(looking.days(trend)),
        of_period=of_period,
        services=await looking.table(of_period, [s.id for s in catalogue.services]),
        districts=await looking.table(
            await looking.report(period, Dimension.DISTRICT), catalogue.districts
        ),
        placements=await looking.table(
            await looking.report(period, Dimension.PLACEMENT), sorted(places)
        ),
        places=places,
        jumps=await _jumps(reader, today),
    )


async def _jumps(reader: Reader, today: date) -> tuple[Jump, ...]:
    """Placements that went far beyond their own past, today or yesterday."""
    last = Period.until(today, days=2)
    past = Period.until(today, days=len(last.days) + PAST_DAYS)
    return jumps(await totals.days_of_placements(reader, past), last.days)


def period_of(today: date) -> Period:
    """The longest of the spans."""
    return Period.until(today, days=max(SPANS))


@dataclass(frozen=True, slots=True)
class _Looking:
    """One snapshot, and what all its reports share."""

    reader: Reader
    catalogue: Catalogue
    imprint: Imprint
    uncounted: Uncounted
    since: date | None

    async def report(self, period: Period, by: Dimension) -> Report:
        return await make(
            self.reader,
            Ask(period, (by,)),
            catalogue=self.catalogue,
            imprint=self.imprint,
            uncounted=self.uncounted,
        )

    def has_basis(self, day: date) -> bool:
        return self.since is not None and self.since <= day

    def headline(self, period: Period, months: Report) -> Headline:
        before = period.before
        had = _scans(months, before) if self.has_basis(before.first) else None
        return Headline(period, _scans(months, period), had)

    def days(self, trend: Report) -> Iterable[tuple[date, Line | None]]:
        lines = {line.key[0]: line for line in trend.lines}
        for day in trend.ask.period.days:
            nothing = Line((day,), 0, 0, 0, 0) if self.has_basis(day) else None
            yield day, lines.get(day, nothing)

    async def table(self, report: Report, ids: Iterable[str]) -> Table:
        """The report as a table that has a line for each of `ids` too."""
        by = report.ask.by[0]
        earlier = await self._earlier(report)
        lines = {str(line.key[0]): line for line in report.lines}
        shares = [
            Share(
                key,
                report.name(by, key),
                lines.get(key, Line((key,), 0, 0, 0, 0)),
                None if earlier is None else earlier[key],
            )
            for key in dict.fromkeys((*ids, *sorted({*lines, *(earlier or ())})))
        ]
        shares.sort(key=lambda share: -share.line.scans)
        whole = None if earlier is None else earlier.total()
        return Table(tuple(shares), Share("", "", report.total, whole))

    async def _earlier(self, report: Report) -> Counter[str] | None:
        """Scans of the period before, by id; None where that has no basis."""
        before = report.ask.period.before
        if not self.has_basis(before.first):
            return None
        lines = (await self.report(before, report.ask.by[0])).lines
        return Counter({str(line.key[0]): line.scans for line in lines if line.scans})


def _scans(months: Report, period: Period) -> int:
    days = frozenset(period.days)
    return sum(line.scans for line in months.lines if line.key[0] in days)


async def _since(reader: Reader, zone: Zone) -> date | None:
    """Since when there are counts: the first publication, or a count that is older."""
    published = await catalogues.first_published(reader)
    begun = [] if published is None else [zone.today(published)]
    opened = await totals.first_day(reader)
    return min([*begun, *([opened] if opened else [])], default=None)
