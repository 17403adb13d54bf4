"""As little as a machine may give: no right but its own, nothing writable but its folder."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attack.inputs import fresh
from tests.attack.wire import Wire, request
from tests.bench.test_scan_and_page import tell
from tests.faults.process import Service

NOBODY = 65_534
MALFORMED = 3_000
LINES = 60

pytestmark = [pytest.mark.faults, pytest.mark.attack]


@pytest.fixture
def open_to_nobody() -> Iterator[Path]:
    """A folder that another account can reach; those of the tests are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="to become nobody one must be root")
@pytest.mark.skipif(not shutil.which("unshare"), reason="a root that is read-only needs unshare")
def test_nobody_serves_from_a_root_that_is_read_only(open_to_nobody: Path) -> None:
    """J4. Without capabilities, without new privileges, and only the data folder to write to."""
    data = open_to_nobody / "data"
    data.mkdir()
    os.chown(data, NOBODY, NOBODY)
    service = Service(data)
    bare = (
        f"mount --make-rprivate / && mount --bind {data} {data} && mount -o remount,bind,ro / && "
        f"exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --no-new-privs "
        f"--inh-caps=-all --bounding-set=-all {sys.executable} -m kiosk serve --port {service.port}"
    )
    process = subprocess.Popen(
        ["unshare", "-m", "sh", "-c", bare], env=service.environment, stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, "the service ended by itself"
            assert time.monotonic() < deadline
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/readyz", timeout=1):
                    break
            except OSError:
                time.sleep(0.05)
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert told["Uid"].split() == [str(NOBODY)] * 4
        assert (told["NoNewPrivs"], int(told["CapEff"], 16)) == ("1", 0)
        assert b"QC10" in service.get("/")
    finally:
        process.terminate()
        process.wait(30)
    assert {path.stat().st_uid for path in data.iterdir()} == {NOBODY}


def test_malformed_requests_write_few_lines_and_each_is_json(tmp_path: Path) -> None:
    """H9, failure 25: thousands of them, with what a terminal or a log reader would obey."""
    service = Service(tmp_path / "data")
    log = tmp_path / "log"
    with log.open("wb") as standard_error:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "serve", "--port", str(service.port)],
            env=service.environment,
            stdout=subprocess.DEVNULL,
            stderr=standard_error,
        )
        try:
            _until_ready(service)
            asyncio.run(_malform(service.port))
        finally:
            process.terminate()
            process.wait(30)
    lines = log.read_bytes().splitlines()
    tell(f"{MALFORMED:,} malformed requests: {len(lines)} lines in the log")
    assert len(lines) <= LINES
    for line in lines:
        assert isinstance(json.loads(line), dict)
        assert b"\x1b" not in line
        assert b"injected" not in line


def _until_ready(service: Service) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            service.get("/healthz")
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


async def _malform(port: int) -> None:
    async def client(number: int) -> None:
        wire = Wire(port)
        for n in range(MALFORMED // 16):
            await wire.ask(_malformed(number * 1_000 + n))
        wire.close()

    await asyncio.gather(*(client(number) for number in range(16)))


def _malformed(number: int) -> bytes:
    escape = "\x1b[2J\x1b]0;injected\x07" + fresh(12)
    forms = (
        b"GET /\x1b[2J injected HTTP/1.1\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: a\r\nX: {escape}\x00\r\n\r\n".encode(),
        request("GET", f"/S/%0A%7B%22event%22:%22injected{fresh(12)}%22%7D"),
        request("GET", "/", ("User-Agent", f'{escape}"}}{{"event":"injected"')),
        request("POST", "/admin/sign-in", ("Content-Type", "multipart/form-data"), body=b"--x"),
        b"\x16\x03\x01injected\r\n\r\n",
    )
    return forms[number % len(forms)]
