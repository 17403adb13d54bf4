"""短时异常高频: openings of one code from one network beyond what people do there.

Nothing of it is stored: what is counted lies in memory of a bounded size, under a hash that only
this process can make, for a minute or at most a day.
"""

from __future__ import annotations

import secrets
from typing import Final

from kiosk.domain.network import network_of
from kiosk.domain.remember import remember
from kiosk.domain.ruleset import Bounds
from kiosk.recorder.neighbours import Thing

MOST: Final = 40_000  # counts of a minute, or of a day: four megabytes each at the very most
MINUTE_MS: Final = 60_000
_KEPT: Final = 10_000


class Floods:
    """The openings of one day that counted, by code and network; make it anew the next day.

    Only what would count as a person is asked for, and only what counts is counted: who floods
    fills nothing. Where memory is short a flood may be missed, and counts; never the other way
    round. Each process counts by itself, and a restart begins anew.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        # Python's own hash of texts is keyed by a number that dies with the process; ours dies
        # with the day.
        self._salt = secrets.randbits(64)
        self._networks: dict[str, str] = {}
        self._minute = 0
        self._of_minute: dict[int, int] = {}
        self._of_day: dict[int, int] = {}

    def is_beyond(self, thing: Thing, address: str, kind: int, at: int) -> bool:
        """Whether an opening is beyond a bound; else it is counted.

        Each service that a whole-catalogue card leads to is a `thing` of its own: three hundred
        people open several of them. `kind` stands for all agents that differ in digits alone, `at`
        is in epoch milliseconds.
        """
        minute = at // MINUTE_MS
        if minute != self._minute or len(self._of_minute) >= MOST:
            self._minute, self._of_minute = minute, {}
        if len(self._of_day) >= MOST:
            self._of_day = {}
        where = self._network(address) if ":" in address else address
        network = hash((self._salt, thing, where))
        alike = hash((network, kind))
        of_minute, of_day, bounds = self._of_minute, self._of_day, self._bounds
        in_day, in_minute = of_day.get(network, 0), of_minute.get(network, 0)
        of_kind = of_minute.get(alike, 0)
        if (
            of_kind >= bounds.alike_a_minute
            or in_minute >= bounds.network_a_minute
            or in_day >= bounds.network_a_day
        ):
            return True
        of_minute[alike], of_minute[network] = of_kind + 1, in_minute + 1
        of_day[network] = in_day + 1
        return False

    def _network(self, address: str) -> str:
        known = self._networks.get(address)
        return known or remember(self._networks, address, network_of(address), most=_KEPT)
