"""A disk that fails and waits when a test wants it to, and scans for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from kiosk.domain.scan import Opening, Scan
from kiosk.recorder import Tally
from kiosk.recorder.groups import Groups


def scan(number: int) -> Scan:
    return Scan(
        number.to_bytes(16), 0, "scan", number, 0, "QC10", "370102", "card", "person", "", b"", 0
    )


class Disk:
    """Stands where the driver stands, so that failures come when the test wants them."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.openings: dict[Opening, int] = {}
        self.spooled: list[int] = []
        self.lost: list[int] = []
        self.fails = False
        self.spool_fails = True
        self.gate = asyncio.Event()
        self.gate.set()

    async def commit(self, scans: Sequence[Scan], openings: Mapping[Opening, int]) -> None:
        await self.gate.wait()
        if self.fails:
            raise OSError("disk full")
        self.groups.append([scan.serial for scan in scans])
        for opening, number in openings.items():
            self.openings[opening] = self.openings.get(opening, 0) + number

    async def keep(self, scans: Sequence[Scan]) -> None:
        if self.spool_fails:
            raise OSError("disk full")
        self.spooled += [scan.serial for scan in scans]

    def lose(self, scans: Sequence[Scan]) -> None:
        self.lost += [scan.serial for scan in scans]

    def queue(self) -> Groups:
        """The queue before it."""
        return Groups(self.commit, self.keep, self.lose, Tally())

    @property
    def stored(self) -> list[int]:
        return [serial for group in self.groups for serial in group]
