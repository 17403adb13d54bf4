"""A year's report over ten million scans: from totals against from rows, and against a million."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.domain.period import Zone, day_number
from kiosk.domain.report import Ask, Dimension
from kiosk.store import totals
from kiosk.store.driver import Driver
from kiosk.store.schema import migrate
from tests.bench.test_scan_and_page import compare, tell
from tests.bench.year import RAW, RAW_SHORT, YEAR, fill
from tests.make import NOON
from tests.postgres import Postgres
from tests.stores import Database, File, Store

SCANS = int(os.environ.get("BENCH_SCANS", "10000000"))
ROUNDS = 3
ZONE = Zone("Asia/Shanghai")
ASK = Ask(YEAR, (Dimension.DAY, Dimension.SERVICE, Dimension.DISTRICT))
SHORT = Ask(YEAR, (Dimension.SERVICE, Dimension.DISTRICT))
MOST = 200_000
DAYS = {"first": day_number(YEAR.first), "last": day_number(YEAR.last)}

pytestmark = [pytest.mark.bench, pytest.mark.on_every_store]


def another(store: Store, folder: Path) -> Store:
    """A second database of the same kind."""
    if isinstance(store, File):
        folder.mkdir()
        return File(folder)
    assert isinstance(store, Database)
    server: Postgres = store.server
    server.query("create database tenth template template0 encoding 'utf8'")
    return Database(server, "tenth")


async def filled(store: Store, count: int) -> Driver:
    driver = await store.open(ZONE)
    await migrate(driver, now=NOON)
    await fill(driver, ZONE, count=count)
    return driver


async def milliseconds(work: Callable[[], Awaitable[object]]) -> float:
    """The median of some runs."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await work()
        spent.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(spent)


async def test_a_year(store: Store, store_kind: str, tmp_path: Path) -> None:
    small = await filled(another(store, tmp_path / "tenth"), SCANS // 10)
    large = await filled(store, SCANS)

    async def report(driver: Driver, ask: Ask) -> object:
        return await driver.read(lambda reader: totals.lines(reader, ask, most=MOST))

    async def rows(statement: str) -> object:
        return await large.read(lambda reader: reader.all(statement, **DAYS))

    from_totals = await milliseconds(lambda: report(large, ASK))
    from_rows = await milliseconds(lambda: rows(RAW))
    of_a_tenth = await milliseconds(lambda: report(small, ASK))
    short = await milliseconds(lambda: report(large, SHORT))
    short_from_rows = await milliseconds(lambda: rows(RAW_SHORT))
    lines = await large.read(lambda reader: totals.lines(reader, ASK, most=MOST))
    found = await large.read(lambda reader: reader.all(RAW, **DAYS))
    counted = {(row["day"], row["service"], row["district"]): row["n"] for row in found}
    told = {}
    for line in lines:
        day, *others = line.key
        assert isinstance(day, date)
        told[(day_number(day), *others)] = line.scans
    assert {key: n for key, n in told.items() if n} == counted
    tell(
        f"{store_kind}: {SCANS:,} scans of a year by day, service, district: {len(lines):,} lines "
        f"in {from_totals:.0f} ms, from rows in {from_rows:,.0f} ms"
    )
    compare("the same from rows", from_totals / from_rows, goal="≤ 0.02")
    compare("a tenth of the scans", from_totals / of_a_tenth, goal="≤ 1.5")
    # The year's many lines are what its time goes into: here are few.
    tell(f"by service and district in {short:.0f} ms, from rows in {short_from_rows:,.0f} ms")
    compare("the same from rows", short / short_from_rows, goal="≤ 0.02")
    await small.close()
    await large.close()
    assert from_totals / of_a_tenth <= 1.5
