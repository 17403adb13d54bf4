"""有效扫码次数 of batches: the same totals as the reports', keyed for one page."""

from __future__ import annotations

from kiosk.domain.period import Period
from kiosk.domain.report import Ask, Dimension
from kiosk.reports.report import MOST_LINES
from kiosk.store import totals
from kiosk.store.driver import Reader


async def scans_by_batch(reader: Reader, period: Period) -> dict[str, int]:
    """Scans of each batch in a period; a batch without any is absent."""
    lines = await totals.lines(reader, Ask(period, (Dimension.BATCH,)), most=MOST_LINES)
    return {str(line.key[0]): line.scans for line in lines}


async def scans_by_placement(reader: Reader, period: Period, batch: str) -> dict[str, int]:
    """Scans of a batch in a period, by the placement its cards lie at."""
    ask = Ask(period, (Dimension.BATCH, Dimension.PLACEMENT))
    lines = await totals.lines(reader, ask, most=MOST_LINES)
    return {str(line.key[1]): line.scans for line in lines if line.key[0] == batch}
