"""Which printed batches the catalogue has left behind: what was printed, what holds, since when."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.batches.provenance import Keeper, place_of_card
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.printed import Change, ChangeKind, PrintedCard, changes, changes_for
from kiosk.domain.problem import Problem
from kiosk.store import catalogues, prints
from kiosk.store.driver import Reader
from kiosk.store.prints import Place, Print

Changed = Mapping[str, Mapping[Place, tuple[Change, ...]]]
"""What has changed of the cards of a batch, by service and district; nothing where nothing has."""


@dataclass(frozen=True, slots=True)
class StaleBox:
    """A change of a batch's cards. `districts` are ids, none where it is the same in each.

    `since` is when it came into force, in epoch milliseconds; with `is_due` it will.
    """

    service: str
    districts: tuple[str, ...]
    change: Change
    since: int
    is_due: bool


@dataclass(frozen=True, slots=True)
class StaleBatch:
    """A batch whose cards are not what would be printed now, or soon; `at` is when it was."""

    batch: str
    at: int
    boxes: tuple[StaleBox, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether its cards tell something that does not hold any more."""
        return any(box.change.kind.is_wrong and not box.is_due for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Stale:
    """All of them, and the batches of which nobody kept what they say."""

    batches: tuple[StaleBatch, ...]
    unkept: tuple[str, ...]

    @property
    def wrong(self) -> int:
        """How many batches tell something that does not hold any more."""
        return sum(batch.is_wrong for batch in self.batches)

    @property
    def due(self) -> int:
        """How many further ones will."""
        return sum(
            not batch.is_wrong and any(b.change.kind.is_wrong for b in batch.boxes)
            for batch in self.batches
        )


def compare(kept: Iterable[Print], catalogue: Catalogue) -> Changed:
    """What a catalogue has changed of printed cards; recalled batches are left out."""
    held, changed = _Comparing(catalogue), dict[str, Mapping[Place, tuple[Change, ...]]]()
    alike: dict[object, Mapping[Place, tuple[Change, ...]]] = {}
    for one in kept:
        if one.is_recalled:
            continue
        # Batches that say the same at the same places are compared once.
        cards = tuple((place, id(card)) for place, card in one.cards.items())
        key = one.design, one.places, cards
        if key not in alike:
            alike[key] = {
                place: found for place in one.places if (found := held.changes(one, place))
            }
        if alike[key]:
            changed[one.batch] = alike[key]
    return changed


async def find_stale(reader: Reader, now: int) -> Stale:
    """Everything that is stale at an instant, and that published revisions will make so."""
    kept = prints.placed(await prints.known(reader), await prints.places(reader))
    unkept = await prints.unkept(reader)
    if not kept:
        return Stale((), unkept)
    found: list[tuple[int, Changed]] = []
    for moment in await catalogues.moments(reader, after=min(one.at for one in kept) - 1):
        catalogue = await catalogues.at(reader, moment)
        if catalogue is not None:
            printed = [one for one in kept if one.at <= moment]
            found.append((moment, await asyncio.to_thread(compare, printed, catalogue)))
    batches = await asyncio.to_thread(_stale_batches, kept, found, now)
    return Stale(batches, unkept)


def _stale_batches(
    kept: Iterable[Print], found: Sequence[tuple[int, Changed]], now: int
) -> tuple[StaleBatch, ...]:
    stale = (StaleBatch(one.batch, one.at, tuple(_boxes(one, found, now))) for one in kept)
    return tuple(batch for batch in stale if batch.boxes)


class _Comparing:
    """Compares with one catalogue, composing each card once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._cards: dict[tuple[str, str, str], PrintedCard | None] = {}
        self._found: dict[tuple[int, str, str, str], tuple[Change, ...]] = {}

    def changes(self, kept: Print, place: Place) -> tuple[Change, ...]:
        card = kept.card(place)
        if card is None:
            return ()
        at = place_of_card((card.service, place[1]), self._catalogue)
        key = (id(card), kept.design, *at)
        if key not in self._found:
            try:
                self._found[key] = changes(card, self._now(kept, at))
            except Problem:
                self._found[key] = ()  # its design is no longer kept: nothing to compare with
        return changes_for(place[0], card, self._found[key])

    def _now(self, kept: Print, place: Place) -> PrintedCard | None:
        key = (kept.design, *place)
        if key not in self._cards:
            keeper = Keeper(self._catalogue, kept.design, kept.batch, kept.url)
            self._cards[key] = keeper.card(place)
        return self._cards[key]


def _boxes(kept: Print, found: Sequence[tuple[int, Changed]], now: int) -> Iterable[StaleBox]:
    """The changes of one batch: those in force since they first were, then those to come."""
    runs: dict[tuple[str, str, Change], int] = {}
    due: dict[tuple[str, str, Change], int] = {}
    for moment, changed in found:
        told = {
            (service, district, change)
            for (service, district), held in changed.get(kept.batch, {}).items()
            for change in held
        }
        if moment > now:
            for key in told - runs.keys():
                due.setdefault(key, moment)
        else:
            runs = {key: runs.get(key, _since(runs, key) or moment) for key in told}
    for held, is_due in ((runs, False), (due, True)):
        yield from _gathered(kept, held, is_due=is_due)


def _since(runs: Mapping[tuple[str, str, Change], int], key: tuple[str, str, Change]) -> int | None:
    """Since when a box has been another than printed, though it said yet another thing before."""
    service, district, change = key
    if change.kind is ChangeKind.LAW:
        return None
    return min(
        (
            at
            for (of, there, before), at in runs.items()
            if (of, there, before.box) == (service, district, change.box)
        ),
        default=None,
    )


def _gathered(
    kept: Print, held: Mapping[tuple[str, str, Change], int], *, is_due: bool
) -> Iterable[StaleBox]:
    """A change that is the same in several districts is told once."""
    everywhere: dict[str, set[str]] = {}
    for service, district in kept.places:
        everywhere.setdefault(service, set()).add(district)
    order: dict[tuple[str, Change], dict[str, int]] = {}
    places = {b.box: n for card in kept.cards.values() for n, b in enumerate(card.boxes)}
    last = len(places)  # laws come after boxes

    def on_card(pair: tuple[tuple[str, str, Change], int]) -> tuple[object, ...]:
        (service, district, change), _ = pair
        return service, places.get(change.box, last), change.box, district, change.now

    for (service, district, change), at in sorted(held.items(), key=on_card):
        order.setdefault((service, change), {})[district] = at
    for (service, change), districts in order.items():
        is_everywhere = districts.keys() == everywhere[service]
        named = () if is_everywhere else tuple(sorted(districts))
        yield StaleBox(service, named, change, min(districts.values()), is_due)
