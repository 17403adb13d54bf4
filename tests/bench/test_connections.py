"""Scans over few and many connections, on both databases, by one worker and by two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from kiosk.domain.period import Zone
from kiosk.store import postgres, sqlite
from kiosk.store.schema import migrate
from tests.bench.measuring import Target, answer_of, contestant, p50, p99, rate, rotate
from tests.bench.test_scan_and_page import compare, each_scan, issue, tell
from tests.faults.process import Service
from tests.make import NOON
from tests.postgres import Postgres
from tests.stores import Store

CONNECTIONS: Final = (1, 16, 64, 256)
SECONDS: Final = 2
ZONE: Final = Zone("Asia/Shanghai")

pytestmark = pytest.mark.bench


@contextmanager
def started(folder: Path, environment: dict[str, str], *, workers: int = 1) -> Iterator[Service]:
    service = Service(folder, settings=environment, words=("--workers", str(workers)))
    service.start()
    try:
        yield service
    finally:
        service.stop()


def url(server: Postgres, name: str) -> dict[str, str]:
    """An empty database, as a service is told of it."""
    server.query(f"create database {name} template template0 encoding 'utf8'")
    return {"KIOSK_DATABASE_URL": server.url(name)}


def test_scans_by_connections(postgres: Postgres, tmp_path: Path) -> None:
    with ExitStack() as stack:
        services = {
            "SQLite": stack.enter_context(started(tmp_path / "one", {})),
            "PostgreSQL": stack.enter_context(started(tmp_path / "two", url(postgres, "two"))),
            "PostgreSQL, 2 workers": stack.enter_context(
                started(tmp_path / "three", url(postgres, "three"), workers=2)
            ),
        }
        paths = {name: issue(service, tmp_path) for name, service in services.items()}
        first = next(iter(services))
        answer = answer_of(services[first].port, paths[first]) | {"folder": str(tmp_path)}
        others = {
            name: stack.enter_context(contestant(name, answer))
            for name in ("bare", "routed", "committed")
        }
        for connections in CONNECTIONS:
            targets = {
                name: Target(service.port, paths[name], connections, SECONDS)
                for name, service in services.items()
            }
            targets |= {
                name: Target(port, paths[first], connections, SECONDS)
                for name, port in others.items()
            }
            runs = rotate(targets)
            bare, routed, committed = (rate(runs[name]) for name in others)
            tell(f"{connections} connections (bare {bare:,.0f}/s)")
            for name in services:
                assert [run.errors for run in runs[name]] == [0] * len(runs[name])
                scans = rate(runs[name])
                tell(
                    f"  {name}: {scans:,.0f}/s, p50 {p50(runs[name]):.1f} ms, "
                    f"p99 {p99(runs[name]):.1f} ms; to bare {scans / bare:.2f}, to a route "
                    f"{scans / routed:.2f}, to a commit a request {scans / committed:.1f}"
                )


@pytest.mark.on_every_store
async def test_what_totals_cost(
    store: Store, store_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of 64 with their totals, against the same rows alone."""
    driver = await store.open(ZONE)
    await migrate(driver, now=NOON)
    with_totals = await each_scan(driver)
    await driver.close()
    rows = sqlite._RECORD.split("    insert into total_day")[0] + "end"
    monkeypatch.setattr(sqlite, "_RECORD", rows)
    kept = postgres._RECORD.split("), counted as")[0]
    monkeypatch.setattr(postgres, "_RECORD", f"{kept}) select count(*) from kept")
    driver = await store.open(ZONE)
    alone = await each_scan(driver, first=1_000_000)
    await driver.close()
    tell(f"{store_kind}: a scan in groups of 64: {with_totals:.0f} µs, its row alone {alone:.0f}")
    compare("the row without totals", with_totals / alone, goal="shown")
