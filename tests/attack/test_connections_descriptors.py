"""Few descriptors: connections get what is left over, newcomers and commands are served."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.descriptors import RESERVE, places
from tests.faults.process import Service

_LIMIT = 256
_LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
_RAISED = "from kiosk.app.descriptors import raise_limit; print(raise_limit())"

pytestmark = pytest.mark.faults


class Limited(Service):
    """A service that may have few descriptors."""

    @property
    def _program(self) -> list[str]:
        limited = _LIMITED.format(soft=_LIMIT, hard=_LIMIT)
        return [sys.executable, "-c", limited, "-m", "kiosk"]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Limited(tmp_path / "data")
    made.start()
    yield made
    made.kill()


def test_the_soft_limit_is_raised_to_the_hard_one() -> None:
    limited = _LIMITED.format(soft=64, hard=200)
    asked = [sys.executable, "-c", limited, "-c", _RAISED]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)
    assert int(done.stdout) == 200


@pytest.mark.parametrize(("limit", "most"), [(1_024, 924), (65_536, 65_436), (64, 32)])
def test_connections_leave_a_reserve(limit: int, most: int) -> None:
    assert places(limit) == most
    assert limit - most >= min(RESERVE, limit // 2)


def test_a_crowd_of_silent_peers_keeps_neither_newcomers_nor_commands_out(
    service: Service,
) -> None:
    crowd = []
    for _ in range(2 * _LIMIT):
        one = socket.socket()
        one.bind(("127.0.0.2", 0))
        one.connect(("127.0.0.1", service.port))
        crowd.append(one)
    assert b"ok" in service.get("/healthz")
    assert service.ready()["status"] == "ready"
    assert "mbk_" in service.command("token", "add", "monitor")  # over the control socket
    for one in crowd:
        one.close()
