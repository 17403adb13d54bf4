"""Rotate the keys that sign codes. Old cards stay valid until their key is retired."""

from __future__ import annotations

from kiosk.acts.office import Done, Office, Request
from kiosk.domain.problem import Problem
from kiosk.store import keys
from kiosk.store.driver import Transaction


async def rotate(tx: Transaction, office: Office, request: Request) -> Done:
    """Make a new key that signs from now on. The file has it before the database knows of it."""
    office.keyring = office.keyring.with_new(office.settings.crypto, office.entropy)
    key = office.keyring.keys[-1]
    await keys.add(tx, key, made_at=office.now())
    return Done({"key": key.id, "algorithm": key.algorithm.value}, subject=key.id)


async def retire(tx: Transaction, office: Office, request: Request) -> Done:
    """End a key; args: key. Every card it signed is answered as unreadable from then on."""
    wanted = str(request.args["key"])
    active = [row["id"] for row in await keys.known(tx) if row["retired_at"] is None]
    if wanted not in active:
        raise Problem("code-key-unknown", key=wanted)
    if active == [wanted]:
        raise Problem("code-key-last", key=wanted)
    await keys.retire(tx, wanted, at=office.now())
    return Done({"key": wanted}, subject=wanted)
