"""Proofs and retention on every database, with totals split over shards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.app.folder import Folder
from kiosk.app.proof import Inspector, Proof
from kiosk.config import Settings
from kiosk.recorder import Retention
from tests.make import Clock, sure
from tests.reports.ledger import Ledger, instant, opened
from tests.store.keeping import DAYS, filled
from tests.stores import Store

pytestmark = pytest.mark.on_every_store

NOW = instant("2026-12-06T02:00:00Z")  # 400 days after 2025-11-01


@pytest.fixture
async def ledger(store: Store) -> AsyncIterator[Ledger]:
    """Six days, and more openings of the same in two other shards."""
    async with opened(store) as made:
        cards = await filled(made)
        for shard in (3, 9):
            openings = [made.opening(card, f"{day}T04:00:00Z") for day in DAYS for card in cards]
            await made.record(*(scan._replace(shard=shard) for scan in openings))
        yield made


async def look(ledger: Ledger, folder: Path) -> list[Proof]:
    inspector = Inspector(ledger.driver, Folder(folder), Settings())
    assert await inspector.complaints() == ()
    return [proof async for proof in inspector.proofs()]


async def rows(ledger: Ledger) -> int:
    (row,) = await ledger.driver.read(
        lambda reader: reader.all("select cast(count(*) as bigint) as n from scan")
    )
    return int(row["n"])


async def test_totals_hold_before_and_after_rows_are_removed(
    ledger: Ledger, tmp_path: Path
) -> None:
    before = await ledger.report("day,service,source", "2025-10-01", "2026-11-30")
    assert await rows(ledger) == 483 + 36
    assert [proof.differences for proof in await look(ledger, tmp_path)] == [()] * 9
    await Retention(ledger.driver, ledger.zone, days=400, now=Clock(NOW), is_sure=sure).run()
    assert await rows(ledger) == 483 + 36 - 69 - 12
    assert [proof.differences for proof in await look(ledger, tmp_path)] == [()] * 9
    assert await ledger.report("day,service,source", "2025-10-01", "2026-11-30") == before


@pytest.mark.parametrize(
    "tampering",
    [
        "update total_day set n = n + 1 where day = 20261123 and shard = 3 and source = 'kiosk'",
        "update total_range set n = n - 1 where day = 20261123 and shard = 9 and service = 'QC06'",
        "delete from scan where day = 20261123 and shard = 3 and service = 'QC10'",
    ],
)
async def test_what_was_changed_is_found(ledger: Ledger, tmp_path: Path, tampering: str) -> None:
    assert await ledger.driver.write(lambda tx: tx.run(tampering)) == 1
    wrong = [proof for proof in await look(ledger, tmp_path) if proof.differences]
    assert wrong
