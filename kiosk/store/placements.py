"""投放点: the same district, name and kind is the same placement."""

from __future__ import annotations

from kiosk.domain.placement import Placement, PlacementKind, Spot
from kiosk.store.driver import Reader, Row, Transaction

FIND = """
select id, district, name, kind from placement
where district = :district and name = :name and kind = :kind
"""
COUNT = "select count(*) as n from placement"
ADD = """
insert into placement (id, district, name, kind, made_at)
values (:id, :district, :name, :kind, :made_at)
"""
LIST = "select id, district, name, kind from placement order by id"


async def ensure(tx: Transaction, spot: Spot, *, now: int) -> tuple[Placement, bool]:
    """The placement of a spot, and whether it is new."""
    place = {"district": spot.district, "name": spot.name, "kind": spot.kind.value}
    row = await tx.one(FIND, **place)
    if row is not None:
        return placement_of(row), False
    count = await tx.one(COUNT)
    made = f"P{(count['n'] if count else 0) + 1:04d}"
    await tx.run(ADD, id=made, made_at=now, **place)
    return Placement(made, spot.district, spot.name, spot.kind), True


async def known(reader: Reader) -> dict[str, Placement]:
    """Every placement, by id."""
    return {row["id"]: placement_of(row) for row in await reader.all(LIST)}


def placement_of(row: Row) -> Placement:
    """A placement from its row."""
    return Placement(row["id"], row["district"], row["name"], PlacementKind(row["kind"]))
