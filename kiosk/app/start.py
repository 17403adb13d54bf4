"""Bring a data folder to life: database, schema, keys, starter catalogue."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

import assets
from kiosk import editing
from kiosk.acts import Office, Request, perform
from kiosk.acts.keyring import Keyring, require
from kiosk.app.folder import Folder
from kiosk.config import Settings
from kiosk.domain.code import Signer
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.store import catalogues, keys, meta
from kiosk.store.driver import Transaction
from kiosk.store.schema import migrate
from kiosk.store.sqlite import SqliteDriver


def now_ms() -> int:
    """The clock: epoch milliseconds."""
    return time.time_ns() // 1_000_000


@asynccontextmanager
async def opened(
    settings: Settings, folder: Folder, *, now: Callable[[], int] = now_ms
) -> AsyncIterator[Office]:
    """An office on the folder's database, ready to work; the caller holds the folder's lock."""
    zone = Zone(settings.timezone)
    driver = await SqliteDriver.open(folder.database, zone)
    try:
        await migrate(driver, now=now())
        await _same_zone(driver, zone)
        keyring = Keyring.load(settings.secret_file or folder.secrets)
        office = Office(
            settings, driver, zone, keyring, Signer(()), now=now, entropy=secrets.token_bytes
        )
        await _keys(office)
        await _starter(office)
        yield office
    finally:
        await driver.close()


async def _same_zone(driver: SqliteDriver, zone: Zone) -> None:
    """Totals are kept by day, so the zone of an existing database cannot change."""

    async def work(tx: Transaction) -> None:
        kept = await meta.find(tx, "timezone")
        if kept is None:
            await meta.keep(tx, "timezone", zone.name)
        elif kept != zone.name:
            raise Problem("zone-changed", kept=kept, asked=zone.name)

    await driver.write(work)


async def _keys(office: Office) -> None:
    """Make the first key for an empty database; otherwise every active key must be there."""
    require(office.settings.crypto)
    if not await office.driver.read(keys.known):
        if not office.keyring.keys:
            office.keyring = office.keyring.with_new(office.settings.crypto, office.entropy)
        first = office.keyring.keys

        async def work(tx: Transaction) -> None:
            for key in first:
                await keys.add(tx, key, made_at=office.now())

        await office.driver.write(work)
    await office.reload_keys()


async def _starter(office: Office) -> None:
    """Publish the starter catalogue into a database that has none."""
    moment = office.now()
    if await office.driver.read(lambda reader: catalogues.at(reader, moment)) is not None:
        return
    today: date = office.zone.today(moment)
    draft = editing.checked(assets.path("catalogue"), today=today)
    args = {
        "services": [catalogues.service_body(service) for service in draft.services],
        "shared": catalogues.shared_body(draft.shared),
        "effective_from": None,
    }
    await perform(office, Request("catalogue.publish", args, "kiosk", secrets.token_hex(16)))
