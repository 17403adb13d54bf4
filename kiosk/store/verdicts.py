"""预检: the last verdict of each batch."""

from __future__ import annotations

import json

from kiosk.domain.verdict import Verdict
from kiosk.store.driver import Reader, Transaction

KEEP = """
insert into preflight (batch, at, by, artwork, passed, report, picture)
values (:batch, :at, :by, :artwork, :passed, :report, :picture)
on conflict (batch) do update set at = excluded.at, by = excluded.by, artwork = excluded.artwork,
    passed = excluded.passed, report = excluded.report, picture = excluded.picture
"""
FIND = """
select batch, at, by, artwork, passed, report, picture is not null as has_picture from preflight
where batch = :batch
"""
PICTURE = "select picture from preflight where batch = :batch"


async def keep(tx: Transaction, verdict: Verdict, picture: bytes | None) -> None:
    """Keep a verdict in place of an older one of the same batch."""
    await tx.run(
        KEEP,
        batch=verdict.batch,
        at=verdict.at,
        by=verdict.by,
        artwork=verdict.artwork,
        passed=int(verdict.is_passed),
        report=json.dumps(verdict.report, ensure_ascii=False, separators=(",", ":")),
        picture=picture,
    )


async def find(reader: Reader, batch: str) -> Verdict | None:
    """The verdict of a batch."""
    row = await reader.one(FIND, batch=batch)
    if row is None:
        return None
    return Verdict(
        batch=row["batch"],
        at=row["at"],
        by=row["by"],
        artwork=row["artwork"],
        is_passed=bool(row["passed"]),
        report=json.loads(row["report"]),
        has_picture=bool(row["has_picture"]),
    )


async def picture(reader: Reader, batch: str) -> bytes | None:
    """A shot that was not read, as PNG."""
    row = await reader.one(PICTURE, batch=batch)
    return None if row is None or row["picture"] is None else bytes(row["picture"])
