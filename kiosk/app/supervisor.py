"""The process above those that serve: it holds the listening socket, and sees to it that they run.

A worker is a fork: it starts at once, and what is loaded lies in memory once. The socket stays
open while workers come and go, so who connects meanwhile waits instead of being refused. SIGHUP
loads the program anew: the supervisor executes itself, keeping socket, lock and workers, and only
then has the old workers end.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from kiosk.app.watchdog import TICK_S, Watchdog

CHECK: Final = "--check"
"""Given to `kiosk serve` it loads and checks all that a start needs, and ends."""
_HANDOVER: Final = "MINGBAI_HANDOVER"
_END: Final = frozenset({signal.SIGTERM, signal.SIGINT})
_HEARD: Final = _END | {signal.SIGHUP, signal.SIGCHLD}
_LOOK_S: Final = 0.02  # how often a starting worker is asked whether it serves
_GRACE_S: Final = 30.0  # then a worker that does not end is killed
_AGAIN_S: Final = (0.0, 0.5, 1.0, 2.0, 5.0)  # waits before the next try, by failures in a row
_LOG = structlog.get_logger(__name__)

Work = Callable[["Place"], int]
"""What a worker does for all its life; its exit status."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker works: its number among those of now, and whether it `is_first` of all.

    `parent` is the supervisor's process id: a worker whose parent is another one has lost it.
    """

    number: int
    is_first: bool
    parent: int
    _told: int

    def ready(self) -> None:
        """Tell that requests are answered from now on."""
        os.write(self._told, b"1")

    @property
    def is_orphan(self) -> bool:
        """Whether the supervisor is gone."""
        return os.getppid() != self.parent


@dataclass(slots=True)
class _Worker:
    number: int
    told: int
    is_ready: bool = False

    def look(self) -> None:
        """See whether it has told that it serves."""
        if not self.is_ready:
            try:
                self.is_ready = os.read(self.told, 1) == b"1"
            except BlockingIOError:
                return


@dataclass(frozen=True, slots=True)
class Handover:
    """What a supervisor leaves to the program that replaces it: descriptors, and its workers."""

    listener: int
    lock: int
    workers: tuple[int, ...]

    @classmethod
    def received(cls) -> Handover | None:
        """What was left, where this process replaces another program; asked once."""
        text = os.environ.pop(_HANDOVER, None)
        if text is None:
            return None
        told = json.loads(text)
        return cls(told["listener"], told["lock"], tuple(told["workers"]))

    def execute(self) -> None:
        """Become the program as it now lies on the disk; raises OSError."""
        for descriptor in (self.listener, self.lock):
            os.set_inheritable(descriptor, True)
        told = {"listener": self.listener, "lock": self.lock, "workers": self.workers}
        environment = os.environ | {_HANDOVER: json.dumps(told)}
        argv = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, argv, environment)  # noqa: S606 - ourselves


@dataclass
class Supervisor:
    """Keeps `count` workers at `work`.

    Where they cannot `overlap`, as they share a database of one writer, one begins when the last
    one has ended.
    """

    work: Work
    listener: socket.socket
    lock: int
    count: int
    overlap: bool
    watchdog: Watchdog
    old: set[int] = field(default_factory=set)
    _workers: dict[int, _Worker] = field(default_factory=dict)
    _is_first: bool = True
    _is_ending: bool = False
    _failures: int = 0
    _not_before: float = 0.0
    _asked: dict[int, float] = field(default_factory=dict)  # who was to end, and when

    def run(self) -> int:
        """Until SIGTERM or SIGINT; the exit status. Where the very first start fails, its own."""
        self._is_first = not self.old
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        gc.collect()
        gc.freeze()  # what is loaded now is shared by all workers
        while True:
            self._look()
            status = self._reap()
            if self._is_ending:
                if not self._workers and not self.old:
                    return 0
            elif status and self._is_first:
                return status
            else:
                self._tend()
                self.watchdog.look(self._serving())
            self._hear(signal.sigtimedwait(_HEARD, self._patience()))

    def _hear(self, told: signal.struct_siginfo | None) -> None:
        number = told.si_signo if told else None
        if number in _END:
            self._is_ending = True
            self.listener.close()  # refused at once is better than accepted and then cut off
            self._end({*self._workers, *self.old})
        elif number == signal.SIGHUP and not self._is_ending:
            self._replace()

    def _patience(self) -> float:
        if any(not worker.is_ready for worker in self._workers.values()):
            return _LOOK_S
        missing = len(self._workers) < self.count
        return _LOOK_S if missing or self.old or self._is_ending else TICK_S

    def _serving(self) -> dict[int, int]:
        """The numbers of the workers that serve and were not asked to end, by process id."""
        return {
            pid: worker.number
            for pid, worker in self._workers.items()
            if worker.is_ready and pid not in self._asked
        }

    def _look(self) -> None:
        for worker in self._workers.values():
            worker.look()
            if worker.is_ready:
                self._is_first = False
                self._failures = 0

    def _tend(self) -> None:
        """Start who is missing, one after another; then let those of the last program end."""
        if self.old and not self.overlap:
            self._end(self.old)
            return
        is_starting = any(not worker.is_ready for worker in self._workers.values())
        if len(self._workers) < self.count:
            if not is_starting and time.monotonic() >= self._not_before:
                self._start()
        elif not is_starting:
            self._end(self.old)

    def _start(self) -> None:
        taken = {worker.number for worker in self._workers.values()}
        number = min(set(range(self.count)) - taken)
        told, tell = os.pipe()
        os.set_blocking(told, False)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            os.close(told)
            self._be_worker(Place(number, self._is_first, parent, tell))
        os.close(tell)
        self._workers[pid] = _Worker(number, told)

    def _be_worker(self, place: Place) -> None:
        """The rest of a worker's life; never returns."""
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the supervisor hears it
            signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it is the supervisor that replaces
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _HEARD)
            self.watchdog.obey()
            status = self.work(place)
        except Exception as error:  # noqa: BLE001 - told here, or nobody hears of it
            _LOG.error("worker-failed", why=str(error), exc_info=error)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _reap(self) -> int:
        """Take note of who has ended; the status of one that had not served yet, else 0."""
        failed = 0
        while True:
            try:
                pid, how = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return failed
            if pid == 0:
                return failed
            self.old.discard(pid)
            asked = self._asked.pop(pid, None)
            if asked is not None and not self._is_ending:
                _LOG.info("worker-replaced", took_s=round(time.monotonic() - asked, 2))
            worker = self._workers.pop(pid, None)
            if worker is None:
                continue
            os.close(worker.told)
            self.watchdog.board.forget(worker.number)
            status = os.waitstatus_to_exitcode(how)
            if not self._is_ending:
                _LOG.error("worker-ended", status=status, had_served=worker.is_ready)
                self._failures += not worker.is_ready
                wait = _AGAIN_S[min(self._failures, len(_AGAIN_S) - 1)]
                self._not_before = time.monotonic() + wait
            if not worker.is_ready:
                failed = max(status, 1)

    def _end(self, pids: set[int]) -> None:
        """Ask workers to end, once; who does not is killed in the end."""
        for pid in pids - self._asked.keys():
            os.kill(pid, signal.SIGTERM)
            self._asked[pid] = time.monotonic()
        for pid in pids:
            if time.monotonic() - self._asked[pid] > _GRACE_S:
                _LOG.error("worker-killed", why="it did not end")
                os.kill(pid, signal.SIGKILL)

    def _replace(self) -> None:
        """Execute the program anew, where it can be loaded at all."""
        checked = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, *sys.orig_argv[1:], CHECK], stdout=subprocess.DEVNULL, check=False
        )
        if checked.returncode:
            _LOG.error("not-replaced", status=checked.returncode)
            return
        workers = (*self._workers, *self.old)
        try:
            Handover(self.listener.fileno(), self.lock, workers).execute()
        except OSError as error:
            _LOG.error("not-replaced", why=error.strerror)
