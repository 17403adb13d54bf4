"""登记链接: a signed address by which the clerk of a placement notes what became of its cards.

24 letters of the alphabet of codes, ``XXXX-XXXX-…``: the link's id (40 bits), and the first 80 bits
of an HMAC with a code key. It opens nothing but that placement's own numbers. Its last day and
whether it was revoked are kept with its id.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final

from kiosk.domain.code import CodeKey, letters_of, read_letters
from kiosk.domain.placement import BatchState, PlacementKind
from kiosk.domain.stock import EntryKind

ID_BYTES: Final = 5
DAYS: Final = 400
DAYS_MOST: Final = 1_100
LETTERS: Final = 24
ENTRIES_AN_HOUR: Final = 60
"""How many entries one link takes: a clerk makes five a day."""

_TAG_BYTES: Final = 10
_LABEL: Final = b"quancheng mingbai card clerk link 1\0"


@dataclass(frozen=True, slots=True)
class ClerkLink:
    """A link as it is kept; `until` is its last day (20261124), times are epoch milliseconds."""

    id: str
    batch: str
    placement: str
    until: int
    made_at: int
    made_by: str
    revoked_at: int | None = None

    def is_open(self, today: int) -> bool:
        """Whether it can be used on a day (20261124)."""
        return self.revoked_at is None and today <= self.until


@dataclass(frozen=True, slots=True)
class ClerkSigner:
    """Signs with the first of the active code keys; what any of them signed holds."""

    keys: tuple[CodeKey, ...]

    def token(self, id: str) -> str:  # noqa: A002 - the word of the link
        """The 24 letters of a link."""
        return letters_of(bytes.fromhex(id) + _tag(self.keys[0], id))

    def read(self, token: str) -> str | None:
        """The id of a link, typed or scanned; None where no active key signed it."""
        found = read_letters(token, LETTERS)
        if found is None:
            return None
        id, tag = found[:ID_BYTES].hex(), found[ID_BYTES:]  # noqa: A001
        is_genuine = False
        for key in self.keys:
            is_genuine |= hmac.compare_digest(_tag(key, id), tag)
        return id if is_genuine else None


def kinds_for(state: BatchState, kind: PlacementKind) -> tuple[EntryKind, ...]:
    """What a clerk is asked about, most usual first: other things once the batch is recalled."""
    if state is BatchState.RECALLED:
        return (EntryKind.STOPPED, EntryKind.LEFT, EntryKind.RETURNED, EntryKind.DESTROYED)
    screen = (EntryKind.SCREEN,) if kind is PlacementKind.KIOSK else ()
    counts = (EntryKind.RECEIVED, EntryKind.GIVEN, EntryKind.LEFT, EntryKind.WANTED)
    return (*counts, *screen, EntryKind.SPOILED)


def _tag(key: CodeKey, id: str) -> bytes:  # noqa: A002
    return hmac.digest(key.secret, _LABEL + id.encode(), key.algorithm.value)[:_TAG_BYTES]
