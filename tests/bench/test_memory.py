"""A worker's memory over a million scans by ever new devices: flat, and small."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.measuring import HOST, wrk
from tests.bench.test_scan_and_page import tell
from tests.faults.ledger import issue
from tests.faults.process import Service
from tests.stores import Store, in_folder

SCANS = int(os.environ.get("BENCH_MEMORY_SCANS", "1000000"))
CODES = 5_000
TURN_S = 15
MOST_MB = 80

# Another code, and an agent and an address never seen before, at each request: all are persons.
_SCRIPT = """
local codes, n = {%s}, %d
request = function()
    n = n + 1
    wrk.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0." .. n
    local b, c, d = math.floor(n / 65536) %% 256, math.floor(n / 256) %% 256, n %% 256
    wrk.headers["X-Forwarded-For"] = "10." .. b .. "." .. c .. "." .. d
    return wrk.format("GET", "/S/" .. codes[n %% #codes + 1])
end
"""

pytestmark = [pytest.mark.bench, pytest.mark.on_every_store]


@pytest.fixture
def service(store: Store, tmp_path: Path) -> Iterator[Service]:
    started = Service(
        in_folder(store, tmp_path),
        settings={**store.environment, "KIOSK_TRUSTED_PROXIES": "127.0.0.1"},
    )
    started.start()
    yield started
    started.stop()


def pss_mb(pid: int) -> float:
    """A process's share of the memory it uses, in megabytes of 10⁶ bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    (told,) = [line for line in lines if line.startswith("Pss:")]
    return int(told.split()[1]) * 1_024 / 1e6


def scanned(service: Service) -> int:
    """How many scans were answered as recorded or spooled."""
    told = service.get("/metrics").decode().splitlines()
    counts = [line for line in told if line.startswith("mingbai_scans_total{")]
    return sum(int(float(line.split()[1])) for line in counts)


def test_memory_stays_flat(service: Service, store_kind: str, tmp_path: Path) -> None:
    codes = ",".join(f'"{code}"' for code in islice(issue(service, tmp_path), CODES))
    script = tmp_path / "scans.lua"
    (worker,) = service.workers
    seen = []
    done = 0
    while done < SCANS:
        script.write_text(_SCRIPT % (codes, done), "ascii")
        subprocess.run(
            [
                *(wrk(), "-t1", "-c64", f"-d{TURN_S}s", "-s", str(script), "-H", f"Host: {HOST}"),
                f"http://127.0.0.1:{service.port}",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        done = scanned(service)
        seen.append((done, pss_mb(worker)))
    early = next(mb for n, mb in seen if n >= SCANS / 10)
    last = seen[-1][1]
    told = ", ".join(f"{mb:.0f} MB after {n:,}" for n, mb in seen[:: max(1, len(seen) // 6)])
    tell(f"{store_kind}: PSS of a worker {told}; at last {last:.0f} MB after {done:,}")
    assert service.workers == {worker}
    assert last <= MOST_MB
    assert last <= 1.1 * early
