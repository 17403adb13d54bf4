"""The one SQLite library of a process: all that opens a SQLite file takes `sqlite3` from here.

Two libraries on one file in one process undo each other's locks (POSIX: who closes a file lets go
every lock that the process has on it). The library of a wheel comes first, because SQLite before
3.51.3 has the WAL-reset fault and what a distribution brings is often older; where there is no
wheel for the machine it is the platform's, and `kiosk.store.sqlite` does without what is faulty.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["IS_PLATFORMS", "VERSION", "create_closed", "sqlite3"]

VERSION: Final[tuple[int, ...]] = sqlite3.sqlite_version_info
IS_PLATFORMS: Final = sqlite3.Connection.__module__.partition(".")[0] != "pysqlite3"
"""Whether it is the library that came with Python, and not one of a wheel."""


def create_closed(path: Path) -> None:
    """Make a database's file, if there is none, for its owner alone; its journals follow its mode.

    Only one that is not there yet: whoever closes a file lets its locks go. What goes wrong is told
    by SQLite.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
