"""The keys of device estimates that several processes share."""

from __future__ import annotations

from kiosk.store.driver import Transaction

FORGET = "delete from device_key where day < :day"
OFFER = "insert into device_key (day, key) values (:day, :key) on conflict (day) do nothing"
FIND = "select key from device_key where day = :day"


async def agreed(tx: Transaction, *, day: int, today: int, offered: bytes) -> bytes:
    """The key of a day (20261124): the one offered first. Keys before `today` are destroyed."""
    await tx.run(FORGET, day=today)
    await tx.run(OFFER, day=day, key=offered)
    row = await tx.one(FIND, day=day)
    return offered if row is None else bytes(row["key"])
