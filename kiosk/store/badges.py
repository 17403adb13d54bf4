"""Badges of staff."""

from __future__ import annotations

from kiosk.domain.badge import Badge
from kiosk.store.driver import Reader, Transaction

_COLUMNS = "id, name, until, made_at, made_by, revoked_at"
ADD = """
insert into badge (id, name, until, made_at, made_by)
values (:id, :name, :until, :made_at, :made_by)
"""
LIST = f"select {_COLUMNS} from badge order by name, made_at, id"  # noqa: S608 - columns alone
ACTIVE = """
select id from badge where name = :name and revoked_at is null and until >= :today
"""
REVOKE = """
update badge set revoked_at = :at
where name = :name and revoked_at is null and until >= :today
"""


async def add(tx: Transaction, badge: Badge) -> None:
    """Keep a new badge."""
    await tx.run(
        ADD,
        id=badge.id,
        name=badge.name,
        until=badge.until,
        made_at=badge.made_at,
        made_by=badge.made_by,
    )


async def known(reader: Reader) -> tuple[Badge, ...]:
    """Every badge that was ever made, by name."""
    return tuple(Badge(**row) for row in await reader.all(LIST))


async def is_taken(reader: Reader, name: str, *, today: int) -> bool:
    """Whether a badge of this name can still be opened."""
    return await reader.one(ACTIVE, name=name, today=today) is not None


async def revoke(tx: Transaction, name: str, *, at: int, today: int) -> bool:
    """End the badge of this name; False where none could still be opened."""
    return await tx.run(REVOKE, name=name, at=at, today=today) > 0
