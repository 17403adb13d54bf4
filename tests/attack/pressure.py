"""Requests at a fixed rate, scans beside them, and what the service's heartbeat says meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.attack.heartbeat import Gap, Heartbeat
from tests.attack.wire import Reply, Wire, request

CONNECTIONS: Final = 24
RATE: Final = 200
SCANNERS: Final = 16
SCAN_RATE: Final = 160
SHOT_S: Final = 0.4  # who attacks does not wait longer; who scans does
AGENT: Final = "Mozilla/5.0 (Linux; Android 14; V{}A; wv) MicroMessenger/8.0.49"

Shots = Callable[[int], bytes]
"""The n-th request of a flood."""


@dataclass
class Seen:
    """What a flood did in one window, or in several."""

    answers: Counter[int] = field(default_factory=Counter)
    scans: list[float] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def gap_ms(self) -> float:
        """The longest time the loop was not free."""
        return max((gap.seconds for gap in self.gaps), default=0.0) * 1_000

    @property
    def worked_ms(self) -> float:
        """The longest that the loop's thread worked on end."""
        return max((gap.worked for gap in self.gaps), default=0.0) * 1_000


@dataclass
class Pressure:
    """Connections to one service, kept from one flood to the next."""

    port: int
    codes: Iterator[str]
    beats: Heartbeat
    wires: list[Wire] = field(init=False)
    scanners: list[Wire] = field(init=False)

    def __post_init__(self) -> None:
        self.wires = [Wire(self.port) for _ in range(CONNECTIONS)]
        self.scanners = [Wire(self.port) for _ in range(SCANNERS)]

    async def flood(self, shots: Shots, *, seconds: float) -> Seen:
        """Send `shots` for so long; all that was asked is answered, or given up, at the end."""
        seen, begun = Seen(), time.monotonic()
        until = begun + seconds
        await asyncio.gather(
            *(self._shoot(n, shots, seen, until) for n in range(CONNECTIONS)),
            *(self._scan(n, seen, until) for n in range(SCANNERS)),
        )
        await self.scanners[0].ask(request("GET", "/healthz"))
        seen.gaps = list(self.beats.gaps(begun, time.monotonic()))
        return seen

    def close(self) -> None:
        """End every connection."""
        for wire in (*self.wires, *self.scanners):
            wire.close()

    async def _shoot(self, number: int, shots: Shots, seen: Seen, until: float) -> None:
        """Every `CONNECTIONS`-th request of the flood."""
        step, begun = CONNECTIONS / RATE, time.monotonic()
        turn = 0
        while (at := begun + (turn + number / CONNECTIONS) * step) < until:
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            sent = shots(turn * CONNECTIONS + number)
            seen.answers[(await self.wires[number].ask(sent, patience_s=SHOT_S)).status] += 1
            turn = max(turn + 1, int((time.monotonic() - begun) / step))

    async def _scan(self, number: int, seen: Seen, until: float) -> None:
        """Scans at fixed moments; one that begins late has waited since its moment."""
        step, begun = SCANNERS / SCAN_RATE, time.monotonic()
        turn = 0
        while (at := begun + (turn + number / SCANNERS) * step) < until:
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            code = next(self.codes)
            reply = await self.scanners[number].ask(scan(code))
            seen.scans.append(time.monotonic() - at)
            seen.told[told_of(reply)] += 1
            turn += 1


def scan(code: str) -> bytes:
    """A scan by a phone of its own."""
    return request(
        "GET",
        f"/S/{code}",
        ("User-Agent", AGENT.format(code)),
        ("Accept-Language", "zh-CN"),
        ("Accept-Encoding", "br"),
    )


def told_of(reply: Reply) -> str:
    """What an answer says of its scan; else its status."""
    told = reply.head.lower().partition(b"\r\nx-scan: ")[2].partition(b"\r\n")[0]
    return told.decode() or str(reply.status)


def percentile(values: list[float], share: float) -> float:
    """The value that so large a share of `values` does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
