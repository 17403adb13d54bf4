"""预检: finished cards examined in a process of their own, with low priority.

The readers are large programs in C++ that may fall over; none of them is loaded here. What the
other process says of its progress and its outcome comes a line each.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from kiosk.batches.order import Imprint, Order
from kiosk.domain.problem import Problem

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Nobody looks."""


_COMMAND: Final = (sys.executable, "-P", "-m", "kiosk.preflight.process")
_SILENT_S: Final = 3_600.0  # for one that sleeps: one that works without a word ends itself
_LINE_MOST: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """`report` is what programs read, `picture` a PNG of what was not read."""

    is_passed: bool
    report: dict[str, Any]
    picture: bytes | None

    def as_args(self, batch: str, artwork: str) -> dict[str, Any]:
        """What the act that keeps it asks for."""
        return {
            "batch": batch,
            "artwork": artwork,
            "passed": self.is_passed,
            "report": self.report,
            "picture": b64encode(self.picture).decode() if self.picture else None,
        }


async def preflight_order(
    order: Order, imprint: Imprint, *, progress: Progress = _silent
) -> Outcome:
    """Examine the cards of an order; raises Problem."""
    return await _ask("order", order, imprint, progress=progress)


async def preflight_file(
    data: bytes,
    name: str,
    *,
    dpi: int | None = None,
    shots: int | None = None,
    progress: Progress = _silent,
) -> Outcome:
    """Examine a PDF or a picture; raises Problem. `dpi` is that of a picture that tells none.

    `shots` in place of the battery's, for a quick look.
    """
    return await _ask("file", data, name, dpi, shots, progress=progress)


async def _ask(deed: str, *args: Any, progress: Progress) -> Outcome:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        process = await asyncio.create_subprocess_exec(
            *_COMMAND, stdin=PIPE, stdout=PIPE, env=environment, limit=_LINE_MOST
        )
    except OSError as error:  # no memory, or too many processes
        raise Problem("preflight-stopped") from error
    asked, answers = process.stdin, process.stdout
    if asked is None or answers is None:
        raise Problem("preflight-stopped")
    try:
        with suppress(ConnectionError):  # it fell over before it read all: its output tells
            asked.write(pickle.dumps((deed, args)))
            await asked.drain()
            asked.close()
        while line := await asyncio.wait_for(answers.readline(), _SILENT_S):
            said = pickle.loads(b64decode(line))  # noqa: S301 - from the process we started
            if isinstance(said, Problem):
                raise said
            if isinstance(said, Outcome):
                return said
            progress(*said)
        raise Problem("preflight-stopped")
    except TimeoutError as error:
        raise Problem("preflight-stopped") from error
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()
