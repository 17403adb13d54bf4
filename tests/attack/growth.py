"""How cost grows with what is sent, in the time of the one thread that is measured.

Never milliseconds: a machine at a quarter of its speed has the same growth.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

TRIES = 7
LINEAR = 3.0  # twice as much is twice the work; four times would be quadratic


def growth(act: Callable[[Any], object], small: Any, large: Any) -> float:
    """Cost of `large`, which is twice `small`, beside that of `small`; the least of some tries."""
    return cost(act, large) / cost(act, small)


def cost(act: Callable[[Any], object], sent: Any) -> float:
    """Seconds of this thread, enough rounds of them for its clock."""
    rounds = 1
    while _once(act, sent, rounds) < 0.004 and rounds < 4_096:
        rounds *= 2
    return min(_once(act, sent, rounds) for _ in range(TRIES)) / rounds


def _once(act: Callable[[Any], object], sent: Any, rounds: int) -> float:
    began = time.thread_time()
    for _ in range(rounds):
        act(sent)
    return time.thread_time() - began
