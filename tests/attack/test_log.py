"""What strangers can write into the log of the service."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.attack.inputs import fresh
from tests.attack.wire import Wire, request
from tests.bench.test_scan_and_page import tell
from tests.faults.process import Service

MALFORMED = 3_000
LINES = 60

pytestmark = [pytest.mark.faults, pytest.mark.attack]


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
