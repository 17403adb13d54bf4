"""投放点 and 印制批次: where cards go, and what was made together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.scan import Origin


class PlacementKind(StrEnum):
    """How a card meets its reader."""

    WINDOW = "window"
    MAILING = "mailing"
    POSTER = "poster"
    KIOSK = "kiosk"
    ONLINE = "online"

    @property
    def zh(self) -> str:
        """The word in files and on screen."""
        return _KIND_WORDS[self]

    @property
    def source(self) -> Origin:
        """The source of scans of cards placed so."""
        return Origin.LINK if self is PlacementKind.ONLINE else Origin.CARD

    @classmethod
    def read(cls, word: str) -> PlacementKind:
        """From the Chinese or the English word in any case; raises ValueError."""
        for kind, zh in _KIND_WORDS.items():
            if word.lower() in (zh, kind.value):
                return kind
        raise ValueError(word)


_KIND_WORDS = {
    PlacementKind.WINDOW: "窗口",
    PlacementKind.MAILING: "邮寄",
    PlacementKind.POSTER: "海报",
    PlacementKind.KIOSK: "自助终端",
    PlacementKind.ONLINE: "线上",
}


def tidy_name(name: str) -> str:
    """A placement's name without blanks around it; those inside (of any width) are one space."""
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class Spot:
    """A placement as it is asked for: not yet known, so without an id."""

    district: str
    name: str
    kind: PlacementKind
    copies: int


@dataclass(frozen=True, slots=True)
class Placement:
    """A placement that is known: the same district, name and kind is the same placement."""

    id: str
    district: str
    name: str
    kind: PlacementKind


class BatchState(StrEnum):
    """Life of a batch."""

    PLANNED = "planned"
    PRINTED = "printed"
    DELIVERED = "delivered"
    IN_USE = "in_use"
    RECALLED = "recalled"
    USED_UP = "used_up"

    @property
    def zh(self) -> str:
        """The word on screen."""
        return {
            BatchState.PLANNED: "已计划",
            BatchState.PRINTED: "已印制",
            BatchState.DELIVERED: "已送达",
            BatchState.IN_USE: "使用中",
            BatchState.RECALLED: "已停用",
            BatchState.USED_UP: "已用完",
        }[self]


LIFE = (
    BatchState.PLANNED,
    BatchState.PRINTED,
    BatchState.DELIVERED,
    BatchState.IN_USE,
    BatchState.USED_UP,
)
"""The states in the order a batch goes through them; a recall may end it anywhere."""


@dataclass(frozen=True, slots=True)
class Batch:
    """印制批次. `url` is the public address its symbols were made with, and stays so."""

    id: str
    design: str
    state: BatchState
    numbered: bool
    url: str
    made_at: int
    made_by: str
    reason: str | None = None
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a batch's life: when, and who took it. `at` is epoch milliseconds."""

    state: BatchState
    at: int
    actor: str


@dataclass(frozen=True, slots=True)
class CodeRange:
    """Serials `first` to `last` (inclusive) lead to one service at one placement.

    `key` signed them. `service` is empty for the whole catalogue. `batch` is None for a hall's
    screen codes.
    """

    first: int
    last: int
    key: str
    batch: str | None
    placement: str
    district: str
    service: str
    source: Origin
    is_recalled: bool = False

    def __len__(self) -> int:
        return self.last - self.first + 1
