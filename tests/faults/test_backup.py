"""The machine is lost: what was acknowledged before the backup began comes back, and cards work."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.faults.ledger import issue, require_exact
from tests.faults.process import HOST, Load, Service
from tests.stores import Store, in_folder

CLIENTS = 32
SCANS = 1_500  # acknowledged before the backup begins

pytestmark = [pytest.mark.faults, pytest.mark.on_every_store]


@pytest.fixture
def service(store: Store, tmp_path: Path) -> Iterator[Service]:
    started = Service(in_folder(store, tmp_path / "lost"), settings=store.environment)
    started.data.mkdir(exist_ok=True)
    yield started
    started.kill()


@pytest.fixture
def other(spare: Store, tmp_path: Path) -> Iterator[Service]:
    """Another machine."""
    started = Service(in_folder(spare, tmp_path / "spare"), settings=spare.environment)
    yield started
    started.kill()


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is not lost with the machine."""
    return tmp_path_factory.mktemp("elsewhere")


def opened(service: Service, code: str) -> tuple[int, str, bytes]:
    """What a phone gets."""
    headers = {"Host": HOST, "User-Agent": "Mozilla/5.0 iPhone", "Accept-Encoding": "identity"}
    asked = Request(f"http://127.0.0.1:{service.port}/S/{code}", headers=headers)
    with urlopen(asked, timeout=10) as answer:
        return answer.status, answer.headers["x-scan"], answer.read()


async def until(load: Load, number: int) -> None:
    async with asyncio.timeout(60):
        while len(load.acknowledged) < number:
            await asyncio.sleep(0.005)


def p99_ms(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)] * 1_000


@pytest.mark.slow
async def test_what_was_acknowledged_before_survives_the_machine(
    service: Service, other: Service, spare: Store, elsewhere: Path
) -> None:
    service.start()
    codes = issue(service, elsewhere)
    printed = next(codes)
    _, _, page = opened(service, printed)
    secret = elsewhere / "passphrase"
    secret.write_text("correct horse battery")
    words = (str(elsewhere / "all.zip"), "--passphrase-file", str(secret))

    load = Load(service.port, codes)
    running = asyncio.create_task(load.run(clients=CLIENTS))
    await until(load, SCANS)
    before, begun = list(load.acknowledged), time.monotonic()
    alone = list(load.waits)
    await asyncio.to_thread(service.command, "backup", *words)
    took, during = time.monotonic() - begun, load.waits[len(alone) :]
    load.stop()
    await running
    service.kill()
    shutil.rmtree(service.data)
    assert load.failed == load.unrecorded == []

    told = await asyncio.to_thread(other.command, "restore", *words)
    other.start()
    status, scanned, same = opened(other, printed)
    assert (status, scanned) == (200, "recorded")
    assert same == page
    other.stop()
    # The printed card was opened once before the loss, and once after it.
    stored = await require_exact(
        other, spare, sent=[*load.sent, printed], acknowledged=before, twice=[printed]
    )
    assert len(before) + 2 <= stored <= len(load.sent) + 2
    print(  # noqa: T201 - the figures are the point
        f"\nbackup in {took:.2f} s beside {len(during)} scans, p99 {p99_ms(during):.0f} ms then,"
        f" {p99_ms(alone):.0f} ms before; restored {stored} of {len(load.acknowledged)}"
        f" acknowledged, {len(before)} of them before it began"
    )
    assert told
