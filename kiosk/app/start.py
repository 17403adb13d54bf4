"""Bring a data folder to life: database, schema, keys, starter catalogue."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Final, NamedTuple

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
from kiosk.store.driver import Driver, StoreFailure, Transaction
from kiosk.store.postgres import SHARDS, PostgresDriver, shard_of
from kiosk.store.schema import migrate
from kiosk.store.sqlite import SqliteDriver


def now_ms() -> int:
    """The clock: epoch milliseconds."""
    return time.time_ns() // 1_000_000


def steady_ms() -> int:
    """Milliseconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


class Clocks(NamedTuple):
    """The machine's clock `now`, and what it is held against: one that nobody sets, and if it
    `has_server` that of a database server.
    """

    now: Callable[[], int]
    steady: Callable[[], int]
    has_server: bool = True


CLOCKS: Final = Clocks(now_ms, steady_ms)


@asynccontextmanager
async def opened(
    settings: Settings, folder: Folder, *, now: Callable[[], int] = now_ms, number: int = 0
) -> AsyncIterator[Office]:
    """An office on the database of the settings, ready to work; raises Problem.

    Where that is SQLite in the folder, the caller holds the folder's lock. `number` tells the
    workers of one machine apart.
    """
    zone = Zone(settings.timezone)
    driver = await _connect(settings, folder, zone, number)
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


async def _connect(settings: Settings, folder: Folder, zone: Zone, number: int) -> Driver:
    try:
        if settings.database_url is None:
            return await SqliteDriver.open(folder.database, zone)
        # The same shard after a restart: each shard in use is one more row of every total.
        shard = (shard_of(socket.gethostname()) + number) % SHARDS
        return await PostgresDriver.open(settings.database_url, zone, shard=shard)
    except StoreFailure as failure:
        raise Problem("store-failed", why=failure) from failure


async def _same_zone(driver: Driver, zone: Zone) -> None:
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

    async def work(tx: Transaction) -> None:
        if await keys.known(tx):
            return  # another process was first
        if not office.keyring.keys:
            office.keyring = office.keyring.with_new(office.settings.crypto, office.entropy)
        for key in office.keyring.keys:
            await keys.add(tx, key, made_at=office.now())

    if not await office.driver.read(keys.known):
        await office.driver.write(work)
    await office.reload_keys()


async def _starter(office: Office) -> None:
    """Publish the starter catalogue into a database that has none."""
    if await office.driver.read(catalogues.first_published) is not None:
        return  # whatever the clock says: a dead battery says 1970
    today: date = office.zone.today(office.now())
    draft = editing.checked(assets.path("catalogue"), today=today)
    args = {
        "services": [catalogues.service_body(service) for service in draft.services],
        "shared": catalogues.shared_body(draft.shared),
        "effective_from": None,
    }
    # One key for all who start at once: it is published once.
    await perform(office, Request("catalogue.publish", args, "kiosk", "starter"))
