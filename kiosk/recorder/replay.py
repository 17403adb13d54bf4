"""A day judged again: its rows in the order of their moments, through a rule set of today.

What only a process could see while it recorded is seen here of all processes: what was opened
just before. The other signs are those that were kept; one that nobody looked for then is not there,
and fires no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from kiosk.domain.ruleset import Classes, RuleSet
from kiosk.domain.scan import Class, Sign
from kiosk.recorder.intake import CLIENT
from kiosk.recorder.neighbours import Neighbours

_OF_NEIGHBOURS: Final = Sign.REPEAT.value | Sign.AFTER_PERSON.value
_PERSON: Final = Class.PERSON.value
_BY_PERSON: Final = (_PERSON, Class.REPEAT.value)
_RECALLED: Final = Class.RECALLED.value
_GONE: Final = Sign.GONE.value


class Kept(NamedTuple):
    """What a row tells a judge; in the columns' own order and words (see `Scan`)."""

    id: bytes
    shard: int
    at: int
    act: str
    serial: int
    service: str
    klass: str
    client: str
    device: bytes
    signs: int
    rules: str


class Replay:
    """The rows of one day, given in order."""

    def __init__(self, rules: RuleSet) -> None:
        self._classes = Classes(rules)
        self._neighbours = Neighbours(rules)

    def judge(self, rows: Iterable[Kept]) -> Iterator[tuple[Kept, str]]:
        """Each row with its class now."""
        for row in rows:
            if row.client == CLIENT:  # each was told once, and is no repeat: see `Intake`
                yield row, row.klass
                continue
            thing = row.act, row.serial, row.service
            signs = row.signs & ~_OF_NEIGHBOURS
            if row.klass == _RECALLED:
                signs |= _GONE  # the first rule set knew it and kept no sign of it
            signs |= self._neighbours.signs(thing, row.device, row.at)
            klass = self._classes[signs]
            if klass in _BY_PERSON:
                self._neighbours.remember(thing, row.device, row.at, has_counted=klass == _PERSON)
            yield row, klass
