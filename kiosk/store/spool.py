"""落盘缓存: scans that the database cannot take now, kept durably until it can.

One SQLite file a process, with a rollback journal and EXTRA syncing, held by a lock: whoever gets
the lock of a process that died may move what it left. With FULL the removal of the journal, which
commits, is not synced: after a power cut it could be there again, and take back what was kept.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

import structlog

from kiosk.domain.scan import Scan
from kiosk.store.driver import StoreFailure
from kiosk.store.sqlite_library import create_closed, sqlite3

_LOG = structlog.get_logger(__name__)
MOST: Final = 64  # files of one folder
_BUSY_MS = 1_000
_SLICE: Final = 500
_PRAGMAS = (
    "pragma journal_mode = delete",
    "pragma synchronous = extra",
    "pragma secure_delete = on",
    f"pragma busy_timeout = {_BUSY_MS}",
)
_NAME = "spool-{number}.sqlite3"
_COLUMNS = ", ".join(Scan._fields)
_CREATE = f"""
create table if not exists scan_waiting (
    {", ".join(f"{column} not null" for column in Scan._fields)}, primary key (id, shard)
)
"""
_KEEP = f"""
insert into scan_waiting ({_COLUMNS}) values ({", ".join("?" * len(Scan._fields))})
on conflict do nothing
"""  # noqa: S608 - the names of a scan's fields
_OLDEST = f"select {_COLUMNS} from scan_waiting order by rowid limit ?"  # noqa: S608
_NEXT = f"""
select rowid, {_COLUMNS} from scan_waiting where rowid > ? order by rowid limit {_SLICE}
"""  # noqa: S608 - the names of a scan's fields
_FORGET = "delete from scan_waiting where id = ? and shard = ?"
_DEPTH = "select count(*), min(at) from scan_waiting"


class Depth(NamedTuple):
    """How many scans wait, and when the oldest was opened (epoch milliseconds)."""

    waiting: int
    oldest: int | None


class Spool:
    """A file whose lock is held; raises StoreFailure. One thread at a time may use it."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock
        with _failures():
            create_closed(path)
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            for pragma in _PRAGMAS:
                self._connection.execute(pragma)
            self._connection.execute(_CREATE)

    @classmethod
    def take(cls, folder: Path) -> Spool:
        """The first file of a folder that no process holds; one that is broken stays as it is."""
        for number in range(MOST):
            spool = cls._usable(folder / _NAME.format(number=number))
            if spool is not None:
                return spool
        raise StoreFailure("no spool can be used")

    @classmethod
    def left(cls, folder: Path) -> Iterator[Spool]:
        """The files that processes left when they died."""
        for path in files_of(folder):
            spool = cls._usable(path)
            if spool is not None:
                yield spool

    @classmethod
    def settle(cls, path: Path) -> None:
        """Make a file that no process holds whole again after a power cut; raises StoreFailure."""
        spool = cls._held(path)
        if spool is not None:
            spool.close()

    @classmethod
    def _usable(cls, path: Path) -> Spool | None:
        """A file that no process holds; a broken one is told of, and left as it is."""
        try:
            return cls._held(path)
        except StoreFailure as failure:
            _LOG.error("spool-broken", file=path.name, why=str(failure))
            return None

    @classmethod
    def _held(cls, path: Path) -> Spool | None:
        lock = _locked(path)
        if lock is None:
            return None
        try:
            return cls(path, lock)
        except StoreFailure:
            os.close(lock)
            raise

    def keep(self, scans: Sequence[Scan]) -> None:
        """Keep scans durably; one that is here already stays as it is."""
        with _failures(), self._transaction():
            self._connection.executemany(_KEEP, scans)

    def oldest(self, most: int) -> list[Scan]:
        """The scans that wait longest."""
        with _failures():
            return [Scan(*row) for row in self._connection.execute(_OLDEST, [most])]

    def forget(self, scans: Sequence[Scan]) -> None:
        """Forget scans that the database has."""
        with _failures(), self._transaction():
            self._connection.executemany(_FORGET, [(scan.id, scan.shard) for scan in scans])

    def depth(self) -> Depth:
        """How many wait."""
        with _failures():
            return Depth(*self._connection.execute(_DEPTH).fetchone())

    def close(self) -> None:
        """Close the file and let its lock go."""
        self._connection.close()
        os.close(self._lock)

    def _transaction(self) -> sqlite3.Connection:
        self._connection.execute("begin immediate")
        return self._connection  # commits at the end of a block, or rolls back


@contextmanager
def _failures(name: str = "spool") -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreFailure(f"{name}: {error}") from error


def depth_of(folder: Path) -> Depth:
    """How many scans wait in all files of a folder, whoever holds them."""
    found = []
    for path in files_of(folder):
        with _failures(path.name), closing(_looking(path)) as connection:
            found.append(Depth(*connection.execute(_DEPTH).fetchone()))
    oldest = [depth.oldest for depth in found if depth.oldest is not None]
    return Depth(sum(depth.waiting for depth in found), min(oldest, default=None))


def files_of(folder: Path) -> list[Path]:
    """The spools of a folder."""
    return sorted(folder.glob(_NAME.format(number="[0-9]*")))


def scans_in(path: Path) -> Iterator[list[Scan]]:
    """The scans that wait in a file, a slice at a time, whoever holds it; raises StoreFailure.

    No lock is kept from slice to slice: who keeps scans meanwhile must not wait. What is moved
    into the database between two slices is committed there before it is missed here.
    """
    last = 0
    while True:
        with _failures(path.name), closing(_looking(path)) as connection:
            rows = connection.execute(_NEXT, [last]).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [Scan(*row[1:]) for row in rows]


def _looking(path: Path) -> sqlite3.Connection:
    place = f"file:{quote(str(path))}?mode=ro"
    return sqlite3.connect(place, uri=True, timeout=_BUSY_MS / 1_000)


def _locked(path: Path) -> int | None:
    """The lock beside a file: the file itself is locked by SQLite in its own way."""
    opened = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened
