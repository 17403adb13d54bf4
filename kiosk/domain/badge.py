"""工作人员标记: a signed address that staff open, and the mark that their browser then bears.

Both are texts ``ID-DAY-TAG``: of a badge DAY is the last on which it can be opened, of a mark the
one day on which it holds. The tag is the first 128 bits of an HMAC with a code key.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import Final

from kiosk.domain.code import CodeKey

ID_BYTES: Final = 5
DAYS_MOST: Final = 730
_TAG_BYTES: Final = 16
_TEXT: Final = re.compile(r"([0-9a-f]{10})-([0-9]{8})-([0-9a-f]{32})")
_BADGE: Final = b"quancheng mingbai card staff badge 1\0"
_MARK: Final = b"quancheng mingbai card staff mark 1\0"


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge as it is kept; `until` is its last day (20261124), times are epoch milliseconds."""

    id: str
    name: str
    until: int
    made_at: int
    made_by: str
    revoked_at: int | None = None


@dataclass(frozen=True, slots=True)
class BadgeSigner:
    """Signs with the first of the active code keys; what any of them signed holds."""

    keys: tuple[CodeKey, ...]

    def badge(self, id: str, until: int) -> str:  # noqa: A002 - the word of the badge
        """The token of a badge's address."""
        return self._signed(_BADGE, id, until)

    def mark(self, id: str, day: int) -> str:  # noqa: A002 - the word of the badge
        """What the browser bears for a day."""
        return self._signed(_MARK, id, day)

    def read_badge(self, token: str) -> tuple[str, int] | None:
        """Id and last day of a badge; None where no active key signed it."""
        return self._read(_BADGE, token)

    def read_mark(self, text: str) -> tuple[str, int] | None:
        """Id of the badge and day of a mark; None where no active key signed it."""
        return self._read(_MARK, text)

    def _signed(self, label: bytes, id: str, day: int) -> str:  # noqa: A002
        told = f"{id}-{day}"
        return f"{told}-{_tag(self.keys[0], label, told)}"

    def _read(self, label: bytes, text: str) -> tuple[str, int] | None:
        found = _TEXT.fullmatch(text)
        if found is None:
            return None
        told = f"{found[1]}-{found[2]}"
        is_genuine = False
        for key in self.keys:
            is_genuine |= hmac.compare_digest(_tag(key, label, told), found[3])
        return (found[1], int(found[2])) if is_genuine else None


def _tag(key: CodeKey, label: bytes, told: str) -> str:
    digest = hmac.digest(key.secret, label + told.encode(), key.algorithm.value)
    return digest[:_TAG_BYTES].hex()
