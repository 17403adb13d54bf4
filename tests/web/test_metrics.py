"""``/metrics``: read by the library's own parser, while the database answers and while not."""

from __future__ import annotations

from contextlib import closing

from prometheus_client.parser import text_string_to_metric_families

from kiosk.recorder import Losses
from kiosk.store.sqlite_library import sqlite3
from tests.make import Clock
from tests.serving import Served


async def told(served: Served) -> dict[tuple[str, ...], float]:
    """Samples by name and labels."""
    answer = await served.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


async def test_what_was_done_and_what_waits(served: Served) -> None:
    (card,) = await served.batch()
    for _ in range(2):
        await served.client.get(f"/S/{served.code(card)}")
    losses = Losses.take(served.state.folder)
    losses.add(served.state.office.zone.moment(served.state.office.now()).day, 3)
    losses.close()
    found = await told(served)
    assert found["mingbai_scans_total", "recorded"] == 2
    assert found["mingbai_scans_total", "unrecorded"] == 0
    assert found["mingbai_openings_today", "person"] == 1
    assert found["mingbai_openings_today", "repeat"] == 1
    assert found["mingbai_commit_seconds_count",] == 2
    assert found["mingbai_commit_seconds_bucket", "+Inf"] == 2
    assert 0 < found["mingbai_commit_seconds_sum",] < 2
    assert found["mingbai_queue_refused_total",] == 0
    assert found["mingbai_unrecorded_today",] == 3
    assert found["mingbai_database_up",] == 1


async def test_a_locked_database_is_seen_by_its_spool(served: Served, clock: Clock) -> None:
    (card,) = await served.batch()
    database = served.state.folder / "kiosk.sqlite3"
    with closing(sqlite3.connect(database, isolation_level=None)) as thief:
        thief.execute("begin immediate")
        answer = await served.client.get(f"/S/{served.code(card)}")
        assert answer.headers["x-scan"] == "spooled"
        clock.advance(seconds=90)
        found = await told(served)
        thief.execute("rollback")
    assert found["mingbai_scans_total", "spooled"] == 1
    assert found["mingbai_spool_scans",] == 1
    assert found["mingbai_spool_age_seconds",] == 90


async def test_a_broken_spool_takes_neither_readiness_nor_reports_away(served: Served) -> None:
    (served.state.folder / "spool-7.sqlite3").write_bytes(b"nothing of ours" * 999)
    told = (await served.client.get("/readyz")).json()
    assert (told["status"], told["spooled"]) == ("ready", 0)
    assert (await served.state.uncounted()).waiting == 0
