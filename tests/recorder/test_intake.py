"""Events of devices live as long as their scans, and what never arrived can be told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.app.folder import Folder
from kiosk.app.proof import Inspector
from kiosk.config import Settings
from kiosk.domain.device import DeviceProof, Gap
from kiosk.domain.proof import DayProof
from kiosk.domain.seal import SealProof
from kiosk.recorder import Retention, retention
from tests.make import Clock, sure
from tests.recorder.reporting import Reporter, reporter
from tests.reports.ledger import Ledger, instant, opened
from tests.stores import Store

pytestmark = pytest.mark.on_every_store

OLD, NEW = "2025-10-30T04:00:00Z", "2026-11-24T04:00:00Z"
DUE = "2026-12-06T02:00:00Z"  # 400 days after 2025-11-01


@pytest.fixture
async def ledger(store: Store) -> AsyncIterator[Ledger]:
    async with opened(store) as made:
        yield made


@pytest.fixture
async def screen(ledger: Ledger) -> Reporter:
    return await reporter(ledger)


async def count(ledger: Ledger, table: str) -> int:
    (row,) = await ledger.driver.read(
        lambda reader: reader.all(f"select cast(count(*) as bigint) as n from {table}")
    )
    return int(row["n"])


def inspector(ledger: Ledger, folder: Path) -> Inspector:
    return Inspector(ledger.driver, Folder(folder), Settings())


async def test_what_never_arrived_is_told(ledger: Ledger, screen: Reporter, tmp_path: Path) -> None:
    other = await reporter(ledger, number=2)
    events = [screen.event(NEW) for _ in range(60)]
    held = {4, 8, *range(20, 30), *range(31, 58, 2)}
    arrived = [event for event in events if event.sequence not in held]
    again = screen.event(NEW, sequence=3)
    assert set(await screen.report([*reversed(arrived), again], NEW)) == {None}
    assert await other.report([other.event(NEW)], NEW) == [None]
    first, second = await inspector(ledger, tmp_path).devices()
    odd = tuple(Gap(number, number) for number in range(31, 44, 2))
    assert first == DeviceProof(
        "大厅1号",
        known=60 - len(held) + 1,
        highest=60,
        forgotten=0,
        gaps=(Gap(4, 4), Gap(8, 8), Gap(20, 29), *odd),
        missing=len(held),
        repeated=1,
        strays=0,
    )
    assert second == DeviceProof("大厅2号", 1, 1, 0, gaps=(), missing=0, repeated=0, strays=0)
    late = [event for event in events if event.sequence in held]
    assert set(await screen.report(late, NEW)) == {None}
    assert (await inspector(ledger, tmp_path).devices())[0].missing == 0


async def test_a_device_that_lacks_its_first_events_or_sent_none_is_told(
    ledger: Ledger, screen: Reporter, tmp_path: Path
) -> None:
    await reporter(ledger, number=2)
    events = [screen.event(NEW) for _ in range(5)]
    await screen.report(events[3:], NEW)
    first, second = await inspector(ledger, tmp_path).devices()
    assert (first.gaps, first.missing, first.known) == ((Gap(1, 3),), 3, 2)
    assert second == DeviceProof("大厅2号", 0, 0, 0, gaps=(), missing=0, repeated=0, strays=0)


async def test_events_go_with_their_scans_and_totals_stay(
    ledger: Ledger, screen: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "SLICE", 7)
    monkeypatch.setattr(retention, "PAUSE_S", 0.001)
    old = [screen.event(OLD) for _ in range(20)]
    new = [screen.event(NEW) for _ in range(10)]
    assert set(await screen.report(old, OLD)) == {None}
    assert set(await screen.report(new[2:], NEW)) == {None}
    await ledger.record(*(ledger.opening(screen.screen, OLD) for _ in range(9)))
    before = await ledger.report("day,service", "2025-10-01", "2026-11-30")
    await Retention(
        ledger.driver, ledger.zone, days=400, now=Clock(instant(DUE)), is_sure=sure
    ).run()
    assert (await count(ledger, "scan"), await count(ledger, "device_event")) == (8, 8)
    assert await ledger.report("day,service", "2025-10-01", "2026-11-30") == before
    assert tuple(before.clocks) == (28, 0)
    looker = inspector(ledger, tmp_path)
    (proof,) = await looker.devices()
    assert (proof.forgotten, proof.known, proof.highest) == (20, 8, 30)
    assert (proof.gaps, proof.strays) == ((Gap(21, 22),), 0)
    proofs = [one async for one in looker.proofs()]
    assert [one.differences for one in proofs] == [()] * len(proofs)
    assert [one.is_whole for one in proofs if isinstance(one, SealProof)] == [True]


async def test_an_old_event_sent_again_after_its_row_is_gone_counts_no_second_time(
    ledger: Ledger, screen: Reporter
) -> None:
    old = [screen.event(OLD) for _ in range(3)]
    await screen.report(old, OLD)
    await Retention(
        ledger.driver, ledger.zone, days=400, now=Clock(instant(DUE)), is_sure=sure
    ).run()
    assert await count(ledger, "device_event") == 0
    assert await screen.report(old, DUE) == ["event-day-closed"] * 3
    report = await ledger.report("day", "2025-10-01", "2026-12-31")
    assert report.total.touches == 3


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("update total_clock set n = n + 1", "total_clock day=20261124 class=person clock=device"),
        ("delete from device_event where sequence = 2", "class=person clock=-"),
        ("update device_event set clock = 'receipt' where sequence = 2", "clock=receipt"),
    ],
)  # fmt: skip
async def test_what_was_changed_is_found(
    ledger: Ledger, screen: Reporter, tmp_path: Path, tampering: str, found: str
) -> None:
    await screen.report([screen.event(NEW) for _ in range(3)], NEW)
    assert await ledger.driver.write(lambda tx: tx.run(tampering)) == 1
    places = [
        difference.place
        async for proof in inspector(ledger, tmp_path).proofs()
        if isinstance(proof, DayProof)
        for difference in proof.differences
    ]
    assert any(found in place for place in places)


async def test_an_event_without_its_scan_is_found(
    ledger: Ledger, screen: Reporter, tmp_path: Path
) -> None:
    await screen.report([screen.event(NEW) for _ in range(3)], NEW)
    await ledger.driver.write(
        lambda tx: tx.run(
            "delete from scan where id in (select id from device_event where sequence < 3)"
        )
    )
    (proof,) = await inspector(ledger, tmp_path).devices()
    assert proof.strays == 2


async def test_rows_of_the_same_id_in_two_shards_are_removed_each_with_its_own_day(
    ledger: Ledger, screen: Reporter
) -> None:
    one = ledger.opening(screen.screen, OLD)
    same = ledger.opening(screen.screen, NEW)._replace(id=one.id, shard=5)
    await ledger.record(one, same)
    await Retention(
        ledger.driver, ledger.zone, days=400, now=Clock(instant(DUE)), is_sure=sure
    ).run()
    assert await count(ledger, "scan") == 1


async def test_what_is_stored_apart_goes_with_its_day_and_so_does_what_was_counted_of_rates(
    ledger: Ledger, screen: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "SLICE", 7)
    monkeypatch.setattr(retention, "PAUSE_S", 0.001)
    at = screen.event(OLD).at
    before = [screen.event(OLD)._replace(at=at - 86_400_000) for _ in range(63)]
    day = [screen.event(OLD)._replace(at=at) for _ in range(80)]
    new = [screen.event(NEW) for _ in range(3)]
    assert (await screen.report([*before, *day], OLD)).count("event-implausible") == 23
    await screen.report(new, NEW)
    (proof,) = await inspector(ledger, tmp_path).devices()
    assert (proof.known, proof.gaps) == (146, (Gap(1, 1),))
    report = await ledger.report("day", "2025-10-01", "2026-11-30")
    assert (report.total.touches, report.implausible) == (123, 23)
    await Retention(
        ledger.driver, ledger.zone, days=400, now=Clock(instant(DUE)), is_sure=sure
    ).run()
    assert await count(ledger, "event_implausible") == 0
    assert await count(ledger, "device_rate where span = 'day'") == 1
    assert await count(ledger, "device_rate where span = 'minute'") == 1 + 1  # the sealed day's
    (proof,) = await inspector(ledger, tmp_path).devices()
    assert (proof.known, proof.forgotten, proof.gaps) == (3, 144, ())
    assert await ledger.report("day", "2025-10-01", "2026-11-30") == report
    assert await screen.report(day[-1:], DUE) == ["event-day-closed"]
