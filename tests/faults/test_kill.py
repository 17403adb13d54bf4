"""kill -9 under load: no acknowledged scan is lost, none counts twice, totals equal rows."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.faults.ledger import KILLS, issue, require_exact
from tests.faults.process import Load, Service
from tests.stores import Store

CLIENTS = 64

pytestmark = [pytest.mark.faults, pytest.mark.on_every_store]


async def load_and_kill(service: Service, load: Load, seconds: float) -> None:
    """Kill `seconds` after the first scan was acknowledged: a kill of an idle service is none."""
    running = asyncio.create_task(load.run(clients=CLIENTS))
    async with asyncio.timeout(60):
        while not load.recorded:
            await asyncio.sleep(0.005)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(service.kill)
    load.stop()
    await running


async def test_kills_under_load_lose_and_double_nothing(
    service: Service, store: Store, tmp_path: Path
) -> None:
    chance = random.Random(20261124)
    started = [service.start()]
    # Issued before there are clients: one that connects and then says nothing is cut off.
    fresh = issue(service, tmp_path)
    sent: list[str] = []
    acknowledged: list[str] = []
    for _ in range(KILLS):
        load = Load(service.port, fresh)
        await load_and_kill(service, load, chance.uniform(0.1, 0.8))
        assert load.failed == load.unrecorded == []
        sent += load.sent
        acknowledged += load.acknowledged
        started.append(await asyncio.to_thread(service.start))
    service.stop()
    stored = await require_exact(service, store, sent=sent, acknowledged=acknowledged)
    print(  # noqa: T201 - the figures are the point
        f"\nkills {KILLS}, sent {len(sent)}, acknowledged {len(acknowledged)}, "
        f"stored {stored}, longest start {max(started):.2f} s"
    )
    assert acknowledged
