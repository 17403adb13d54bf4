"""A day past its time is sealed and loses its rows, never its totals, however often interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.app.folder import Folder
from kiosk.app.proof import Inspector, Proof
from kiosk.config import Settings
from kiosk.domain.proof import DayProof, MonthProof
from kiosk.domain.seal import SealProof
from kiosk.recorder import Retention, retention
from kiosk.store import batches
from kiosk.store.driver import StoreFailure
from kiosk.store.sqlite_library import sqlite3
from tests.make import Clock, sure
from tests.reports.ledger import Ledger, instant, opened, written
from tests.store.keeping import dump, filled, tampering
from tests.stores import File

NOW = instant("2026-12-06T02:00:00Z")  # 400 days after 2025-11-01
TOTALS = ("total_day", "total_range", "total_hour")
DUE = (20251030, 20251031)


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    async with opened(File(tmp_path)) as made:
        await filled(made)
        yield made


@pytest.fixture
def database(ledger: Ledger, tmp_path: Path) -> Path:
    return tmp_path / "kiosk.sqlite3"


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices so small that two days need nine."""
    monkeypatch.setattr(retention, "SLICE", 7)
    monkeypatch.setattr(retention, "PAUSE_S", 0.01)


def keeper(ledger: Ledger, *, now: int = NOW) -> Retention:
    return Retention(ledger.driver, ledger.zone, days=400, now=Clock(now), is_sure=sure)


async def look(ledger: Ledger, folder: Path) -> list[Proof]:
    inspector = Inspector(ledger.driver, Folder(folder), Settings())
    return [proof async for proof in inspector.proofs()]


def kept_days(database: Path) -> list[object]:
    return sorted({row[4] for row in dump(database, "scan")}, key=repr)


def seals(database: Path) -> list[tuple[object, ...]]:
    return [row[1:] for row in dump(database, "day_seal")]


async def files(ledger: Ledger) -> list[bytes]:
    by = "day,service,district,placement,batch,source"
    report = await ledger.report(by, "2025-10-01", "2026-11-30")
    return [written(report, form) for form in ("csv", "xlsx", "json")]


async def test_rows_go_and_totals_and_reports_stay_to_the_byte(
    ledger: Ledger, database: Path, tmp_path: Path
) -> None:
    totals, reports, proofs = (
        dump(database, *TOTALS), await files(ledger), await look(ledger, tmp_path),
    )  # fmt: skip
    await keeper(ledger).run()
    assert kept_days(database) == [20251101, 20261122, 20261123, 20261124]
    assert dump(database, *TOTALS) == totals
    assert await files(ledger) == reports
    digests = [proof.digest for proof in proofs if isinstance(proof, DayProof)]
    assert seals(database) == [
        (20251030, 23, digests[0], NOW, "0.1.0", NOW),
        (20251031, 46, digests[1], NOW, "0.1.0", NOW),
    ]
    assert [row[2:] for row in dump(database, "log")] == [
        (NOW, "kiosk", "scan.remove", "2025-10-30", '{"rows": 23}'),
        (NOW, "kiosk", "scan.remove", "2025-10-31", '{"rows": 46}'),
    ]
    await keeper(ledger).run()
    assert len(dump(database, "log")) == 2


async def test_what_is_sealed_holds_and_hours_are_held_by_their_days(
    ledger: Ledger, tmp_path: Path
) -> None:
    await keeper(ledger).run()
    proofs = await look(ledger, tmp_path)
    assert [proof.differences for proof in proofs] == [()] * len(proofs)
    sealed = [proof for proof in proofs if isinstance(proof, SealProof)]
    assert [(proof.seal.day, proof.is_whole, proof.late) for proof in sealed] == [
        (day, True, 0) for day in DUE
    ]
    assert [(proof.month, proof.has_rows) for proof in proofs if isinstance(proof, MonthProof)] == [
        (202510, False),
        (202511, True),
        (202611, True),
    ]


@pytest.mark.parametrize(
    ("now", "first_kept"),
    [("2026-12-04T15:59:59.999Z", 20251030), ("2026-12-04T16:00:00Z", 20251031)],
)
async def test_a_day_is_due_at_midnight_in_jinan(
    ledger: Ledger, database: Path, now: str, first_kept: int
) -> None:
    await keeper(ledger, now=instant(now)).run()
    assert kept_days(database)[0] == first_kept


CHANGES = {
    "a day": (
        "update total_day set n = n + 1 where day = 20251031 and class = 'person' and act = 'view'",
        ["total_day day=20251031 act=view service=QC06 class=person source=card"],
        False,
    ),
    "a range": (
        "update total_range set n = n + 1 where day = 20251031 and act = 'touch'",
        ["total_day day=20251031 act=touch service=QC10 class=person source=kiosk"],
        False,
    ),
    "forged ones": (
        "update total_day set n = n + 1 where day = 20251031 and class = 'forged'",
        [],
        False,
    ),
    "a day that is gone": ("delete from total_day where day = 20251031", None, False),
    "an hour": (
        "update total_hour set n = n + 1 where month = 202510 and weekday = 4 and act = 'touch'",
        [
            "total_hour month=202510 weekday=4 act=touch service=QC10 district=gx class=person"
        ],
        True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "places", "is_whole"), CHANGES.values(), ids=CHANGES)
