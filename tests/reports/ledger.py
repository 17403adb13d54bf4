"""A ledger on a real database: places, cards and openings, told in a few words."""

from __future__ import annotations

import io
import itertools
import tomllib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

import assets
from kiosk.domain.catalogue import Catalogue, District, DistrictKind, Revision, Shared
from kiosk.domain.code import Algorithm, CodeKey
from kiosk.domain.fact import Bilingual
from kiosk.domain.period import Zone, epoch_ms
from kiosk.domain.placement import Batch, BatchState, CodeRange, Placement, PlacementKind, Spot
from kiosk.domain.report import Ask, Imprint, Report
from kiosk.domain.scan import Act, Class, Opening, Origin, Scan
from kiosk.domain.uncounted import Uncounted
from kiosk.domain.workflow import Service, Status
from kiosk.reports import FORMATS, columns, make, total_cells
from kiosk.store import batches, keys, placements
from kiosk.store.driver import Driver, Transaction
from kiosk.store.schema import migrate
from tests.stores import Store

NOON = "2026-11-24T04:00:00Z"  # twelve o'clock in Jinan
ZONE = "Asia/Shanghai"
KEY = CodeKey("K1", Algorithm.SHA256, b"k" * 32)


def instant(text: str) -> int:
    """Epoch milliseconds of an ISO date and time."""
    return epoch_ms(datetime.fromisoformat(text))


class Ledger:
    """The database, and how to fill it."""

    def __init__(self, driver: Driver, zone: Zone) -> None:
        self.driver = driver
        self.zone = zone
        self._serials = itertools.count(1_000, 1_000)
        self._ids = itertools.count(1)

    async def batch(self, batch: str, design: str = "a5-process") -> None:
        """Make a batch."""
        made = Batch(
            id=batch,
            design=design,
            state=BatchState.IN_USE,
            numbered=False,
            url="https://example.gov.cn",
            made_at=instant("2026-11-01T01:00:00Z"),
            made_by="test",
        )
        await self.driver.write(lambda tx: batches.add(tx, made))

    async def placement(
        self, district: str, name: str, kind: PlacementKind = PlacementKind.WINDOW
    ) -> Placement:
        """Make a placement."""
        spot = Spot(district, name, kind, 1)
        ((placement, _),) = await self.driver.write(lambda tx: placements.ensure(tx, [spot], now=0))
        return placement

    async def card(self, placement: Placement, service: str, *, batch: str | None) -> CodeRange:
        """Give a code to a service at a placement; without a batch it is a screen's."""
        serial = next(self._serials)
        source = Origin.KIOSK if batch is None else placement.kind.source
        span = CodeRange(
            serial, serial + 9, KEY.id, batch, placement.id, placement.district, service, source
        )
        await self.driver.write(lambda tx: batches.add_ranges(tx, [span]))
        return span

    def opening(
        self,
        card: CodeRange,
        at: str = NOON,
        *,
        act: Act = Act.SCAN,
        klass: Class = Class.PERSON,
        service: str | None = None,
        is_typed: bool = False,
    ) -> Scan:
        """One opening of a card's code."""
        return Scan(
            id=next(self._ids).to_bytes(16, "big"),
            at=instant(at),
            act=act.value,
            serial=card.first,
            first=card.first,
            service=card.service if service is None else service,
            district=card.district,
            source=(Origin.TYPED if is_typed else card.source).value,
            klass=klass.value,
            client="browser",
            device=bytes(8),
            signs=0,
        )

    async def record(self, *scans: Scan) -> None:
        """Commit openings as the recorder does."""
        await self.driver.record(scans, {})

    async def count(self, klass: Class, n: int = 1, *, at: str = NOON) -> None:
        """Count openings that write no row."""
        await self.driver.record((), {Opening(instant(at), Act.SCAN.value, klass.value): n})

    async def report(
        self,
        by: str,
        first: str = "2026-11-24",
        last: str = "2026-11-24",
        *,
        made_at: str = "2026-12-01T01:05:00Z",
        language: str = "zh",
        issuer: str = "",
    ) -> Report:
        """The report of some days."""
        ask = Ask.read(first, last, by)
        imprint = Imprint.of(self.zone, instant(made_at), issuer=issuer, language=language)
        return await self.driver.read(
            lambda reader: make(
                reader, ask, catalogue=catalogue(), imprint=imprint, uncounted=Uncounted({})
            )
        )


@asynccontextmanager
async def opened(store: Store, zone: str = ZONE) -> AsyncIterator[Ledger]:
    """An empty ledger."""
    days = Zone(zone)
    driver = await store.open(days)

    async def work(tx: Transaction) -> None:
        await keys.add(tx, KEY, made_at=0)

    try:
        await migrate(driver, now=0)
        await driver.write(work)
        yield Ledger(driver, days)
    finally:
        await driver.close()


def catalogue(status: Status = Status.STARTER) -> Catalogue:
    """Two services, three districts."""
    model = TypeAdapter(Service).validate_python(
        tomllib.loads(assets.read_bytes("catalogue", "services", "QC10.toml").decode())
    )
    services = [
        replace(model, id="QC06", slot=6, status=status, name=Bilingual(zh="清单指引", en="Lists")),
        replace(model, id="QC10", slot=10, status=status, name=Bilingual(zh="复议", en="Review")),
    ]
    districts = [
        District(id="370102", name="历下区", en="Lixia", kind=DistrictKind.DISTRICT),
        District(id="370124", name="平阴县", en="Pingyin", kind=DistrictKind.COUNTY),
        District(id="gx", name="高新区", en="Gaoxin", kind=DistrictKind.AREA),
    ]
    revisions = tuple(Revision(service, 1, 0, "") for service in services)
    shared = Shared(laws=(), sources=(), districts=tuple(districts), papers=())
    return Catalogue(revisions, shared)


def table(report: Report) -> str:
    """Lines and total as aligned text, by id: what tests compare."""
    head = [*report.ask.by, "scans", "repeats", "views", "touches"]
    rows = [
        [
            *(str(value) or "-" for value in line.key),
            *map(str, (line.scans, line.repeats, line.views, line.touches)),
        ]
        for line in report.lines
    ]
    total = ["=", *[""] * (len(report.ask.by) - 1), *map(str, total_cells(report)[-4:])]
    return aligned([head, *rows, total])


def shown(report: Report) -> list[list[object]]:
    """Cells of lines as the columns give them."""
    return [[column.cell(line) for column in columns(report)] for line in report.lines]


def written(report: Report, form: str) -> bytes:
    """The bytes of a report's file."""
    target = io.BytesIO()
    FORMATS[form].write(report, target)
    return target.getvalue()


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines)
