"""From one opening to one row: its class, its source, its estimate of the device."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import uuid_utils

from kiosk.domain.period import HOUR_MS, Zone
from kiosk.domain.placement import CodeRange
from kiosk.domain.scan import Act, Class, Opening, Origin, Scan, Sign
from kiosk.recorder.agents import Agents
from kiosk.recorder.devices import DeviceKey
from kiosk.recorder.fallback import Fallback
from kiosk.recorder.groups import Answer, Groups
from kiosk.recorder.repeats import Repeats
from kiosk.recorder.tally import Tally
from kiosk.store.driver import Driver
from kiosk.store.spool import Depth

# Asking an enumeration for a value costs more than classing does.
_PERSON, _REPEAT = Class.PERSON.value, Class.REPEAT.value
_PREVIEW, _ROBOT, _RECALLED = Class.PREVIEW.value, Class.ROBOT.value, Class.RECALLED.value
_PREFETCH, _METADATA = Sign.PREFETCH.value, Sign.FETCH_METADATA.value
_LISTED, _NO_AGENT = Sign.LISTED_ROBOT.value, Sign.NO_AGENT.value


class Visit(NamedTuple):
    """Who opens: what the request tells, none of which is stored as it is."""

    address: str
    agent: bytes
    is_prefetch: bool
    has_fetch_metadata: bool


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
        self._agents = Agents()
        self._repeats = Repeats()
        self._shard = driver.shard
        self._groups = Groups(driver.record, fallback.keep, self._lose, tally)

    def record(self, target: Target, visit: Visit) -> Answer:
        """Class and queue an opening of an issued code; the answer tells whether it is stored."""
        at = self._now()
        agent = self._agents.judge(visit.agent)
        device = self._devices.estimate(self._zone.moment(at).day, visit.address, visit.agent)
        key = _key(target.act, target.serial, target.service, device)
        scan = Scan(
            id=uuid_utils.uuid7().bytes,
            at=at,
            act=target.act,
            serial=target.serial,
            first=target.first,
            service=target.service,
            district=target.district,
            source=target.source,
            klass=self._class(target, visit, is_robot=agent.is_robot, key=key, at=at),
            client=agent.client,
            device=device,
            signs=_signs(visit, is_robot=agent.is_robot),
            shard=self._shard,
        )
        return self._groups.record(scan)

    @property
    def spooled(self) -> Depth:
        """What waits in this process's spool."""
        return self._fallback.depth

    def count(self, act: Act, klass: Class) -> None:
        """Count an opening of a code that was never issued: by the day, without a row."""
        at = self._now()
        # One key a quarter of an hour: a flood of forged codes needs no memory.
        self._groups.count(Opening(at - at % (HOUR_MS // 4), act.value, klass.value))

    async def stop(self) -> None:
        """Commit what waits, move what is spooled, and close."""
        await self._groups.stop()
        await self._fallback.stop()

    def _class(self, target: Target, visit: Visit, *, is_robot: bool, key: object, at: int) -> str:
        if visit.is_prefetch:
            return _PREVIEW
        if is_robot:
            return _ROBOT
        if target.is_gone:
            return _RECALLED
        return _REPEAT if self._repeats.is_repeat(key, at) else _PERSON

    def _lose(self, scans: Sequence[Scan]) -> None:
        for scan in scans:
            self._repeats.forget(_key(scan.act, scan.serial, scan.service, scan.device))
        self._fallback.lose(scans)


def _key(act: str, serial: int, service: str, device: bytes) -> object:
    """What is the same opening: the same thing, by the same device estimate."""
    return act, serial, service, device


def _signs(visit: Visit, *, is_robot: bool) -> int:
    return (
        (_PREFETCH if visit.is_prefetch else 0)
        | (_METADATA if visit.has_fetch_metadata else 0)
        | (_LISTED if is_robot and visit.agent else 0)
        | (0 if visit.agent else _NO_AGENT)
    )
