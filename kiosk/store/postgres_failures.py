"""What PostgreSQL, or the way to it, does wrong, as the port tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg

from kiosk.domain.masking import scrubbed
from kiosk.store.driver import StoreFailure, Trouble

_TROUBLES: Final = {
    asyncpg.DiskFullError: Trouble.FULL,
    asyncpg.DataCorruptedError: Trouble.DAMAGED,
    asyncpg.IndexCorruptedError: Trouble.DAMAGED,
}

# The connection is of no more use, or two processes met: the same again is right.
AGAIN: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # seen where a connection is cut between two statements
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    OSError,
)


@contextmanager
def failures(url: str) -> Iterator[None]:
    """What the database or the way to it does wrong is a `StoreFailure`; it tells no password."""
    try:
        yield
    except asyncpg.PostgresError as error:
        # Its details may hold the row itself.
        told = scrubbed(str(error.message or type(error).__name__), url)
        raise StoreFailure(told, _TROUBLES.get(type(error), Trouble.OTHER)) from error
    except (
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
        OSError,
        TimeoutError,
    ) as error:
        raise StoreFailure(scrubbed(str(error), url) or type(error).__name__) from error
