"""What was already done under an idempotency key: a reply can be lost, the act is not repeated."""

from __future__ import annotations

import json
from typing import Any

from kiosk.store.driver import Reader, Transaction

FIND = "select name, result from act where key = :key"
KEEP = "insert into act (key, at, name, result) values (:key, :at, :name, :result)"
FORGET = "delete from act where at < :before"


async def find(reader: Reader, key: str) -> Any | None:
    """The result kept under a key."""
    row = await reader.one(FIND, key=key)
    return None if row is None else json.loads(row["result"])


async def keep(tx: Transaction, key: str, *, at: int, name: str, result: object) -> None:
    """Keep a result, and forget those older than a day."""
    await tx.run(FORGET, before=at - 86_400_000)
    await tx.run(KEEP, key=key, at=at, name=name, result=json.dumps(result, ensure_ascii=False))
