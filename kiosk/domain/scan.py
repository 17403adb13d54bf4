"""扫码: what one opening of a code's address is, and how it is classed."""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import NamedTuple

RULES = "2026-11"  # the rule set that classes scans; reports name it
REPEAT_MS = 30_000


class Act(StrEnum):
    """What was opened. Views and touches are counted apart and never added to scans."""

    SCAN = "scan"
    VIEW = "view"
    TOUCH = "touch"


class Class(StrEnum):
    """Every opening has one class; only PERSON is the headline."""

    PERSON = "person"
    REPEAT = "repeat"
    ROBOT = "robot"
    PREVIEW = "preview"
    STAFF = "staff"
    RECALLED = "recalled"
    FORGED = "forged"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """来源: fixed by what was issued, but for a code that was typed."""

    CARD = "card"
    KIOSK = "kiosk"
    TYPED = "typed"
    LINK = "link"


class Sign(IntFlag):
    """Bits kept with a row so that a later rule set can judge it again."""

    PREFETCH = 1
    FETCH_METADATA = 2
    LISTED_ROBOT = 4
    NO_AGENT = 8


class Outcome(StrEnum):
    """What the answer says of the scan: `X-Scan`."""

    RECORDED = "recorded"
    SPOOLED = "spooled"
    UNRECORDED = "unrecorded"


class Scan(NamedTuple):
    """One row of the ledger.

    `id` has 16 bytes (UUIDv7), `at` is in epoch milliseconds, `first` names the range of the
    serial, `service` is empty for a whole-catalogue card, `device` is the estimate of the day
    (8 bytes), `signs` are bits of `Sign`, `shard` is the part of a distributed database that the
    row belongs to: an id is known again only within its shard. The words are plain texts
    (`Act.SCAN.value`): an enumeration's member costs the database adapter more than the rest.
    """

    id: bytes
    at: int
    act: str
    serial: int
    first: int
    service: str
    district: str
    source: str
    klass: str
    client: str
    device: bytes
    signs: int
    shard: int = 0
    rules: str = RULES


class Opening(NamedTuple):
    """An opening that writes no row: a forged or unknown code, counted by day only.

    `at` is the start of its quarter of an hour, so that equal openings are one key.
    """

    at: int
    act: str
    klass: str
