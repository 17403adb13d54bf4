"""What of an order is examined, and how thoroughly; runs in pre-flight's own process alone.

Every different face goes through the whole battery once, a sample of the other codes too, and every
code is read from the finished card as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from cards.marks import Face
from cards.preflight import (
    Battery,
    FaceReport,
    NoPrintFile,
    NoScale,
    TooLargeFile,
    examine_face,
    examine_file,
    load_battery,
    missing_findings,
    unread_addresses,
)
from kiosk.batches.content import plan_of
from kiosk.batches.order import Card, Copy, Imprint, Order
from kiosk.domain.problem import Problem
from kiosk.preflight.client import Outcome
from kiosk.preflight.report import outcome
from kiosk.printing.job import cards

Progress = Callable[[int, int], None]

_CHUNK: Final = 100  # cards of one print file that is made to be read


def examine_order(order: Order, imprint: Imprint, progress: Progress) -> Outcome:
    """All the cards of an order, of which there is one of each kind at least; raises Problem.

    `progress` is told steps done and steps in all.
    """
    rules = load_battery()
    symbols = _symbols_a_card(order, imprint)
    # A card with many symbols is a sample in itself.
    thorough, others = _chosen(order, rules.sample // max(symbols, 1))
    sides = [face.title for face in plan_of(order.design).plan.faces]
    steps = _Steps(len(thorough) * symbols * _shots(rules) + len(others), progress)
    reports, unread = list[FaceReport](), list[str]()
    for card in cards(replace(order, copies=thorough), imprint):
        reports += _faces(card, sides, rules, steps)
    for chunk in _chunks(cards(replace(order, copies=others), imprint)):
        unread += unread_addresses(chunk)
        steps.took(len(chunk))
    counts = {"codes": len(order.copies), "thorough": len(thorough), "clean": len(others)}
    return outcome(reports, unread, rules, counts, design=order.design)


def examine_print_file(
    data: bytes, name: str, dpi: int | None, shots: int | None, progress: Progress
) -> Outcome:
    """Every symbol of a PDF or a picture; raises Problem."""
    kept, steps = load_battery(), _Steps(0, progress)
    rules = replace(kept, shots=shots or kept.shots)
    try:
        reports = examine_file(data, rules, name=name, dpi=dpi, progress=steps.took)
    except NoPrintFile as refusal:
        raise Problem("preflight-no-print-file", name=name) from refusal
    except NoScale as refusal:
        raise Problem("preflight-no-scale", name=name) from refusal
    except TooLargeFile as refusal:
        raise Problem("preflight-file-too-large", name=name) from refusal
    counts = {"codes": sum(len(page.symbols) for page in reports)}
    return outcome(reports, [], rules, counts, design=name)


class _Steps:
    """Tells how far it has come."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.done = 0
        self.total = total
        self.progress = progress

    def took(self, steps: int) -> None:
        self.done += steps
        self.progress(self.done, max(self.total, self.done))


def _chosen(order: Order, size: int) -> tuple[tuple[Copy, ...], tuple[Copy, ...]]:
    """Copies for the battery, the first of each service and a sample of `size`; and the rest."""
    first: dict[str, Copy] = {}
    rest = []
    for copy in order.copies:
        name = copy.service.id if copy.service else ""
        if first.setdefault(name, copy) is not copy:
            rest.append(copy)
    step = max(1, len(rest) // max(size, 1))
    sample = rest[step // 2 :: step][:size]
    chosen = {copy.code for copy in sample}
    others = tuple(copy for copy in rest if copy.code not in chosen)
    return (*first.values(), *sample), others


def _symbols_a_card(order: Order, imprint: Imprint) -> int:
    """How many symbols the first card has: all are of one design."""
    (card,) = cards(replace(order, copies=tuple(order.copies[:1])), imprint)
    return sum(len(face.symbols()) for face in card.faces)


def _shots(rules: Battery) -> int:
    return rules.shots * len(tuple(rules.cells()))


def _faces(card: Card, sides: Sequence[str], rules: Battery, steps: _Steps) -> list[FaceReport]:
    """Every side of a card; an address that none of them opens is told with the first."""
    name, addresses = card.copy.service.id if card.copy.service else "", addresses_of(card)
    reports = [
        examine_face(
            face,
            addresses,
            rules,
            name=" ".join(part for part in (name, side) if part),
            progress=steps.took,
        )
        for face, side in zip(card.faces, sides, strict=True)
    ]
    missing = missing_findings(reports, addresses, rules)
    first = replace(reports[0], findings=(*reports[0].findings, *missing))
    return [first, *reports[1:]]


def addresses_of(card: Card) -> tuple[str, ...]:
    """What the symbols of a card open."""
    return tuple(leading.url for leading in card.copy.symbols)


def _chunks(made: Iterator[Card]) -> Iterator[list[tuple[tuple[Face, ...], tuple[str, ...]]]]:
    chunk = []
    for card in made:
        chunk.append((tuple(face for face in card.faces if face.symbols()), addresses_of(card)))
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
