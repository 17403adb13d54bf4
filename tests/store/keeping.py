"""A ledger of many days and every class, and hands that tamper with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from kiosk.domain.period import Zone
from kiosk.domain.placement import CodeRange, PlacementKind
from kiosk.domain.scan import Act, Class, Scan
from kiosk.store.sqlite import SqliteDriver
from kiosk.store.sqlite_library import sqlite3
from tests.reports.ledger import ZONE, Ledger

DAYS = ("2025-10-30", "2025-10-31", "2025-11-01", "2026-11-22", "2026-11-23", "2026-11-24")
STORED = tuple(klass for klass in Class if klass not in (Class.FORGED, Class.UNKNOWN))


@asynccontextmanager
async def ledger_at(database: Path) -> AsyncIterator[Ledger]:
    """The ledger of a database that is there already."""
    zone = Zone(ZONE)
    driver = await SqliteDriver.open(database, zone)
    try:
        yield Ledger(driver, zone)
    finally:
        await driver.close()


async def city(ledger: Ledger) -> Sequence[CodeRange]:
    """A window with a card of one service and one of all, and a hall's screen."""
    await ledger.batch("B0001")
    window = await ledger.placement("370102", "历下窗口")
    hall = await ledger.placement("gx", "高新大厅", PlacementKind.KIOSK)
    return [
        await ledger.card(window, "QC10", batch="B0001"),
        await ledger.card(window, "", batch="B0001"),
        await ledger.card(hall, "QC06", batch=None),
    ]


async def filled(ledger: Ledger, days: Sequence[str] = DAYS) -> Sequence[CodeRange]:
    """Every class on every card, every day, in hours that differ; forged and unknown ones too."""
    cards = await city(ledger)
    for number, day in enumerate(days):
        await ledger.record(*_openings(ledger, cards, day, times=number + 1))
        await ledger.count(Class.FORGED, number + 3, at=f"{day}T04:00:00Z")
        await ledger.count(Class.UNKNOWN, at=f"{day}T04:00:00Z")
    return cards


def _openings(
    ledger: Ledger, cards: Sequence[CodeRange], day: str, *, times: int
) -> Iterator[Scan]:
    for time in range(times):
        for hour, klass in enumerate(STORED):
            for card in cards:
                yield ledger.opening(card, f"{day}T{hour + time:02d}:15:00Z", klass=klass)
        yield ledger.opening(cards[1], f"{day}T15:59:59.999Z", act=Act.VIEW, service="QC06")
        yield ledger.opening(cards[2], f"{day}T07:00:00Z", act=Act.TOUCH, service="QC10")


@contextmanager
def tampering(database: Path) -> Iterator[sqlite3.Connection]:
    """A hand that needs no service: what it does is committed at the end."""
    with closing(sqlite3.connect(database)) as connection:
        yield connection
        connection.commit()


def dump(database: Path, *tables: str) -> list[tuple[object, ...]]:
    """Every row of tables, as they lie there."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [
            (table, *row)
            for table in tables
            for row in sorted(connection.execute(f"select * from {table}"), key=repr)
        ]
