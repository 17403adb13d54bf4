"""Who is connected: how many in all and from one address, and who must go for a newcomer.

Descriptors are few, and whoever came is not worth more than whoever comes: where there is no place
left, the oldest connection that waits for nothing, of the address that has most, makes room.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from typing import Final, Generic, Protocol, TypeVar

from kiosk.domain.network import network_of

_LOOKED_AT: Final = 8  # addresses that are asked for a place before a newcomer is turned away


class Standing(IntEnum):
    """How little is lost when a connection is cut: the least goes first, `BUSY` never."""

    IDLE = 0  # nothing was asked, or all was answered
    ASKING = 1  # a request that is not whole yet
    UNREAD = 2  # an answer that is not taken
    BUSY = 3


class Member(Protocol):
    """A connection, as the crowd sees it."""

    @property
    def standing(self) -> Standing:
        """What it waits for just now."""

    def cut(self) -> None:
        """End it at once."""


M = TypeVar("M", bound=Member)


class Crowd(Generic[M]):
    """The open connections of one server: at most `most`, of one address at most `of_address`.

    Those from `proxies` count in all alone: what they pass on is counted by request (`begin`).
    """

    def __init__(self, *, most: int, of_address: int, proxies: frozenset[str]) -> None:
        self.most = most
        self.of_address = of_address
        self.is_draining = False
        self._proxies = proxies
        self._members: dict[M, str] = {}
        self._places: dict[str, dict[M, None]] = {}
        self._sizes: dict[int, dict[str, None]] = {}
        self._largest = 0
        self._passed_on: Counter[str] = Counter()
        self._emptied = asyncio.Event()

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[M]:
        return iter(list(self._members))

    def join(self, member: M, address: str) -> bool:
        """Take a newcomer in, where another goes for it if need be; False where nobody can."""
        place = address if address in self._proxies else network_of(address)
        size = len(self._places.get(place, ()))
        is_full = size >= self.of_address and place not in self._proxies
        if is_full and not self._make_room([place]):
            return False
        if len(self._members) >= self.most and not self._make_room(self._most_crowded()):
            return False
        self._members[member] = place
        self._places.setdefault(place, {})[member] = None
        self._count(place)
        return True

    def leave(self, member: M) -> None:
        """Forget a connection; one that never joined is nobody's."""
        place = self._members.pop(member, None)
        if place is not None:
            del self._places[place][member]
            self._count(place)
            if not self._places[place]:
                del self._places[place]
        if not self._members:
            self._emptied.set()

    async def gone(self) -> None:
        """Return when nobody is connected."""
        while self._members:
            self._emptied.clear()
            await self._emptied.wait()

    def begin(self, address: str) -> str | None:
        """A proxy passes on a request of `address`: what to `end`; None where it has too many."""
        place = network_of(address)
        if self._passed_on[place] >= self.of_address:
            return None
        self._passed_on[place] += 1
        return place

    def end(self, place: str) -> None:
        """A request that was passed on is answered, or given up."""
        self._passed_on[place] -= 1
        if self._passed_on[place] <= 0:
            del self._passed_on[place]

    def _count(self, place: str) -> None:
        """Have the place stand among those of its size; it has one more or one less than before."""
        size = len(self._places[place])
        for before in (size - 1, size + 1):
            self._sizes.get(before, {}).pop(place, None)
        if size:
            self._sizes.setdefault(size, {})[place] = None
        self._largest = max(self._largest, size)
        while self._largest and not self._sizes.get(self._largest):
            self._sizes.pop(self._largest, None)
            self._largest -= 1

    def _most_crowded(self) -> list[str]:
        found: list[str] = []
        for size in range(self._largest, 0, -1):
            found.extend(self._sizes.get(size, ()))
            if len(found) >= _LOOKED_AT:
                break
        return found[:_LOOKED_AT]

    def _make_room(self, places: list[str]) -> bool:
        for place in places:
            chosen = self._least(place)
            if chosen is not None:
                self.leave(chosen)
                chosen.cut()
                return True
        return False

    def _least(self, place: str) -> M | None:
        """The oldest of those of an address that wait for nothing, else who is in the way."""
        chosen, lowest = None, Standing.BUSY
        for member in self._places[place]:
            standing = member.standing
            if standing is Standing.IDLE:
                return member
            if standing < lowest:
                chosen, lowest = member, standing
        return chosen
