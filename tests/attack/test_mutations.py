"""Mutated requests: no failure of ours, no hang, and afterwards all is as it was."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvloop

from kiosk.config import Settings
from tests.attack.mutations import Mutants, mutated, seeds
from tests.attack.target import attacked, prepare
from tests.attack.wire import once, request
from tests.bench.test_scan_and_page import tell
from tests.faults.process import HOST
from tests.make import Clock
from tests.serving import Served, serving

TIMES = int(os.environ.get("ATTACK_MUTATIONS", "100000"))
SECONDS = 60.0
AT_ONCE = 96

pytestmark = pytest.mark.faults


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    async with serving(settings, now=clock) as served:
        yield served


async def throw(mutants: Mutants, good: tuple[bytes, ...], *, times: int, seed: int) -> None:
    """So many mutations of good requests, the same for the same seed."""
    chance, until = random.Random(seed), time.monotonic() + SECONDS

    async def client() -> None:
        while sum(mutants.answers.values()) < times and time.monotonic() < until:
            await mutants.send(mutated(chance, good))

    await asyncio.gather(*(client() for _ in range(AT_ONCE)))


async def test_a_thousand_mutated_requests_meet_no_failure_of_ours(served: Served) -> None:
    (span,) = await served.batch()
    mutants = Mutants(served.port)
    good = seeds(served.code(span), "A" * 24)
    good = tuple(one.replace(HOST.encode(), b"localhost") for one in good)
    await throw(mutants, good, times=1_000, seed=10)
    assert mutants.failed == []
    assert mutants.hung == []
    assert {200, 303, 400, 401, 403, 404, 421} <= set(mutants.answers)
    assert (await served.client.get("/healthz")).status_code == 200


@pytest.mark.attack
def test_mutated_requests_by_the_hundred_thousand(tmp_path: Path) -> None:
    site = asyncio.run(prepare(tmp_path / "data"))
    service = attacked(site)
    service.start()
    try:
        before, mutants = service.workers, Mutants(service.port)
        clerk = next(one.path for one in site.addresses if one.route == "/C/{token}")
        good = seeds(site.codes[0], clerk.removeprefix("/C/"))

        async def work() -> int:
            await throw(mutants, good, times=TIMES, seed=int(time.time()))
            return (await once(service.port, request("GET", "/healthz"))).status

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            alive = runner.run(work())
        told = ", ".join(f"{status or 'cut'} {n}" for status, n in sorted(mutants.answers.items()))
        tell(f"mutated requests: {sum(mutants.answers.values()):,}: {told}")
        assert mutants.failed == []
        assert mutants.hung == []
        assert (alive, service.workers) == (200, before)
        service.stop()
        service.command("verify")
    finally:
        service.kill()
