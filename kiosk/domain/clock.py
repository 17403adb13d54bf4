"""时钟: whether the time of the machine may be believed, and what has certainly come already.

A clock that jumps must not remove, seal or close anything. What it says is held against the last
time that was known to be right, and while the process runs against a clock that nobody can set.
All times are epoch milliseconds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from kiosk.domain.fact import Bilingual
from kiosk.domain.period import HOUR_MS

NEAR_MS: Final = 15 * 60_000
"""Two clocks that differ by less agree. ntpd sets a clock by up to 1,000 s without asking; what is
removed, sealed or closed is so by the day."""
STOP_MOST_MS: Final = 45 * 24 * HOUR_MS
"""So long a service may have been stopped without anybody having to say so."""
STOP_TOLD_MS: Final = HOUR_MS
"""A stop that lasted longer is told at the desk, for `NOTICE_MS`."""
NOTICE_MS: Final = 7 * 24 * HOUR_MS
ANCHOR_MS: Final = 24 * HOUR_MS
"""So long the clock may drift by `NEAR_MS` in all against the one that nobody sets."""


class Doubt(StrEnum):
    """Why a clock is not believed."""

    AHEAD = "ahead"  # later than it can be, or than anybody knows
    BEHIND = "behind"  # earlier than what has certainly come
    APART = "apart"  # not what the database server's clock says

    @property
    def told(self) -> Bilingual:
        """The reason in words."""
        return _TOLD[self]


_TOLD: Final = {
    Doubt.AHEAD: Bilingual(zh="时间突然往后跳了，或者停机超过 45 天", en="ahead of what is known"),
    Doubt.BEHIND: Bilingual(zh="时间往回跳了", en="behind what has certainly come"),
    Doubt.APART: Bilingual(zh="和数据库服务器的时间不一致", en="not the database server's"),
}


class Mark(NamedTuple):
    """What is kept: when the clock was last right (None: never known), what it said in doubt.

    `number` counts confirmations; the service was stopped from `stopped_at` to `begun_at`.
    """

    number: int
    good_at: int | None
    doubted_at: int | None = None
    stopped_at: int | None = None
    begun_at: int | None = None

    def notice(self, now: int) -> tuple[int, int] | None:
        """The last stop, while it is still told."""
        if self.stopped_at is None or self.begun_at is None:
            return None
        return (self.stopped_at, self.begun_at) if now - self.begun_at < NOTICE_MS else None


def doubt_of(now: int, mark: Mark) -> Doubt | None:
    """Whether a clock is in doubt by what is kept alone, as at a start.

    What lies between the last time that was right and now was a stop, if it was not too long and
    the clock does not go on from where it was doubted.
    """
    if mark.good_at is None:
        return None
    if now < mark.good_at - NEAR_MS:
        return Doubt.BEHIND
    was_ahead = mark.doubted_at is not None and mark.doubted_at > mark.good_at + NEAR_MS
    goes_on = was_ahead and now >= (mark.doubted_at or 0) - NEAR_MS
    is_too_long = now - mark.good_at > STOP_MOST_MS
    return Doubt.AHEAD if goes_on or is_too_long else None


def doubt_while(now: int, line: int, mark: Mark) -> Doubt | None:
    """The same in a process that has been there since: `line` is what the clock should say."""
    if now < max(line, mark.good_at or line) - NEAR_MS:
        return Doubt.BEHIND
    return Doubt.AHEAD if now > line + NEAR_MS else None


def is_over(expires_at: int, now: int, *, life_ms: int) -> bool:
    """Whether what lives for `life_ms` has ended, or was made while the clock was wrong."""
    return not now < expires_at <= now + life_ms + NEAR_MS
