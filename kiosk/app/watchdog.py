"""看门狗: ends a worker whose loop stands still, after it has told where.

What counts is time in which this process saw no beat while it was awake itself: a machine that
sleeps, a worker that is stopped or under a debugger, and a slow machine end nobody.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import structlog

from kiosk.recorder import Board

STALL_S = 30.0
TICK_S: Final = 1.0  # how often to look
_MOST_S: Final = 2 * TICK_S  # of one look: who looks late has not been watching meanwhile
_TELL_S: Final = 2.0  # for the worker to write where it stands
_MOST_BYTES: Final = 16_384
_ASK: Final = signal.SIGUSR2
_LOG = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Seen:
    """A worker's last beat, and how long it has been the last one."""

    beat: float
    still_s: float = 0.0


@dataclass
class Watchdog:
    """Watches the workers that beat on a board; all of them write where they stand in one file."""

    board: Board
    _seen: dict[int, _Seen] = field(default_factory=dict)
    _looked: float = field(default_factory=time.monotonic)
    _stacks: int = field(default_factory=lambda: os.memfd_create("stacks"))

    def obey(self) -> None:
        """In a worker: write where its loop stands when asked, whatever it is doing."""
        faulthandler.register(_ASK, file=self._stacks, all_threads=False, chain=False)

    def look(self, workers: Mapping[int, int]) -> None:
        """End those that stand still; `workers` are numbers by process id."""
        now = time.monotonic()
        passed = min(now - self._looked, _MOST_S)
        self._looked = now
        self._seen = {pid: seen for pid, seen in self._seen.items() if pid in workers}
        for pid, number in workers.items():
            beat = self.board.beat_of(number)
            seen = self._seen.get(pid)
            if not beat or seen is None or seen.beat != beat or _is_held(pid):
                self._seen[pid] = _Seen(beat)
                continue
            seen.still_s += passed
            if seen.still_s >= STALL_S:
                del self._seen[pid]
                self._end(pid, seen.still_s)

    def _end(self, pid: int, still_s: float) -> None:
        os.ftruncate(self._stacks, 0)
        os.lseek(self._stacks, 0, os.SEEK_SET)
        os.kill(pid, _ASK)
        _LOG.error("worker-stalled", pid=pid, seconds=round(still_s), stack=self._told())
        os.kill(pid, signal.SIGKILL)

    def _told(self) -> list[str]:
        """What the worker has written, when it has done so; nothing where it could not."""
        deadline = time.monotonic() + _TELL_S
        size = -1
        while time.monotonic() < deadline:
            time.sleep(_TELL_S / 20)
            before, size = size, os.fstat(self._stacks).st_size
            if size and size == before:
                break
        text = os.pread(self._stacks, _MOST_BYTES, 0).decode("utf-8", "replace")
        return [line.strip() for line in text.splitlines() if line.strip()]


def _is_held(pid: int) -> bool:
    """Whether a process is stopped, or a debugger has it."""
    try:
        told = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return False  # gone, or a system that does not tell
    fields = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    is_stopped = fields.get("State", "").strip()[:1] in ("T", "t")
    return is_stopped or fields.get("TracerPid", "0").strip() != "0"
