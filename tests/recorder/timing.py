"""A machine whose two clocks are moved by hand, and services that start and end on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.domain.clock import Doubt
from kiosk.recorder import Alarms, Retention, Timekeeper, retention
from kiosk.store import clocks
from kiosk.store.driver import Reader, Row
from tests.reports.ledger import Ledger, instant

DAY_S = 86_400
DAYS = 400


@dataclass
class Machine:
    """`jump` sets the clock, `wait` lets time pass; a stop is a wait without a service."""

    at: int
    steady: int = 0

    def jump(self, *, days: float = 0, minutes: float = 0) -> None:
        """Somebody or something sets the clock."""
        self.at += round((days * DAY_S + minutes * 60) * 1_000)

    def wait(self, *, days: float = 0, minutes: float = 0) -> None:
        """Time passes, and both clocks go on."""
        passed = round((days * DAY_S + minutes * 60) * 1_000)
        self.at += passed
        self.steady += passed


@dataclass
class Process:
    """What of a service has to do with time; `server` is what the database's machine says."""

    ledger: Ledger
    machine: Machine
    server: Machine | None = None
    alarms: Alarms = field(default_factory=Alarms)
    watch: Timekeeper = field(init=False)

    def __post_init__(self) -> None:
        server = self.server

        async def witness() -> int:
            assert server is not None
            return server.at

        self.watch = Timekeeper(
            self.ledger.driver,
            self.ledger.zone,
            self.alarms,
            now=lambda: self.machine.at,
            steady=lambda: self.machine.steady,
            witness=None if server is None else witness,
        )

    async def look(self) -> Doubt | None:
        """What it finds."""
        await self.watch.look()
        return self.watch.doubt

    async def retain(self, days: int = DAYS) -> None:
        """Seal and remove what is due."""
        keeper = Retention(
            self.ledger.driver,
            self.ledger.zone,
            days=days,
            now=lambda: self.machine.at,
            is_sure=self.watch.is_sure,
        )
        await keeper.run()

    async def confirm(self) -> None:
        """What the act writes."""
        await self.ledger.driver.write(lambda tx: clocks.confirm(tx, self.machine.at))


async def started(ledger: Ledger, machine: Machine, server: Machine | None = None) -> Process:
    """A service that begins."""
    process = Process(ledger, machine, server)
    await process.look()
    return process


async def days_of(ledger: Ledger, sql: str) -> list[int]:
    """Days, in order."""

    async def work(reader: Reader) -> Sequence[Row]:
        return await reader.all(sql)

    return [row["day"] for row in await ledger.driver.read(work)]


async def rows(ledger: Ledger) -> list[int]:
    """The days that have rows."""
    return await days_of(ledger, "select distinct day from scan order by day")


async def seals(ledger: Ledger) -> list[int]:
    """The days that are sealed."""
    return await days_of(ledger, "select day from day_seal order by day")


def machine_at(text: str) -> Machine:
    """A machine whose clock is right at a moment."""
    return Machine(instant(text))


STEP = retention.STEP
