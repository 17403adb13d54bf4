"""``python -m tests.attack.program …``: the service as it is, watched, on one core, at any time.

What is asked for stands in the environment, so that a replacement (SIGHUP) does it as well:
`ATTACK_BEATS` names the file of the heartbeat, `ATTACK_CORE` the core, and `ATTACK_CLOCK` a file
with the seconds by which the wall clock is wrong, read again at each look at the clock.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from pathlib import Path

import uvicorn

from kiosk.cli import main
from tests.attack.heartbeat import Heartbeat

_TASKS: list[asyncio.Task[None]] = []


def watch(beats: Path) -> None:
    """Have every server that starts beat."""
    startup = uvicorn.Server.startup

    async def beating(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        await startup(self, sockets)
        _TASKS.append(asyncio.create_task(Heartbeat.at(beats).beat()))

    uvicorn.Server.startup = beating  # type: ignore[method-assign]


def shift(file: Path) -> None:
    """Have the wall clock be wrong by what `file` says."""
    right = time.time_ns

    def wrong() -> int:
        return right() + int(float(file.read_text("ascii")) * 1e9)

    time.time_ns = wrong
    time.time = lambda: wrong() / 1e9


if __name__ == "__main__":
    if core := os.environ.get("ATTACK_CORE"):
        os.sched_setaffinity(0, {int(core)})
    if beats := os.environ.get("ATTACK_BEATS"):
        watch(Path(beats))
    if clock := os.environ.get("ATTACK_CLOCK"):
        shift(Path(clock))
    main(sys.argv[1:], prog_name="kiosk")
