"""From one opening to one row: its class, its source, its estimate of the device."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import uuid_utils

from kiosk.domain.period import HOUR_MS, Zone
from kiosk.domain.placement import CodeRange
from kiosk.domain.ruleset import Classes, rule_set
from kiosk.domain.scan import RULES, Act, Class, Opening, Origin, Scan, Sign
from kiosk.recorder.agents import Agents
from kiosk.recorder.devices import DeviceKey
from kiosk.recorder.fallback import Fallback
from kiosk.recorder.floods import Floods
from kiosk.recorder.groups import Answer, Groups
from kiosk.recorder.neighbours import Neighbours
from kiosk.recorder.platforms import Networks, platforms
from kiosk.recorder.tally import Tally
from kiosk.store.driver import Driver, Trouble, trouble_of
from kiosk.store.spool import Depth

# Asking an enumeration for a value costs more than classing does.
_PERSON, _REPEAT = Class.PERSON.value, Class.REPEAT.value
_GONE, _PREFETCH, _FLOOD = Sign.GONE.value, Sign.PREFETCH.value, Sign.FLOOD.value
_PLATFORM_NETWORK = Sign.PLATFORM_NETWORK.value


class Visit(NamedTuple):
    """Who opens: what the request tells. Only the signs (bits of `Sign`) are stored as they are."""

    address: str
    agent: bytes
    signs: int

    @property
    def is_prefetch(self) -> bool:
        """Whether the request says so itself."""
        return self.signs & _PREFETCH != 0


class Target(NamedTuple):
    """What is opened, as the ledger words it (see `Scan`); made once for all openings of a code.

    `is_gone` says that the code leads to no content any more: recalled, or service withdrawn.
    """

    act: str
    serial: int
    first: int
    service: str
    district: str
    source: str
    is_gone: bool

    @classmethod
    def of(
        cls,
        act: Act,
        span: CodeRange,
        serial: int,
        service: str,
        *,
        source: Origin,
        is_gone: bool = False,
    ) -> Target:
        """A service (empty: the whole catalogue), opened by a serial of a range."""
        place = (span.first, service, span.district)
        return cls(act.value, serial, *place, source.value, is_gone)


class Recorder:
    """Everything between a request and the ledger."""

    def __init__(
        self,
        driver: Driver,
        zone: Zone,
        *,
        devices: DeviceKey,
        fallback: Fallback,
        tally: Tally,
        now: Callable[[], int],
    ) -> None:
        self.tally = tally
        self._zone = zone
        self._devices = devices
        self._fallback = fallback
        self._now = now
        self._rules = rule_set(RULES)
        self._classes = Classes(self._rules)
        self._neighbours = Neighbours(self._rules)
        self._floods = Floods(self._rules.bounds)
        self._day = 0
        self._agents = Agents()
        self._networks = Networks(platforms().networks)
        self._shard = driver.shard
        self._troubles: set[Trouble] = set()
        self._groups = Groups(driver.record, fallback.keep, self._lose, tally, self._failed)
        fallback.commit = self._groups.move

    def record(self, target: Target, visit: Visit) -> Answer:
        """Class and queue an opening of an issued code; the answer tells whether it is stored."""
        at = self._now()
        agent = self._agents.judge(visit.agent)
        day = self._zone.moment(at).day
        if day != self._day:
            self._day, self._neighbours = day, Neighbours(self._rules)
            self._floods = Floods(self._rules.bounds)
        device = self._devices.estimate(day, visit.address, visit.agent)
        thing = target.act, target.serial, target.service
        signs = visit.signs | agent.signs | self._neighbours.signs(thing, device, at)
        if target.is_gone:
            signs |= _GONE
        if self._networks.has(visit.address):
            signs |= _PLATFORM_NETWORK
        klass = self._classes[signs]
        if klass == _PERSON and self._floods.is_beyond(thing, visit.address, agent.kind, at):
            signs |= _FLOOD
            klass = self._classes[signs]
        if klass in (_PERSON, _REPEAT):
            self._neighbours.remember(thing, device, at, has_counted=klass == _PERSON)
        scan = Scan(
            id=uuid_utils.uuid7().bytes,
            at=at,
            act=target.act,
            serial=target.serial,
            first=target.first,
            service=target.service,
            district=target.district,
            source=target.source,
            klass=klass,
            client=agent.client,
            device=device,
            signs=signs,
            shard=self._shard,
        )
        return self._groups.record(scan)

    @property
    def spooled(self) -> Depth:
        """What waits in this process's spool."""
        return self._fallback.depth

    def take_troubles(self) -> set[Trouble]:
        """What has kept scans from the disk since this was last asked."""
        troubles, self._troubles = self._troubles | self._fallback.troubles, set()
        self._fallback.troubles = set()
        return troubles

    def count(self, act: Act, klass: Class) -> None:
        """Count an opening of a code that was never issued: by the day, without a row."""
        at = self._now()
        # One key a quarter of an hour: a flood of forged codes needs no memory.
        self._groups.count(Opening(at - at % (HOUR_MS // 4), act.value, klass.value))

    async def stored(self) -> None:
        """Return when every opening that was asked for is kept, or told to be lost."""
        await self._groups.stored()

    async def stop(self) -> None:
        """Commit what waits, move what is spooled, and close."""
        await self._groups.stop()
        await self._fallback.stop()

    def _failed(self, error: Exception) -> None:
        self._troubles.add(trouble_of(error))

    def _lose(self, scans: Sequence[Scan]) -> None:
        for scan in scans:
            self._neighbours.forget((scan.act, scan.serial, scan.service), scan.device)
        self._fallback.lose(scans)
