"""Single facts about the database itself."""

from __future__ import annotations

from kiosk.store.driver import Reader, Transaction

FIND = "select value from meta where name = :name"
KEEP = """
insert into meta (name, value) values (:name, :value)
on conflict (name) do update set value = excluded.value
"""

COUNT = """
insert into meta (name, value) values (:name, '1')
on conflict (name) do update set value = cast(cast(meta.value as bigint) + 1 as text)
"""
_CHANGES = "changes"


async def find(reader: Reader, name: str) -> str | None:
    """The value of a fact."""
    row = await reader.one(FIND, name=name)
    return None if row is None else str(row["value"])


async def keep(tx: Transaction, name: str, value: str) -> None:
    """Set a fact."""
    await tx.run(KEEP, name=name, value=value)


async def changes(reader: Reader) -> int:
    """How often anything was changed that pages or codes depend on."""
    return int(await find(reader, _CHANGES) or 0)


async def count_change(tx: Transaction) -> None:
    """Tell other processes, in the transaction of the change itself."""
    await tx.run(COUNT, name=_CHANGES)
