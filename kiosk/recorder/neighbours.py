"""What was opened just before: a repeat by the same device, or what closely follows another's."""

from __future__ import annotations

from typing import Final, Generic, NamedTuple, TypeVar

from kiosk.domain.ruleset import RuleSet
from kiosk.domain.scan import Sign

MOST: Final = 200_000
Thing = tuple[str, int, str]
"""What is opened: act, serial, service."""

V = TypeVar("V")
_REPEAT, _AFTER_PERSON = Sign.REPEAT.value, Sign.AFTER_PERSON.value


class _Recent(Generic[V]):
    """Values of the last `window_ms` to twice as long, in two generations of bounded size.

    When more than `MOST` fit into one window the older ones are forgotten early.
    """

    def __init__(self, window_ms: int) -> None:
        self._window_ms = window_ms
        self._now: dict[object, V] = {}
        self._before: dict[object, V] = {}
        self._since = 0

    def find(self, key: object) -> V | None:
        """The value kept last under a key, if it is not forgotten; it may be too old."""
        found = self._now.get(key)
        return self._before.get(key) if found is None else found

    def keep(self, key: object, value: V, at: int) -> None:
        """Keep a value of the moment `at`, which never lies long before the last one."""
        is_over = at - self._since > self._window_ms or at < self._since
        if is_over or len(self._now) >= MOST:
            self._before, self._now, self._since = self._now, {}, at
        self._now[key] = value

    def forget(self, key: object) -> None:
        """Forget a key."""
        self._now.pop(key, None)
        self._before.pop(key, None)

    def __len__(self) -> int:
        return len(self._now) + len(self._before)


class _Openers(NamedTuple):
    """Who opened a thing last, and who last of all others."""

    device: bytes
    at: int
    other_at: int


_NEVER: Final = -(1 << 62)


class Neighbours:
    """The openings of one day by persons, with which a later one is compared.

    A repeat may be missed where memory was short, and then counts as a person; never the other way
    round. Each day has neighbours of its own: device estimates of two days cannot be compared.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._repeat_ms = rules.repeat_ms
        self._follow_ms = rules.follow_ms
        self._counted: _Recent[int] = _Recent(rules.repeat_ms)
        self._opened: _Recent[_Openers] = _Recent(rules.follow_ms)

    def signs(self, thing: Thing, device: bytes, at: int) -> int:
        """REPEAT and AFTER_PERSON of an opening, as bits."""
        signs = 0
        counted = self._counted.find((thing, device))
        if counted is not None and 0 <= at - counted < self._repeat_ms:
            signs = _REPEAT
        openers = self._opened.find(thing)
        if openers is None:
            return signs
        last = openers.other_at if openers.device == device else openers.at
        return signs | _AFTER_PERSON if 0 <= at - last < self._follow_ms else signs

    def remember(self, thing: Thing, device: bytes, at: int, *, has_counted: bool) -> None:
        """A person opened; it counted, or was a repeat of what did."""
        if has_counted:
            self._counted.keep((thing, device), at, at)
        openers = self._opened.find(thing)
        if openers is None:
            other_at = _NEVER
        else:
            other_at = openers.other_at if openers.device == device else openers.at
        self._opened.keep(thing, _Openers(device, at, other_at), at)

    def forget(self, thing: Thing, device: bytes) -> None:
        """Undo the counting of an opening that was not stored: the next one counts."""
        self._counted.forget((thing, device))
