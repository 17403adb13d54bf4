"""Repeats: the same thing opened again by the same device estimate within half a minute."""

from __future__ import annotations

from kiosk.domain.scan import REPEAT_MS

MOST = 200_000


class Repeats:
    """Openings of the last 30 to 60 seconds, in two generations of bounded size.

    When more than `MOST` fit into half a minute the older ones are forgotten early: a repeat may
    then count as a person, never the other way round.
    """

    def __init__(self) -> None:
        self._now: dict[object, int] = {}
        self._before: dict[object, int] = {}
        self._since = 0

    def is_repeat(self, key: object, at: int) -> bool:
        """Whether `key` was counted within the 30 s before `at`; if not, remember it."""
        if at - self._since > REPEAT_MS or at < self._since or len(self._now) >= MOST:
            self._before, self._now, self._since = self._now, {}, at
        last = self._now.get(key) or self._before.get(key)
        if last is not None and 0 <= at - last < REPEAT_MS:
            return True
        self._now[key] = at
        return False

    def forget(self, key: object) -> None:
        """Undo the remembering of an opening that was not stored: the next one counts."""
        self._now.pop(key, None)
        self._before.pop(key, None)
