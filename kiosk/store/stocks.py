"""数量登记: entries of what became of a batch's cards, by placement; they are only ever added."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.stock import Entry, EntryKind
from kiosk.store.driver import Reader, Row, Transaction

ADD = """
insert into stock_entry (batch, placement, number, at, kind, n, actor, corrects, note)
values (:batch, :placement, :number, :at, :kind, :n, :actor, :corrects, :note)
"""
AT_PLACEMENT = """
select number, at, kind, n, actor, corrects, note from stock_entry
where batch = :batch and placement = :placement order by number
"""
OF_BATCH = """
select placement, number, at, kind, n, actor, corrects, note from stock_entry
where batch = :batch order by placement, number
"""
ALL = """
select batch, placement, number, at, kind, n, actor, corrects, note from stock_entry
order by batch, placement, number
"""
LATELY = """
select count(*) as n from stock_entry
where batch = :batch and placement = :placement and at > :after and actor = :actor
"""


async def add(tx: Transaction, batch: str, placement: str, entry: Entry) -> None:
    """Add an entry."""
    await tx.run(
        ADD,
        batch=batch,
        placement=placement,
        number=entry.number,
        at=entry.at,
        kind=entry.kind.value,
        n=entry.n,
        actor=entry.actor,
        corrects=entry.corrects,
        note=entry.note,
    )


async def at_placement(reader: Reader, batch: str, placement: str) -> tuple[Entry, ...]:
    """The entries of a batch at one placement, in their order."""
    return _entries(await reader.all(AT_PLACEMENT, batch=batch, placement=placement))


async def of_batch(reader: Reader, batch: str) -> dict[str, tuple[Entry, ...]]:
    """The entries of a batch by placement; one without any is absent."""
    rows = await reader.all(OF_BATCH, batch=batch)
    return {place: _entries(of) for place, of in _grouped(rows, "placement").items()}


async def of_all(reader: Reader) -> dict[str, dict[str, tuple[Entry, ...]]]:
    """The entries of every batch, by placement."""
    rows = _grouped(await reader.all(ALL), "batch")
    return {
        batch: {place: _entries(of) for place, of in _grouped(held, "placement").items()}
        for batch, held in rows.items()
    }


async def lately(reader: Reader, batch: str, placement: str, *, actor: str, after: int) -> int:
    """How many entries somebody made since an instant."""
    row = await reader.one(LATELY, batch=batch, placement=placement, actor=actor, after=after)
    return row["n"] if row else 0


def _grouped(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def _entries(rows: Iterable[Row]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            row["number"],
            row["at"],
            EntryKind(row["kind"]),
            row["n"],
            row["actor"],
            row["corrects"],
            row["note"],
        )
        for row in rows
    )
