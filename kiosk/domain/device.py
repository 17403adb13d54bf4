"""自助终端: an enrolled kiosk, what it reports, and which of two clocks is believed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from kiosk.domain.line import read_line
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Act

NAME_MOST: Final = 40
ACTS: Final = (Act.TOUCH.value,)
"""What an event may tell of."""

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


class Sent(NamedTuple):
    """A request by two clocks, in epoch milliseconds: ours when it came, the device's in it."""

    received_at: int
    signed_at: int

    @property
    def offset_ms(self) -> int:
        """How far the device's clock is behind ours; the way here counts as behind."""
        return self.received_at - self.signed_at


class Event(NamedTuple):
    """行为事件: one thing that happened on a device's screen.

    `id` has 16 bytes (UUIDv7) and becomes that of the scan; `sequence` counts a device's events
    from 1; `at` is the device's clock in epoch milliseconds.
    """

    id: bytes
    sequence: int
    at: int
    act: str
    service: str

    def digest(self, device: str) -> bytes:
        """SHA-256 of who reports what: the same id with another digest is another content."""
        content = [device, self.id.hex(), self.sequence, self.at, self.act, self.service]
        return hashlib.sha256(json.dumps(content).encode()).digest()


class Timed(NamedTuple):
    """The time an event is counted at (epoch milliseconds), and whose it is."""

    at: int
    clock: Clock


def timed(event: Event, device: Device, sent: Sent) -> Timed:
    """When an event happened, as far as that can be known.

    The device's time is used where its clock is within 15 minutes of ours now, and where the event
    lies, by that clock, neither before the enrolment nor over 5 minutes after the request that
    reports it. Else nobody knows how the clock went meanwhile, and the time of receipt is used. An
    event is never counted later than it was received.
    """
    is_set = abs(sent.offset_ms) <= OFFSET_MOST_MS
    first, last = device.enrolled_at - OFFSET_MOST_MS, sent.signed_at + AHEAD_MOST_MS
    if is_set and first <= event.at <= last:
        return Timed(min(event.at, sent.received_at), Clock.DEVICE)
    return Timed(sent.received_at, Clock.RECEIPT)


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
