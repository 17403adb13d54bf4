"""自助终端: an enrolled kiosk, what it reports, and which of two clocks is believed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from kiosk.domain.line import read_line
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Act

NAME_MOST: Final = 40
ACTS: Final = (Act.TOUCH.value,)
"""What an event may tell of."""

MINUTE_MOST: Final = 60
DAY_MOST: Final = 6_000
"""So many touches a minute and a day one screen may report: no hand is quicker, no day longer."""

OFFSET_MOST_MS: Final = 15 * 60_000
AHEAD_MOST_MS: Final = 5 * 60_000


class Clock(StrEnum):
    """Whose time an event is counted by."""

    DEVICE = "device"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled kiosk at a placement.

    `key` is its public key (P-256, SubjectPublicKeyInfo in DER), `shard` where all its events go.
    """

    id: str
    placement: str
    name: str
    key: bytes
    shard: int
    enrolled_at: int
    revoked_at: int | None = None


class Uptime(NamedTuple):
    """Which start of a device, and how many milliseconds it had been running, asleep or not."""

    boot: str
    ms: int


class Sent(NamedTuple):
    """A request by two clocks, in epoch milliseconds: ours when it came, the device's in it.

    `uptime` is the device's at that moment, where it told it.
    """

    received_at: int
    signed_at: int
    uptime: Uptime | None = None

    @property
    def offset_ms(self) -> int:
        """How far the device's clock is behind ours; the way here counts as behind."""
        return self.received_at - self.signed_at


class Event(NamedTuple):
    """行为事件: one thing that happened on a device's screen.

    `id` has 16 bytes (UUIDv7) and becomes that of the scan; `sequence` counts a device's events
    from 1; `at` is the device's clock in epoch milliseconds, `uptime` what it had been running.
    """

    id: bytes
    sequence: int
    at: int
    act: str
    service: str
    uptime: Uptime | None = None

    def digest(self, device: str) -> bytes:
        """SHA-256 of who reports what: the same id with another digest is another content."""
        content = [device, self.id.hex(), self.sequence, self.at, self.act, self.service]
        content += [] if self.uptime is None else list(self.uptime)
        return hashlib.sha256(json.dumps(content).encode()).digest()


class Timed(NamedTuple):
    """The time an event is counted at (epoch milliseconds), whose it is, and the event's own.

    The own time is where it lies among the device's other events; None where nobody can tell.
    """

    at: int
    clock: Clock
    own: int | None


def timed(event: Event, device: Device, sent: Sent) -> Timed:
    """When an event happened, as far as that can be known.

    Where the device has not been started since and told for how long it had been running, that
    tells it, however its clock was set meanwhile. Else its clock's time is used where that is
    within 15 minutes of ours now, and where the event lies, by that clock, neither before the
    enrolment nor over 5 minutes after the request that reports it. Else nobody knows how the clock
    went meanwhile, and the time of receipt is used. An event is never counted later than it was
    received.
    """
    first = device.enrolled_at - OFFSET_MOST_MS
    ran = _ran(event, sent)
    if ran is not None and first <= ran:
        return Timed(ran, Clock.DEVICE, ran)
    is_set = abs(sent.offset_ms) <= OFFSET_MOST_MS
    if is_set and first <= event.at <= sent.signed_at + AHEAD_MOST_MS:
        at = min(event.at, sent.received_at)
        return Timed(at, Clock.DEVICE, at)
    # By the device's clock as far off as it is now: good for telling its events apart.
    own = event.at + sent.offset_ms
    is_placed = first <= own <= sent.received_at + AHEAD_MOST_MS
    return Timed(sent.received_at, Clock.RECEIPT, own if is_placed else None)


def _ran(event: Event, sent: Sent) -> int | None:
    """When an event happened by what the device has been running since."""
    if event.uptime is None or sent.uptime is None or event.uptime.boot != sent.uptime.boot:
        return None
    since = sent.uptime.ms - event.uptime.ms
    return None if since < 0 else sent.received_at - since


class Rate(NamedTuple):
    """A minute or a day of a device's own time, by its number; `unplaced` a day of receipt."""

    span: str
    place: int


def rates_of(own: int | None, *, day: int) -> tuple[Rate, ...]:
    """What an event counts for, by its own time (epoch milliseconds) and the day of that.

    Where it has none, `day` is that of receipt.
    """
    if own is None:
        return (Rate("unplaced", day),)
    return Rate("minute", own // 60_000), Rate("day", day)


def is_plausible(rates: Mapping[Rate, int]) -> bool:
    """Whether one more event fits where there are so many already."""
    return all(
        n < (MINUTE_MOST if rate.span == "minute" else DAY_MOST) for rate, n in rates.items()
    )


def estimate_of(device: str) -> bytes:
    """Eight bytes in place of a visitor's device estimate: one screen is one device, every day."""
    return hashlib.blake2b(f"device {device}".encode(), digest_size=8).digest()


def read_name(text: str) -> str:
    """A device's name, tidied; raises Problem."""
    name = read_line(text, "name")
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise Problem("device-name-faulty", most=NAME_MOST)
    return name


class Gap(NamedTuple):
    """Sequence numbers `first` to `last` that never arrived."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class DeviceProof:
    """The events of a device that are known, and what is missing between them.

    Numbers up to `forgotten` are not looked at: their rows were removed when their time was over.
    `gaps` are the first ones, `missing` counts the numbers in all of them; `repeated` events have a
    number that another has too; `strays` have no scan.
    """

    name: str
    known: int
    highest: int
    forgotten: int
    gaps: tuple[Gap, ...]
    missing: int
    repeated: int
    strays: int
