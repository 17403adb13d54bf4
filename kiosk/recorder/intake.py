"""What devices report: each event becomes one scan, however often and in what order it comes.

A batch is one transaction. It holds its device, so a batch that two connections bring at once is
stored by one and found by the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from kiosk.domain.device import ACTS, Device, Event, Sent, estimate_of, timed
from kiosk.domain.period import Zone, day_number
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Class, Scan
from kiosk.recorder.visits import Target
from kiosk.store import devices, events, seals
from kiosk.store.driver import Driver, Ledger
from kiosk.store.events import Entry

CLIENT: Final = "device"
Find = Callable[[str, int], Target]
"""What a service id leads to at a moment (epoch milliseconds); raises Problem where to nothing."""


class _Judged(NamedTuple):
    """An event as it would be stored, or the code of why it cannot be."""

    id: bytes
    digest: bytes
    entry: Entry | str


class Intake:
    """Takes batches of events; `days` is how long rows are kept.

    Every event is classed `person` (or `recalled`, where its service was withdrawn before). A
    device reports one event a touch and none when a page is reloaded or turned into the other
    language, so there is nothing for the rule of 30 seconds to find but the next person at the same
    screen; and whether an event repeats another must not depend on which of the two arrives first.

    No day is closed by a time later than `certain`, whatever the clock says: the answer is final.
    """

    def __init__(self, driver: Driver, zone: Zone, *, days: int, certain: int) -> None:
        self._driver = driver
        self._zone = zone
        self._days = days
        self._certain = certain

    async def take(
        self, device: Device, batch: Sequence[Event], sent: Sent, find: Find
    ) -> list[str | None]:
        """Store what is new; for each event None where it is stored, else the code of why not.

        All that is told as stored is durably so, and counted once. Raises StoreFailure, and Problem
        where the device was revoked; then nothing is stored.
        """
        # All that needs no database comes first: scans wait while the transaction is open.
        judged = [self._judge(device, event, sent, find) for event in batch]

        async def work(ledger: Ledger) -> list[str | None]:
            if not await devices.hold(ledger, device.id):
                raise Problem("device-refused")
            kept = await events.digests(ledger, [event.id for event in batch], shard=device.shard)
            told, fresh = self._parted(judged, kept, await self._closed(ledger, judged))
            if fresh:
                await events.add(ledger, device, fresh, sent)
            return told

        return await self._driver.write_ledger(work)

    def _parted(
        self,
        judged: Sequence[_Judged],
        known: Mapping[bytes, bytes | None],
        closed: Collection[int],
    ) -> tuple[list[str | None], list[tuple[int, Entry]]]:
        """What each event is told, and what is to be stored with its day.

        What is known comes first: it stays stored, whatever would be said of it today.
        """
        kept = dict(known)
        told: list[str | None] = []
        fresh: list[tuple[int, Entry]] = []
        for one in judged:
            if one.id in kept:
                told.append(None if kept[one.id] == one.digest else "event-conflict")
            elif isinstance(one.entry, str):
                told.append(one.entry)
            elif (day := self._day(one.entry.scan.at)) in closed:
                told.append("event-day-closed")
            else:
                kept[one.id] = one.digest
                fresh.append((day, one.entry))
                told.append(None)
        return told, fresh

    def _judge(self, device: Device, event: Event, sent: Sent, find: Find) -> _Judged:
        digest = event.digest(device.id)
        return _Judged(event.id, digest, self._entry(device, event, digest, sent, find))

    def _entry(
        self, device: Device, event: Event, digest: bytes, sent: Sent, find: Find
    ) -> Entry | str:
        at, clock = timed(event, device, sent)
        if event.act not in ACTS:
            return "event-act-unknown"
        if self._day(at) < self._oldest(min(sent.received_at, self._certain)):
            return "event-day-closed"
        try:
            target = find(event.service, at)
        except Problem as problem:
            return problem.code
        klass = Class.RECALLED if target.is_gone else Class.PERSON
        scan = Scan(
            id=event.id,
            at=at,
            act=target.act,
            serial=target.serial,
            first=target.first,
            service=target.service,
            district=target.district,
            source=target.source,
            klass=klass.value,
            client=CLIENT,
            device=estimate_of(device.id),
            signs=0,
            shard=device.shard,
        )
        return Entry(event, digest, scan, clock)

    async def _closed(self, ledger: Ledger, judged: Sequence[_Judged]) -> frozenset[int]:
        """The days among those of a batch that were sealed."""
        entries = [one.entry for one in judged if isinstance(one.entry, Entry)]
        days = {self._day(entry.scan.at) for entry in entries}
        if not days:
            return frozenset()
        return await seals.days(ledger, min(days), max(days))

    def _oldest(self, now: int) -> int:
        """The first day that takes events: the day before it may be sealed at any moment."""
        return day_number(self._zone.today(now) - timedelta(days=self._days - 1))

    def _day(self, at: int) -> int:
        return self._zone.moment(at).day
