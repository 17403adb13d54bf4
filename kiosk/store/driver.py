"""The port to a database: writing is a transaction given to the one writer, reading asks others."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Final, Protocol, TypeVar

from kiosk.domain.scan import Opening, Scan

Row = Mapping[str, Any]
T = TypeVar("T")


class Reader(Protocol):
    """One consistent view of the database. Parameters are written ``:name``."""

    async def all(self, sql: str, **places: object) -> list[Row]:
        """Every row."""
        ...

    async def one(self, sql: str, **places: object) -> Row | None:
        """The first row, if there is one."""
        ...


class Transaction(Reader, Protocol):
    """What the writer lends to a piece of work: all of it is committed, or nothing."""

    async def run(self, sql: str, **places: object) -> int:
        """Run one statement; the number of rows it changed."""
        ...

    async def run_many(self, sql: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Run one statement once a row."""
        ...


class Ledger(Transaction, Protocol):
    """A transaction that also adds to the ledger of scans."""

    async def record(self, scans: Sequence[Scan]) -> None:
        """Add scans with their share of the totals; one whose id is known changes nothing."""
        ...


class Readers(Protocol):
    """What looks at a database and cannot change it. Its errors are `StoreFailure`."""

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` on a reader, in one snapshot; it cannot change anything."""
        ...

    async def check(self) -> Sequence[str]:
        """What the database itself finds broken, each in its own words; empty where nothing is.

        It reads all of it, and may take minutes; nobody waits for it meanwhile.
        """
        ...


class Driver(Readers, Protocol):
    """A database. Errors of the database itself are `StoreFailure`."""

    @property
    def shard(self) -> int:
        """The part of a distributed database that this process writes its own scans into."""
        ...

    def shard_of(self, name: str) -> int:
        """The shard of what has a shard of its own, whichever process it comes to."""
        ...

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` in one transaction and commit it durably; what it raises undoes it."""
        ...

    async def write_ledger(self, work: Callable[[Ledger], Awaitable[T]]) -> T:
        """The same for what is no act: acts do not wait for it, and nobody is told of it."""
        ...

    async def note(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """The same for what a power cut may take away, though no crash: no sync is waited for."""
        ...

    def schema(self, statement: str) -> str:
        """A statement of a migration, as this database says it."""
        ...

    async def record(self, scans: Sequence[Scan], openings: Mapping[Opening, int]) -> None:
        """Commit a group of the ledger with its share of the totals, durably, in one hop."""
        ...

    async def examine(self, *, is_whole: bool) -> Sequence[str]:
        """What is broken, by a look that disturbs nobody; bounded where not `is_whole`."""
        ...

    async def hear(self, changed: Callable[[], None]) -> None:
        """See to it that `changed` is called when another process wrote; again where that ended."""
        ...

    async def close(self) -> None:
        """Wait for what is under way, then close."""
        ...


class Trouble(Enum):
    """What lies behind a failure, as far as somebody must do something about it."""

    FULL = "full"  # no space is left
    SYNC = "sync"  # the disk did not take what was written: it may be failing
    DAMAGED = "damaged"  # the file itself is broken
    OTHER = "other"  # locked, away, refused


_TROUBLES: Final = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
    errno.EIO: Trouble.SYNC,
}


class StoreFailure(Exception):  # noqa: N818 - named for what happened to the store
    """The database could not do what was asked: full, locked, broken, away."""

    def __init__(self, why: str, trouble: Trouble = Trouble.OTHER) -> None:
        super().__init__(why)
        self.trouble = trouble


def trouble_of(error: BaseException) -> Trouble:
    """What lies behind an error of the store or of the operating system."""
    if isinstance(error, StoreFailure):
        return error.trouble
    number = error.errno if isinstance(error, OSError) else None
    return _TROUBLES.get(number or 0, Trouble.OTHER)
