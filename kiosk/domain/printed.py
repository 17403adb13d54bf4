"""What the cards of a batch say, kept when it was printed; and what has changed since.

A printed card cannot follow the catalogue. What stands on it is kept box by box, with the facts
and the versions of the laws it was taken from, and is compared with what would be printed now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFact:
    """A fact that a box prints: where the catalogue has it, and the articles it cites."""

    source: str
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedBox:
    """One box: its words in lines, and the facts they come from.

    A box without facts holds fixed words, or what belongs to the batch: it is kept, not compared.
    `is_open` marks a box that only sends its reader to ask, because nothing was known. `service`
    names the one whose row it is on a card of several, empty where it is the whole card's.
    """

    box: str
    title: str
    lines: tuple[str, ...]
    facts: tuple[PrintedFact, ...] = ()
    is_open: bool = False
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLaw:
    """The version of a law that printed facts cite."""

    id: str
    title: str
    number: str | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None

    @property
    def version(self) -> str:
        """The version as a person tells it from another."""
        parts = [self.number] if self.number else []
        if self.in_force_from:
            parts.append(f"{self.in_force_from}起施行")
        if self.in_force_until:
            parts.append(f"{self.in_force_until}止")
        return "，".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCard:
    """One card of a batch, whatever its code: `service` is empty for the whole catalogue.

    `revision` is the number of the service's revision, 0 for the whole catalogue.
    """

    service: str
    revision: int
    boxes: tuple[PrintedBox, ...]
    laws: tuple[PrintedLaw, ...]


class ChangeKind(StrEnum):
    """What has become of something printed."""

    WORDS = "words"  # the catalogue says something else
    FILLED = "filled"  # the card sends its reader to ask, and the catalogue knows now
    LAW = "law"  # the law it rests on has another version; the words are the same
    WITHDRAWN = "withdrawn"  # the service is no longer on the card

    @property
    def is_wrong(self) -> bool:
        """Whether a reader of the card is told something that does not hold any more."""
        return self in (ChangeKind.WORDS, ChangeKind.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Change:
    """One box, or one law, that is not what was printed: the lines that differ, then and now."""

    kind: ChangeKind
    box: str
    title: str
    was: tuple[str, ...]
    now: tuple[str, ...]


def changes(kept: PrintedCard, now: PrintedCard | None) -> tuple[Change, ...]:
    """What has changed, in the order of the card; `now` is None where the service is gone."""
    if now is None:
        return (Change(ChangeKind.WITHDRAWN, "", "", (), ()),)
    boxes = {box.box: box for box in now.boxes}
    found = [
        change
        for box in kept.boxes
        if box.facts and (change := _change(box, boxes.get(box.box))) is not None
    ]
    return (*found, *_law_changes(kept.laws, {law.id: law for law in now.laws}))


def changes_for(service: str, kept: PrintedCard, found: Sequence[Change]) -> tuple[Change, ...]:
    """Of the changes of a card those that a reader sees who came for one of its services."""
    others = {box.box for box in kept.boxes if box.service not in ("", service)}
    return tuple(change for change in found if change.box not in others)


def is_wrong(found: Sequence[Change]) -> bool:
    """Whether a card with these changes tells its reader something that does not hold."""
    return any(change.kind.is_wrong for change in found)


def shown(found: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that a reader of the card is told: words alone."""
    return tuple(c for c in found if c.kind in (ChangeKind.WORDS, ChangeKind.FILLED))


def _change(kept: PrintedBox, now: PrintedBox | None) -> Change | None:
    lines = now.lines if now else ()
    if lines == kept.lines:
        return None
    was = tuple(line for line in kept.lines if line not in lines)
    new = tuple(line for line in lines if line not in kept.lines)
    if not was and not new:  # the same lines in another order
        was, new = kept.lines, lines
    kind = ChangeKind.FILLED if kept.is_open and now else ChangeKind.WORDS
    return Change(kind, kept.box, kept.title, was, new)


def _law_changes(kept: Sequence[PrintedLaw], now: Mapping[str, PrintedLaw]) -> Iterator[Change]:
    for law in kept:
        held = now.get(law.id)
        if held is not None and held.version != law.version:
            told = (law.version,), (held.version,)
            yield Change(ChangeKind.LAW, f"law.{law.id}", law.title, *told)
