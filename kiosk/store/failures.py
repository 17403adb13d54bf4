"""Failed sign-ins, counted by a keyed hash of a name or an address; never the thing itself."""

from __future__ import annotations

from kiosk.store.driver import Reader, Transaction

FIND = "select n, at from sign_in_failure where subject = :subject"
KEEP = """
insert into sign_in_failure (subject, n, at) values (:subject, :n, :at)
on conflict (subject) do update set n = excluded.n, at = excluded.at
"""
DROP = "delete from sign_in_failure where subject = :subject"
DROP_OLD = "delete from sign_in_failure where at < :before or at > :after"
COUNT = "select count(*) as n from sign_in_failure"
# Whoever floods the table pushes out other single failures, not the counts that make guesses wait.
DROP_SURPLUS = """
delete from sign_in_failure where subject in (
    select subject from sign_in_failure order by n, at, subject limit :surplus
)
"""


async def find(reader: Reader, subject: str, *, after: int, until: int) -> tuple[int, int]:
    """How often a subject failed, and when last; zero where that was not `after` to `until`."""
    row = await reader.one(FIND, subject=subject)
    if row is None or not after < row["at"] <= until:
        return 0, 0
    return int(row["n"]), int(row["at"])


async def keep(tx: Transaction, subject: str, *, n: int, at: int) -> None:
    """Set the count of a subject; zero forgets it."""
    if n > 0:
        await tx.run(KEEP, subject=subject, n=n, at=at)
    else:
        await tx.run(DROP, subject=subject)


async def forget(tx: Transaction, *, before: int, after: int, most: int) -> None:
    """Drop what is old or not yet, and of the rest what exceeds `most` rows."""
    await tx.run(DROP_OLD, before=before, after=after)
    row = await tx.one(COUNT)
    surplus = (int(row["n"]) if row else 0) - most
    if surplus > 0:
        await tx.run(DROP_SURPLUS, surplus=surplus)
