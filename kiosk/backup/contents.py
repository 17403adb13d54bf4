"""What a database says of itself, read in the snapshot that is copied."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.backup.manifest import Needed, Table
from kiosk.store import keys, meta, schema
from kiosk.store.driver import Reader


@dataclass(frozen=True, slots=True)
class Contents:
    """The database's part of a manifest."""

    schema: int
    zone: str
    keys: tuple[Needed, ...]
    tables: tuple[Table, ...]
    left_out: tuple[str, ...] = ()


async def read_contents(
    reader: Reader, tables: tuple[Table, ...], *, left_out: tuple[str, ...] = ()
) -> Contents:
    """The facts that stand in the database beside its `tables`."""
    return Contents(
        schema=await schema.number(reader),
        zone=await meta.find(reader, "timezone") or "",
        keys=await needed(reader),
        tables=tables,
        left_out=left_out,
    )


async def needed(reader: Reader) -> tuple[Needed, ...]:
    """The code keys in use."""
    return tuple(
        Needed(id=row["id"], fingerprint=row["fingerprint"])
        for row in await keys.known(reader)
        if row["retired_at"] is None
    )