async def test_a_changed_total_of_a_sealed_day_is_found(
    ledger: Ledger,
    database: Path,
    tmp_path: Path,
    change: str,
    places: list[str] | None,
    is_whole: bool,
) -> None:
    await keeper(ledger).run()
    with tampering(database) as hand:
        hand.execute(change)
    proofs = await look(ledger, tmp_path)
    found = [
        difference.place
        for proof in proofs
        for difference in proof.differences
        if not (isinstance(proof, MonthProof) and not is_whole)
    ]
    assert found == places or (places is None and len(found) > 10)
    sealed = [proof for proof in proofs if isinstance(proof, SealProof)]
    assert [proof.is_whole for proof in sealed] == [True, is_whole]
    assert [(proof.seal.rows, proof.rows) for proof in sealed] == [(23, 0), (46, 0)]


async def test_a_day_that_does_not_add_up_is_neither_sealed_nor_removed(
    ledger: Ledger, database: Path
) -> None:
    with tampering(database) as hand:
        hand.execute("update total_day set n = n - 1 where day = 20251030 and act = 'view'")
    with capture_logs() as told:
        await keeper(ledger).run()
    assert kept_days(database)[:2] == [20251030, 20251101]
    assert [seal[0] for seal in seals(database)] == [20251031]
    assert [line["event"] for line in told if line["log_level"] == "error"] == ["day-not-sealed"]
    assert "total_day day=20251030 act=view service=QC06" in str(told)
    with tampering(database) as hand:
        hand.execute("update total_day set n = n + 1 where day = 20251030 and act = 'view'")
    await keeper(ledger).run()
    assert [seal[0] for seal in seals(database)] == list(DUE)
    assert kept_days(database)[0] == 20251101


async def interrupted(ledger: Ledger, database: Path, *, at: int) -> None:
    """Begin to remove, and cancel as a stopping service does once `at` rows or fewer are left."""
    task = asyncio.create_task(keeper(ledger).run())
    while len(dump(database, "scan")) > at:
        await asyncio.sleep(0.002)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await ledger.driver.write(lambda tx: tx.all("select 1"))  # what was under way has ended


@pytest.mark.usefixtures("slices")
async def test_removal_goes_on_where_it_was_interrupted_and_ends_the_same(
    ledger: Ledger, database: Path, tmp_path: Path
) -> None:
    totals = dump(database, *TOTALS)
    for at in (476, 463, 440):
        await interrupted(ledger, database, at=at)
        assert 414 < len(dump(database, "scan")) <= at
        assert dump(database, *TOTALS) == totals
        assert [proof.differences for proof in await look(ledger, tmp_path)] == [()] * 9
    await keeper(ledger).run()
    (tmp_path / "other").mkdir()
    async with opened(File(tmp_path / "other")) as other:
        await filled(other)
        await keeper(other).run()
        same = ("scan", *TOTALS, "day_seal", "log")
        assert dump(database, *same) == dump(tmp_path / "other" / "kiosk.sqlite3", *same)


@pytest.mark.usefixtures("slices")
async def test_a_database_that_fails_half_way_is_tried_again(
    ledger: Ledger, database: Path, tmp_path: Path
) -> None:
    task = asyncio.create_task(keeper(ledger).run())
    while len(dump(database, "scan")) == 483:
        await asyncio.sleep(0.002)
    thief = sqlite3.connect(database, isolation_level=None, timeout=1)
    thief.execute("begin immediate")
    with pytest.raises(StoreFailure, match="locked"):
        await task
    thief.execute("rollback")
    thief.close()
    assert len(dump(database, "scan")) > 360
    await keeper(ledger).run()
    assert kept_days(database)[0] == 20251101
    assert [row[5] for row in dump(database, "log")] == ["2025-10-30", "2025-10-31"]
    assert [proof.differences for proof in await look(ledger, tmp_path)] == [()] * 9


@pytest.mark.usefixtures("slices")
async def test_two_that_remove_at_once_remove_and_log_once(ledger: Ledger, database: Path) -> None:
    await asyncio.gather(keeper(ledger).run(), keeper(ledger).run(), keeper(ledger).run())
    assert kept_days(database)[0] == 20251101
    assert [row[5] for row in dump(database, "log")] == ["2025-10-30", "2025-10-31"]


@pytest.mark.usefixtures("slices")
async def test_scans_come_in_between_and_every_look_holds(
    ledger: Ledger, database: Path, tmp_path: Path
) -> None:
    """Today's scans, a removal and somebody who verifies, all at once."""
    cards = await ledger.driver.read(batches.ranges)
    removing = asyncio.create_task(keeper(ledger).run())
    recorded = looked = 0
    while not removing.done() or looked < 5:
        looking = asyncio.create_task(look(ledger, tmp_path))
        while not looking.done():
            await ledger.record(*(ledger.opening(card, "2026-12-06T01:00:00Z") for card in cards))
            recorded += len(cards)
        assert [proof.differences for proof in looking.result()] == [()] * len(looking.result())
        looked += 1
    await removing
    assert recorded > 20
    assert len(dump(database, "scan")) == 414 + recorded


async def test_a_row_that_comes_after_its_day_was_sealed_is_kept_counted_and_told(
    ledger: Ledger, database: Path, tmp_path: Path
) -> None:
    cards = await ledger.driver.read(batches.ranges)
    await keeper(ledger).run()
    await ledger.record(ledger.opening(cards[0], "2025-10-30T04:00:00Z"))
    await keeper(ledger).run()
    (first, second) = (
        proof for proof in await look(ledger, tmp_path) if isinstance(proof, SealProof)
    )
    assert (first.is_whole, first.late, first.seal.rows, first.counted) == (False, 1, 23, 24)
    assert second.is_whole
