"""A device beside a ledger, without a service: events straight into the intake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.domain.device import Device, Event, Sent
from kiosk.domain.placement import CodeRange, PlacementKind
from kiosk.domain.scan import Act, Origin
from kiosk.recorder import Intake, Target
from kiosk.store import devices
from tests.reports.ledger import Ledger, instant

ENROLLED = "2025-10-01T00:00:00Z"


@dataclass
class Reporter:
    """A device at a hall whose screen has a code for QC06."""

    ledger: Ledger
    screen: CodeRange
    device: Device
    intake: Intake
    sent: list[Event] = field(default_factory=list)

    def event(self, at: str, *, sequence: int | None = None) -> Event:
        """A touch, a second before the last one; its number is the next one."""
        number = len(self.sent) + 1
        made = Event(
            bytes([0x7E]) + self.device.id.encode().ljust(7, b".") + number.to_bytes(8, "big"),
            sequence or number,
            instant(at) - number * 1_000,
            "touch",
            "QC06",
        )
        self.sent.append(made)
        return made

    async def report(
        self, events: Sequence[Event], at: str, *, offset_ms: int = 0
    ) -> list[str | None]:
        """Send a batch that is received at a moment."""
        received = instant(at)
        sent = Sent(received, received - offset_ms)
        return await self.intake.take(self.device, events, sent, self._find)

    def _find(self, service: str, at: int) -> Target:  # noqa: ARG002
        return Target.of(Act.TOUCH, self.screen, self.screen.first, service, source=Origin.KIOSK)


async def reporter(ledger: Ledger, *, number: int = 1, days: int = 400) -> Reporter:
    """Enrol a device at a hall of its own."""
    hall = await ledger.placement("gx", f"大厅{number}", PlacementKind.KIOSK)
    screen = await ledger.card(hall, "QC06", batch=None)
    at, name = instant(ENROLLED), f"D{number:04d}"
    shard = ledger.driver.shard_of(name)
    device = Device(name, hall.id, f"大厅{number}号", b"key", shard, at)
    row = {"id": name, "placement": hall.id, "name": device.name, "key": device.key}
    await ledger.driver.write(lambda tx: tx.run(devices.ADD, **row, shard=shard, at=at, by="test"))
    return Reporter(
        ledger, screen, device, Intake(ledger.driver, ledger.zone, days=days, certain=1 << 62)
    )
