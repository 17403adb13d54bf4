"""The one SQLite library of a process: all that opens a SQLite file takes `sqlite3` from here.

Two libraries on one file in one process undo each other's locks (POSIX: who closes a file lets go
every lock that the process has on it). The library of a wheel comes first, because SQLite before
3.51.3 has the WAL-reset fault and what a distribution brings is often older; where there is no
wheel for the machine it is the platform's, and `kiosk.store.sqlite` does without what is faulty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["IS_PLATFORMS", "VERSION", "sqlite3"]

VERSION: Final[tuple[int, ...]] = sqlite3.sqlite_version_info
IS_PLATFORMS: Final = sqlite3.Connection.__module__.partition(".")[0] != "pysqlite3"
"""Whether it is the library that came with Python, and not one of a wheel."""
