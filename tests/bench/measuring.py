"""Load with wrk, in strict rotation: requests a second and the 99th percentile."""

from __future__ import annotations

import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

HOST = "mbk.example.gov.cn"
CONNECTIONS = 64
SECONDS = 4
ROUNDS = 3

_PASSING = ("date", "etag", "connection")  # of this one answer, not of every answer
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Run:
    """One run: requests a second, and the median and the 99th percentile in milliseconds."""

    rate: float
    p50: float
    p99: float
    errors: int


@dataclass(frozen=True)
class Target:
    """What is asked for, over how many connections and for how long."""

    port: int
    path: str
    connections: int = CONNECTIONS
    seconds: int = SECONDS


def wrk() -> str:
    """The load generator; installed by ``make bench``."""
    found = shutil.which("wrk")
    assert found is not None, "wrk is missing: run make bench, which installs it"
    return found


def rotate(targets: Mapping[str, Target]) -> dict[str, list[Run]]:
    """Every target once a round, so that what else the machine does falls on all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, target in targets.items():
            runs[name].append(_run(target))
    return runs


def rate(runs: Sequence[Run]) -> float:
    """The median rate."""
    return statistics.median(run.rate for run in runs)


def p99(runs: Sequence[Run]) -> float:
    """The median of the 99th percentiles, in milliseconds."""
    return statistics.median(run.p99 for run in runs)


def p50(runs: Sequence[Run]) -> float:
    """The median of the medians, in milliseconds."""
    return statistics.median(run.p50 for run in runs)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def contestant(name: str, answer: Mapping[str, Any]) -> Iterator[int]:
    """A contestant as a process of its own; its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.contestants", name, str(port)],
        stdin=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(answer).encode())
    process.stdin.close()
    try:
        _wait(port)
        yield port
    finally:
        process.kill()
        process.wait()


def answer_of(port: int, path: str) -> dict[str, Any]:
    """What the service answers at a path: its headers but for the date, and its bytes."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "br", "Host": HOST}
    )
    with urllib.request.urlopen(asked) as answer:
        headers = [pair for pair in answer.headers.items() if pair[0].lower() not in _PASSING]
        return {"headers": headers, "body": answer.read().hex()}


def _wait(port: int) -> None:
    for _ in range(1_000):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError(port)


def _run(target: Target) -> Run:
    # One plain request again and again: a script in the load generator would take the processor
    # time that the service's writer needs. So most scans are repeats, which cost the same row.
    headers = {
        "Host": HOST,
        "Accept-Encoding": "br",
        "User-Agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.49",
    }
    flags = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    done = subprocess.run(
        [
            *(wrk(), "-t1", f"-c{target.connections}", f"-d{target.seconds}s", "--latency", *flags),
            f"http://127.0.0.1:{target.port}{target.path}",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    return _read(done.stdout)


def _read(told: str) -> Run:
    requests = re.search(r"Requests/sec:\s+([\d.]+)", told)
    latency = dict(re.findall(r"(50|99)%\s+([\d.]+(?:us|ms|s|m))", told))
    assert requests is not None, told
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    socket_errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", told)
    errors = int(wrong[1]) if wrong else 0
    errors += sum(map(int, socket_errors.groups())) if socket_errors else 0
    return Run(float(requests[1]), _ms(latency["50"]), _ms(latency["99"]), errors)


def _ms(told: str) -> float:
    unit = told.lstrip("0123456789.")
    return float(told.removesuffix(unit)) * _UNITS[unit]
