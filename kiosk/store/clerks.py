"""登记链接: which links clerks were given, and until when they hold."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.clerk import ClerkLink
from kiosk.store.driver import Reader, Row, Transaction

ADD = """
insert into clerk_link (id, batch, placement, until, made_at, made_by)
values (:id, :batch, :placement, :until, :made_at, :made_by)
"""
FIND = """
select id, batch, placement, until, made_at, made_by, revoked_at from clerk_link where id = :id
"""
OF_BATCH = """
select id, batch, placement, until, made_at, made_by, revoked_at from clerk_link
where batch = :batch order by placement, made_at, id
"""
REVOKE = """
update clerk_link set revoked_at = :at
where batch = :batch and placement = :placement and revoked_at is null and until >= :today
"""


async def add(tx: Transaction, links: Iterable[ClerkLink]) -> None:
    """Keep new links."""
    rows = [
        {
            "id": link.id,
            "batch": link.batch,
            "placement": link.placement,
            "until": link.until,
            "made_at": link.made_at,
            "made_by": link.made_by,
        }
        for link in links
    ]
    await tx.run_many(ADD, rows)


async def find(reader: Reader, link: str) -> ClerkLink | None:
    """A link by id."""
    row = await reader.one(FIND, id=link)
    return None if row is None else _link(row)


async def of_batch(reader: Reader, batch: str) -> tuple[ClerkLink, ...]:
    """Every link of a batch, those of a placement in the order of their making."""
    return tuple(_link(row) for row in await reader.all(OF_BATCH, batch=batch))


async def open_links(reader: Reader, batch: str, *, today: int) -> dict[str, ClerkLink]:
    """The link that each placement of a batch can use today (20261124): the newest one."""
    links = await of_batch(reader, batch)
    return {link.placement: link for link in links if link.is_open(today)}


async def revoke(tx: Transaction, batch: str, placement: str, *, at: int, today: int) -> int:
    """End every link of a placement that could still be used; how many that were."""
    return await tx.run(REVOKE, batch=batch, placement=placement, at=at, today=today)


def _link(row: Row) -> ClerkLink:
    return ClerkLink(
        row["id"],
        row["batch"],
        row["placement"],
        row["until"],
        row["made_at"],
        row["made_by"],
        row["revoked_at"],
    )
