"""Single facts about the database itself."""

from __future__ import annotations

from kiosk.store.driver import Reader, Transaction

FIND = "select value from meta where name = :name"
KEEP = """
insert into meta (name, value) values (:name, :value)
on conflict (name) do update set value = excluded.value
"""


async def find(reader: Reader, name: str) -> str | None:
    """The value of a fact."""
    row = await reader.one(FIND, name=name)
    return None if row is None else str(row["value"])


async def keep(tx: Transaction, name: str, value: str) -> None:
    """Set a fact."""
    await tx.run(KEEP, name=name, value=value)
