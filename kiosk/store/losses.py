"""Scans that could not be recorded, as every process has counted them in its own file."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.store.driver import Reader, Transaction

Losses = Mapping[tuple[str, int], int]
"""By the file's id and the day (20261124)."""

KEEP = """
insert into total_unrecorded (source, day, n) values (:source, :day, :n)
on conflict (source, day) do update set n = excluded.n where excluded.n > total_unrecorded.n
"""
KNOWN = "select source, day, n from total_unrecorded"


async def known(reader: Reader) -> Losses:
    """What all processes have told."""
    return {(row["source"], row["day"]): row["n"] for row in await reader.all(KNOWN)}


async def keep(tx: Transaction, losses: Losses) -> None:
    """Keep counts; one that is smaller than what is known is an older one."""
    rows = [{"source": source, "day": day, "n": n} for (source, day), n in losses.items()]
    await tx.run_many(KEEP, rows)
