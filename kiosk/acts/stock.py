"""Note what became of a batch's cards at a placement: entries are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.acts.office import Done, Office, Request
from kiosk.batches import read_placed
from kiosk.domain.line import read_line
from kiosk.domain.problem import Problem
from kiosk.domain.stock import (
    CARDS_MOST,
    DEVIATION_PERCENT,
    NOTE_MOST,
    Entry,
    EntryKind,
    Placed,
    Stock,
    standing,
)
from kiosk.store import stocks
from kiosk.store.driver import Transaction


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody wants noted."""

    kind: EntryKind
    n: int
    corrects: int | None
    note: str

    @classmethod
    def read(cls, args: Any) -> Saying:
        """From an act's args: kind, n, corrects, note; raises Problem."""
        try:
            kind = EntryKind(args["kind"])
        except ValueError as error:
            raise Problem("entry-kind-unknown", kind=args["kind"]) from error
        n, corrects = args["n"], args.get("corrects")
        # A correction may say that there was nothing after all.
        least = 0 if corrects is not None or kind.may_be_none else 1
        most = CARDS_MOST if kind.is_count else 1
        if not isinstance(n, int) or not least <= n <= most:
            raise Problem("entry-number-faulty", least=least, most=most)
        note = read_line(str(args.get("note") or ""), "note")
        if len(note) > NOTE_MOST:
            raise Problem("entry-note-too-long", count=len(note), most=NOTE_MOST)
        return cls(kind, n, corrects, note)


async def record(tx: Transaction, office: Office, request: Request) -> Done:
    """Note something; args: batch, placement, kind, n, corrects, note, is_sure.

    A print run that is off by more than a press may be is noted only where `is_sure`.
    """
    args = request.args
    placed = await read_placed(tx, args["batch"], args["placement"])
    saying = Saying.read(args)
    entry = next_entry(placed, saying, at=office.now(), actor=request.actor)
    after = Stock.of(placed.stock.planned, (*placed.entries, entry))
    if saying.kind is EntryKind.PRINTED and after.is_deviant and not args.get("is_sure"):
        raise Problem(
            "stock-deviation",
            printed=after.printed,
            planned=after.planned,
            percent=DEVIATION_PERCENT,
        )
    return await enter(tx, placed, entry)


def next_entry(placed: Placed, saying: Saying, *, at: int, actor: str) -> Entry:
    """The entry that would be added; raises Problem where it corrects none that stands."""
    if saying.corrects is not None:
        kinds = {entry.number: entry.kind for entry in standing(placed.entries)}
        if kinds.get(saying.corrects) is not saying.kind:
            raise Problem("entry-not-standing", number=saying.corrects)
    number = len(placed.entries) + 1
    return Entry(number, at, saying.kind, saying.n, actor, saying.corrects, saying.note)


async def enter(tx: Transaction, placed: Placed, entry: Entry) -> Done:
    """Add an entry; what the log says of it is its subject and detail."""
    batch, placement = placed.batch.id, placed.placement.id
    await stocks.add(tx, batch, placement, entry)
    detail: dict[str, object] = {"placement": placement, "entry": f"{entry.kind} {entry.n}"}
    if entry.corrects is not None:
        detail["corrects"] = entry.corrects
    answer = {"batch": batch, "placement": placement, "number": entry.number, "at": entry.at}
    return Done(answer, subject=batch, detail=detail)
