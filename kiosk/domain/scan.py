"""扫码: what one opening of a code's address is, and how it is classed."""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import NamedTuple

RULES = "2026-12-01"  # the rule set that classes scans now (see `ruleset`); reports name it


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
    FLOOD = "flood"
    FORGED = "forged"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """来源: fixed by what was issued, but for a code that was typed."""

    CARD = "card"
    KIOSK = "kiosk"
    TYPED = "typed"
    LINK = "link"


class Sign(IntFlag):
    """What a rule may ask for. The bits are kept with a row, so that a later set can judge it.

    A bit never changes its meaning. Rows of rule set 2026-11 have the first four alone: a later
    sign that is not there may only say that nobody looked.
    """

    PREFETCH = 1  # a header says so: Sec-Purpose, Purpose, X-Purpose, X-Moz
    FETCH_METADATA = 2  # Sec-Fetch-Mode over https
    LISTED_ROBOT = 4
    NO_AGENT = 8
    LISTED_PREVIEW = 16  # the agent names itself a link preview or a check of links
    GONE = 32  # what the code leads to was recalled or withdrawn
    STAFF = 64  # the browser bears today's mark of a staff badge
    SECURE = 128  # came over https, where fetch metadata can be told
    MODERN_ENGINE = 256  # the agent names an engine that tells fetch metadata over https
    THIN_APP = 512  # the agent names an app, and lacks what that app's own browser says
    NO_LANGUAGE = 1_024  # no Accept-Language: every browser sends one
    PLATFORM_NETWORK = 2_048  # from a known network of a platform's own machines
    AFTER_PERSON = 4_096  # another device had opened the same just before
    REPEAT = 8_192  # the same device had opened the same, and that counted
    FLOOD = 16_384  # beyond the bounds of its code and network; rows since 2026-12-01


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
