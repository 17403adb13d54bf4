"""What was opened just before: a repeat by the same device, or what closely follows another's."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

from kiosk.domain.ruleset import RuleSet
from kiosk.domain.scan import Sign

MOST: Final = 60_000  # 30 s of 2,000 a second by ever new devices; a worker stays below 80 MB
Thing = tuple[str, int, str]
"""What is opened: act, serial, service."""

V = TypeVar("V")
_REPEAT, _AFTER_PERSON = Sign.REPEAT.value, Sign.AFTER_PERSON.value


class _Recent(Generic[V]):
    """Values of the last `window_ms` to twice as long, in two generations of bounded size.

    What was kept last under a key is in `now`, else in `before`, and may be too old. When more than
    `MOST` fit into one window the older ones are forgotten early.
    """

    def __init__(self, window_ms: int) -> None:
        self._window_ms = window_ms
        self.now: dict[object, V] = {}
        self.before: dict[object, V] = {}
        self._since = 0

    def keep(self, key: object, value: V, at: int) -> None:
        """Keep a value of the moment `at`, which never lies long before the last one."""
        is_over = at - self._since > self._window_ms or at < self._since
        if is_over or len(self.now) >= MOST:
            self.before, self.now, self._since = self.now, {}, at
        self.now[key] = value

    def forget(self, key: object) -> None:
        """Forget a key."""
        self.now.pop(key, None)
        self.before.pop(key, None)

    def __len__(self) -> int:
        return len(self.now) + len(self.before)


# Who opened a thing last, when, and when the last of all others did. These run with every scan: a
# plain tuple, and two dictionaries asked where they lie, cost half of a class and its methods.
_Openers = tuple[bytes, int, int]
_NEVER: Final = -(1 << 62)


class Neighbours:
    """The openings of one day by persons, with which a later one is compared.

    A repeat may be missed where memory was short, and then counts as a person; never the other way
    round. Of a thing and a device only Python's hash is kept, in a third of the room: one in 10¹⁴
    openings could meet another's, and its key dies with the process. Each day has neighbours of its
    own: device estimates of two days cannot be compared.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._repeat_ms = rules.repeat_ms
        self._follow_ms = rules.follow_ms
        self._counted: _Recent[int] = _Recent(rules.repeat_ms)
        self._opened: _Recent[_Openers] = _Recent(rules.follow_ms)

    def signs(self, thing: Thing, device: bytes, at: int) -> int:
        """REPEAT and AFTER_PERSON of an opening, as bits."""
        signs, key = 0, hash((thing, device))
        counted = self._counted.now.get(key) or self._counted.before.get(key)
        if counted is not None and 0 <= at - counted < self._repeat_ms:
            signs = _REPEAT
        openers = self._opened.now.get(thing) or self._opened.before.get(thing)
        if openers is None:
            return signs
        last = openers[2] if openers[0] == device else openers[1]
        return signs | _AFTER_PERSON if 0 <= at - last < self._follow_ms else signs

    def remember(self, thing: Thing, device: bytes, at: int, *, has_counted: bool) -> None:
        """A person opened; it counted, or was a repeat of what did."""
        if has_counted:
            self._counted.keep(hash((thing, device)), at, at)
        openers = self._opened.now.get(thing) or self._opened.before.get(thing)
        other_at = _NEVER
        if openers is not None:
            other_at = openers[2] if openers[0] == device else openers[1]
        self._opened.keep(thing, (device, at, other_at), at)

    def forget(self, thing: Thing, device: bytes) -> None:
        """Undo the counting of an opening that was not stored: the next one counts."""
        self._counted.forget(hash((thing, device)))
