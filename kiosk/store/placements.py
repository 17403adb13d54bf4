"""投放点: the same district, name and kind is the same placement."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.placement import Placement, PlacementKind, Spot
from kiosk.store.driver import Reader, Row, Transaction

COUNT = "select count(*) as n from placement"
ADD = """
insert into placement (id, district, name, kind, made_at)
values (:id, :district, :name, :kind, :made_at)
"""
LIST = "select id, district, name, kind from placement order by id"


async def ensure(
    tx: Transaction, spots: Iterable[Spot], *, now: int
) -> list[tuple[Placement, bool]]:
    """The placements of spots, in their order, and whether each is new."""
    count = await tx.one(COUNT)
    number = count["n"] if count else 0
    by_place = {_place(placement): placement for placement in (await known(tx)).values()}
    found: list[tuple[Placement, bool]] = []
    added: list[dict[str, object]] = []
    for spot in spots:
        place = _place(spot)
        is_new = place not in by_place
        if is_new:
            number += 1
            made = Placement(f"P{number:04d}", spot.district, spot.name, spot.kind)
            by_place[place] = made
            added.append(
                {
                    "id": made.id,
                    "district": made.district,
                    "name": made.name,
                    "kind": made.kind.value,
                    "made_at": now,
                }
            )
        found.append((by_place[place], is_new))
    await tx.run_many(ADD, added)
    return found


async def known(reader: Reader) -> dict[str, Placement]:
    """Every placement, by id."""
    return {row["id"]: placement_of(row) for row in await reader.all(LIST)}


def placement_of(row: Row) -> Placement:
    """A placement from its row."""
    return Placement(row["id"], row["district"], row["name"], PlacementKind(row["kind"]))


def _place(of: Spot | Placement) -> tuple[str, str, PlacementKind]:
    return of.district, of.name, of.kind
