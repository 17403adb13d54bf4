"""Bearer tokens of programs that fetch reports; only their digests are kept."""

from __future__ import annotations

from kiosk.store.driver import Reader, Row, Transaction

ADD = """
insert into token (name, digest, made_at, made_by) values (:name, :digest, :made_at, :made_by)
"""
FIND = "select name from token where digest = :digest and revoked_at is null"
NAMED = "select name, revoked_at from token where name = :name"
LIST = "select name, made_at, made_by, revoked_at from token order by name"
REVOKE = "update token set revoked_at = :at where name = :name and revoked_at is null"


async def holder(reader: Reader, digest: str) -> str | None:
    """The name of an active token by its digest."""
    row = await reader.one(FIND, digest=digest)
    return None if row is None else str(row["name"])


async def known(reader: Reader) -> list[Row]:
    """Every token, without its digest."""
    return await reader.all(LIST)


async def is_taken(tx: Transaction, name: str) -> bool:
    """Whether a token of this name was ever made."""
    return await tx.one(NAMED, name=name) is not None
