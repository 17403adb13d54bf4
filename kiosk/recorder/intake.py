"""What devices report: each event becomes one scan, however often and in what order it comes.

A batch is one transaction. It holds its device, so a batch that two connections bring at once is
stored by one and found by the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, NamedTuple

from kiosk.domain.device import (
    ACTS,
    Device,
    Event,
    Rate,
    Sent,
    estimate_of,
    is_plausible,
    rates_of,
    timed,
)
from kiosk.domain.period import Zone, day_number
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Class, Scan
from kiosk.recorder.visits import Target
from kiosk.store import devices, events, implausible, seals
from kiosk.store.driver import Driver, Ledger
from kiosk.store.events import Entry, Known

CLIENT: Final = "device"
IMPLAUSIBLE: Final = "event-implausible"
Find = Callable[[str, int], Target]
"""What a service id leads to at a moment (epoch milliseconds); raises Problem where to nothing."""


class _Judged(NamedTuple):
    """An event as it would be stored, or the code of why it cannot be."""

    id: bytes
    digest: bytes
    entry: Entry | str
    rates: tuple[Rate, ...] = ()


@dataclass(slots=True)
class _Parts:
    """What is known of a batch's ids and of the device's rates, and what becomes of the events.

    `fresh` and `apart` have the day of each event.
    """

    known: dict[bytes, Known]
    rates: Counter[Rate]
    counted: Counter[Rate] = field(default_factory=Counter)
    fresh: list[tuple[int, Entry]] = field(default_factory=list)
    apart: list[tuple[int, Entry]] = field(default_factory=list)


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

        `IMPLAUSIBLE` is stored too, apart: what a device reports beyond what a screen can have in
        a minute or a day of the events' own time. When it arrives does not matter: a queue of a
        month comes in minutes.

        All that is told as stored is durably so, and counted once. Raises StoreFailure, and Problem
        where the device was revoked; then nothing is stored.
        """
        # All that needs no database comes first: scans wait while the transaction is open.
        judged = [self._judge(device, event, sent, find) for event in batch]

        async def work(ledger: Ledger) -> list[str | None]:
            if not await devices.hold(ledger, device.id):
                raise Problem("device-refused")
            kept = await events.known(ledger, [event.id for event in batch], shard=device.shard)
            wanted = {rate for one in judged for rate in one.rates}
            parts = _Parts(kept, await implausible.rates(ledger, device, wanted))
            closed = await self._closed(ledger, judged)
            told = [self._part(one, parts, closed) for one in judged]
            if parts.fresh:
                await events.add(ledger, device, parts.fresh, sent)
                await implausible.count_rates(ledger, device, parts.counted)
            if parts.apart:
                await implausible.add(ledger, device, parts.apart, sent)
            return told

        return await self._driver.write_ledger(work)

    def _part(self, one: _Judged, parts: _Parts, closed: Collection[int]) -> str | None:
        """What an event is told; what is to be stored goes into its part.

        What is known comes first: it stays stored, whatever would be said of it today.
        """
        known = parts.known.get(one.id)
        if known is not None:
            if known.digest != one.digest:
                return "event-conflict"
            return IMPLAUSIBLE if known.is_apart else None
        if isinstance(one.entry, str):
            return one.entry
        day = self._day(one.entry.scan.at)
        if day in closed:
            return "event-day-closed"
        is_apart = not is_plausible({rate: parts.rates[rate] for rate in one.rates})
        parts.known[one.id] = Known(one.digest, is_apart)
        if is_apart:
            parts.apart.append((day, one.entry))
            return IMPLAUSIBLE
        parts.fresh.append((day, one.entry))
        parts.rates.update(one.rates)
        parts.counted.update(one.rates)
        return None

    def _judge(self, device: Device, event: Event, sent: Sent, find: Find) -> _Judged:
        digest = event.digest(device.id)
        entry = self._entry(device, event, digest, sent, find)
        if isinstance(entry, str):
            return _Judged(event.id, digest, entry)
        own = entry.own
        rates = rates_of(own, day=self._day(sent.received_at if own is None else own))
        return _Judged(event.id, digest, entry, rates)

    def _entry(
        self, device: Device, event: Event, digest: bytes, sent: Sent, find: Find
    ) -> Entry | str:
        at, clock, own = timed(event, device, sent)
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
        return Entry(event, digest, scan, clock, own)

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
