"""Fingerprints of the code keys: without them a lost key would turn every printed card forged."""

from __future__ import annotations

from kiosk.domain.code import CodeKey
from kiosk.store.driver import Reader, Row, Transaction

LIST = """
select id, algorithm, fingerprint, made_at, retired_at from code_key order by made_at, id
"""
ADD = """
insert into code_key (id, algorithm, fingerprint, made_at)
values (:id, :algorithm, :fingerprint, :made_at)
"""
RETIRE = "update code_key set retired_at = :at where id = :id and retired_at is null"


async def known(reader: Reader) -> list[Row]:
    """Every key that ever signed a code, oldest first."""
    return await reader.all(LIST)


async def add(tx: Transaction, key: CodeKey, *, made_at: int) -> None:
    """Remember a new key."""
    await tx.run(
        ADD,
        id=key.id,
        algorithm=key.algorithm.value,
        fingerprint=key.fingerprint,
        made_at=made_at,
    )


async def retire(tx: Transaction, key: str, *, at: int) -> bool:
    """End a key: cards signed with it are no longer valid. False where it was not active."""
    return await tx.run(RETIRE, id=key, at=at) == 1
