"""What the running service knows: the catalogue in force, what was issued, the pages made of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.acts import UNSEEN, Answer, Office, Request, perform
from kiosk.acts.clock import ConfirmClock
from kiosk.acts.passwords import Passwords
from kiosk.batches import Changed, Stale, compare, find_stale
from kiosk.domain.badge import Badge
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import Batch, Placement
from kiosk.domain.printed import shown
from kiosk.domain.problem import Problem
from kiosk.domain.ranges import Ranges
from kiosk.domain.uncounted import Uncounted
from kiosk.preflight.running import Examinations
from kiosk.printing import Press
from kiosk.recorder import Alarms, Recorder, Timekeeper, uncounted
from kiosk.store import badges, batches, catalogues, meta, placements, prints
from kiosk.store.driver import Reader, StoreFailure
from kiosk.store.prints import Print
from kiosk.store.spool import Depth, depth_of
from kiosk.web.pages.answers import Answers
from kiosk.web.pages.cache import Shelf
from kiosk.web.pages.hall import Glass
from kiosk.web.pages.hall_cache import Screens
from kiosk.web.pages.public import Pages, Site, Updated

LOOK_S: Final = 0.5
ANSWERED_S: Final = 0.5  # how long an answer of the database holds for who only asks whether


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent reading of the database."""

    at: int
    changes: int
    catalogue: Catalogue
    due: int | None
    ranges: Ranges
    placements: dict[str, Placement]
    batches: dict[str, Batch]
    badges: dict[str, Badge]
    prints: tuple[Print, ...]


@dataclass
class State:
    """Shared by all handlers; replaced part by part when an act has changed something."""

    office: Office
    recorder: Recorder
    folder: Path
    site: Site
    clock: Timekeeper
    alarms: Alarms = field(default_factory=Alarms)
    passwords: Passwords = field(default_factory=Passwords)
    press: Press = field(default_factory=Press)
    examinations: Examinations = field(default_factory=Examinations)
    snapshot: Snapshot = field(init=False)
    shelf: Shelf = field(init=False)
    answers: Answers = field(init=False)
    screens: Screens = field(init=False)
    changed: Changed = field(init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _asked: float = 0.0
    _look: asyncio.Task[bool] | None = None
    _stale: tuple[Snapshot, Stale] | None = None
    _answered: tuple[float, bool] = (float("-inf"), False)
    _asking: asyncio.Task[bool] | None = None

    async def refresh(self) -> None:
        """Read again what acts may have changed; pages are made anew only where they differ."""
        async with self._turn:  # an older reading must not come after a newer one
            await self._refresh()

    async def _refresh(self) -> None:
        await self.office.reload_keys()
        now = self.clock.stamp()  # a clock that lies before all catalogues must not end the service

        async def work(reader: Reader) -> Snapshot:
            return await _read(reader, now)

        before, changed = getattr(self, "snapshot", None), getattr(self, "changed", {})
        snapshot = await self.office.driver.read(work)
        if (
            before is None
            or before.catalogue != snapshot.catalogue
            or before.prints != snapshot.prints
        ):
            # Beside the loop: a scan must not wait until all cards were compared.
            changed = await asyncio.to_thread(compare, snapshot.prints, snapshot.catalogue)
        self.snapshot, self.changed = snapshot, changed
        if before is None or before.catalogue != self.snapshot.catalogue:
            catalogue, transport = self.snapshot.catalogue, self.office.settings.strict_transport
            pages = Pages(catalogue, self.site)
            self.shelf = Shelf(pages, transport=transport)
            self.answers = Answers(pages, transport=transport)
            self.screens = Screens(Glass(catalogue, self.site), transport=transport)

    async def refresh_if_due(self) -> None:
        """Put in force what has come due, and what other processes changed.

        What came into force because the clock was wrong goes again when the clock goes back.
        """
        due, now = self.snapshot.due, self.clock.stamp()
        changes = await self.office.driver.read(meta.changes)
        is_due = now < self.snapshot.at or (due is not None and due <= now)
        if changes != self.snapshot.changes or is_due:
            await self.refresh()

    async def look_again(self) -> bool:
        """Whether another process changed anything: asked at most once in `LOOK_S`.

        A code may be scanned before this process has heard of its batch. Who comes while it is
        being asked waits for the same answer.
        """
        if not self.office.settings.database_url:
            return False
        now = asyncio.get_running_loop().time()
        if self._look is None or self._look.done():
            if now - self._asked < LOOK_S:
                return False
            self._asked = now
            self._look = asyncio.create_task(self._has_changed())
        return await asyncio.shield(self._look)  # one who hangs up ends it for nobody else

    async def _has_changed(self) -> bool:
        before = self.snapshot
        try:
            await self.refresh_if_due()
        except StoreFailure:
            return False
        return self.snapshot is not before

    async def database_answers(self) -> bool:
        """Whether the database answers; anybody may ask, so it is asked twice a second at most."""
        if self._asking is None:
            at, has_answered = self._answered
            if asyncio.get_running_loop().time() - at < ANSWERED_S:
                return has_answered
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._asking)

    async def _ask(self) -> bool:
        has_answered = False
        try:
            await self.office.driver.read(meta.changes)
            has_answered = True
        except StoreFailure:
            pass
        finally:
            self._answered = asyncio.get_running_loop().time(), has_answered
            self._asking = None
        return has_answered

    def updated(self, batch: str | None, service: str, district: str) -> Updated | None:
        """What a reader is told of a card's batch; None where the card still says what holds."""
        found = shown(self.changed.get(batch or "", {}).get((service, district), ()))
        return Updated(batch or "", found) if found else None

    async def stale(self) -> Stale:
        """What of the printed cards does not hold any more; raises StoreFailure."""
        snapshot = self.snapshot
        if self._stale is None or self._stale[0] is not snapshot:
            now = self.clock.stamp()
            found = await self.office.driver.read(lambda reader: find_stale(reader, now))
            self._stale = snapshot, found
        return self._stale[1]

    async def uncounted(self) -> Uncounted:
        """What no total has, on all nodes as far as they could tell; raises StoreFailure."""
        depth = await self._depth()
        return await self.office.driver.read(lambda reader: uncounted(self.folder, reader, depth))

    async def uncounted_here(self) -> Uncounted:
        """The same of this node alone, where the database does not answer."""
        return await uncounted(self.folder, None, await self._depth())

    async def _depth(self) -> Depth:
        """What waits in the spools of this node; where one cannot be read, in our own."""
        try:
            return await asyncio.to_thread(depth_of, self.folder)
        except StoreFailure:
            return self.recorder.spooled

    async def do(self, request: Request) -> Answer:
        """Do an act, then know of it; raises Problem."""
        try:
            answer = await perform(self.office, request)
            if request.name not in UNSEEN:
                await self.refresh()
            if request.name == ConfirmClock.act_name:
                await self.clock.look()
        except StoreFailure as failure:
            raise Problem("store-failed", why=failure) from failure
        return answer


async def _read(reader: Reader, now: int) -> Snapshot:
    catalogue = await catalogues.in_force(reader, now)
    spans = await batches.ranges(reader)
    codes = ((span.batch, span.service, span.district) for span in spans if span.batch)
    made = [batches.batch_of(row) for row in await reader.all(batches.LIST)]
    return Snapshot(
        now,
        await meta.changes(reader),
        catalogue,
        await catalogues.next_due(reader, now),
        Ranges(spans),
        await placements.known(reader),
        {batch.id: batch for batch in made},
        {badge.id: badge for badge in await badges.known(reader)},
        prints.placed(await prints.known(reader), codes),
    )
