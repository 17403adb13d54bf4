"""The end of a server: soon, whatever its peers do, and with every scan that waits stored first.

Who is between two requests may send one more for a second. Then all are cut that only their peer
could end: heads and bodies that trickle in, answers that nobody takes, files on their way (the
client sees that they are not whole). What is our own work goes on: scans are stored and answered,
as long as the disk needs for it; other answers that are not begun by then are given up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Final

from kiosk.web.http.crowd import Crowd
from kiosk.web.http.guard import DRAIN_S, Guard

STORE_S: Final = 8.0  # a disk so slow that scans are not stored by then has lost them anyway
ANSWER_S: Final = 0.2  # from a scan's being stored to its answer's being written


async def end(
    crowd: Crowd[Guard],
    tasks: Iterable[asyncio.Task[None]],
    stored: Callable[[], Awaitable[object]],
) -> None:
    """End all connections; `stored` returns when no scan waits any more."""
    crowd.is_draining = True
    for connection in crowd:
        connection.shutdown()
    await _empty(crowd, DRAIN_S)
    for connection in crowd:
        connection.end_unless_working()
    with suppress(TimeoutError):
        async with asyncio.timeout(STORE_S):
            await stored()
    await _empty(crowd, ANSWER_S)
    for connection in crowd:
        connection.cut()
    left = set(tasks)
    for task in left:
        task.cancel()
    if left:
        await asyncio.wait(left, timeout=ANSWER_S)


async def _empty(crowd: Crowd[Guard], within_s: float) -> None:
    """Wait until nobody is connected any more, or the time is over."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            await crowd.gone()
