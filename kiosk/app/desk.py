"""What a command works with: the data folder directly, or the service that holds it."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from kiosk.acts import Act, Answer, Request, perform
from kiosk.acts.keyring import Keyring
from kiosk.app import control
from kiosk.app.folder import Folder
from kiosk.app.start import now_ms, opened
from kiosk.config import Settings
from kiosk.domain.code import Signer
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.store import keys
from kiosk.store.driver import Reader, StoreFailure
from kiosk.store.sqlite import SqliteReaders

T = TypeVar("T")
Read = Callable[[Callable[[Reader], Awaitable[Any]]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """A command's hands: `read` sees the database, `do` changes it through its one writer."""

    settings: Settings
    zone: Zone
    signer: Signer
    _read: Read
    _do: Callable[[Request], Awaitable[Answer]]

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` on a reader; raises Problem."""
        try:
            result: T = await self._read(work)
        except StoreFailure as failure:
            raise Problem("store-failed", why=failure) from failure
        return result

    async def do(self, act: str | Act, args: Mapping[str, Any] | None = None) -> Answer:
        """Do an act once, whatever happens to the reply; raises Problem."""
        who, key = actor(), secrets.token_hex(16)
        if isinstance(act, str):
            request = Request(act, args or {}, who, key)
        else:
            request = Request.of(act, actor=who, key=key)
        try:
            return await self._do(request)
        except StoreFailure as failure:
            raise Problem("store-failed", why=failure) from failure

    @staticmethod
    def now() -> int:
        """The clock: epoch milliseconds."""
        return now_ms()


@asynccontextmanager
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    """Sit down at the database of `settings`.

    A server takes many at once. SQLite has one writer: this command, or the running service.
    """
    folder = Folder.of(settings)
    if settings.database_url is not None:
        async with _at(settings, folder) as guest:
            yield guest
        return
    lock = folder.lock()
    if lock is None:
        async with _beside(settings, folder) as guest:
            yield guest
        return
    try:
        async with _at(settings, folder) as guest:
            yield guest
    finally:
        lock.release()


@asynccontextmanager
async def _at(settings: Settings, folder: Folder) -> AsyncIterator[Desk]:
    async with opened(settings, folder) as office:
        yield Desk(
            settings,
            office.zone,
            office.signer,
            office.driver.read,
            lambda request: perform(office, request),
        )


@asynccontextmanager
async def _beside(settings: Settings, folder: Folder) -> AsyncIterator[Desk]:
    readers = SqliteReaders(folder.database)
    try:
        rows = await readers.read(keys.known)
        ring = Keyring.load(settings.secret_file or folder.secrets)
        active = ring.active(row["id"] for row in rows if row["retired_at"] is None)
        yield Desk(
            settings,
            Zone(settings.timezone),
            Signer(active),
            readers.read,
            lambda request: control.ask(folder.socket, request),
        )
    except StoreFailure as failure:
        raise Problem("service-unreachable") from failure
    finally:
        await readers.close()


def actor() -> str:
    """Who the log says did what a command did."""
    return f"cli:{_user()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"
