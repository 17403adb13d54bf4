"""落盘缓存: scans that the database cannot take now, kept durably until it can.

One file a process, held by a lock: whoever gets the lock of a process that died may move what it
left. To keep a group is one write behind the last one and one sync: the disk below is often the
same that keeps the database waiting. When nothing waits the file is cut short again.
"""

from __future__ import annotations

import fcntl
import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

import structlog

from kiosk.domain.scan import Scan
from kiosk.store import spool_before
from kiosk.store.driver import StoreFailure, trouble_of
from kiosk.store.frames import FIRST, Frame, begin, framed, frames, scans_of

_LOG = structlog.get_logger(__name__)
MOST: Final = 64  # files of one folder
_NAME: Final = "spool-{number}.frames"
_BEFORE: Final = ".sqlite3"
_sync = os.fdatasync


class Depth(NamedTuple):
    """How many scans wait, and the oldest of who waits longest (epoch milliseconds)."""

    waiting: int
    oldest: int | None


class Spool:
    """A file whose lock is held; raises StoreFailure. One thread at a time may use it."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock
        is_new = not path.exists()
        with _failures(path.name):
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                self._frames = deque(frames(self._file))
                self._end = self._frames[-1].end if self._frames else FIRST
                begin(self._file, self._frames[0].start if self._frames else FIRST)
                # Only what nobody was told to be kept can lie behind the last whole frame.
                os.ftruncate(self._file, self._end)
                if is_new:
                    _sync_folder(path.parent)
            except OSError:
                os.close(self._file)
                raise
        self._waiting = sum(frame.scans for frame in self._frames)
        self._done = 0  # scans of the first frame that are forgotten already
        self._read: deque[Scan] = deque()  # those of the first frames that are not
        self._frames_read = 0

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
        """The files with scans that processes left when they died."""
        for path in sorted({path.with_suffix(".frames") for path in files_of(folder)}):
            if _has_more(path):
                spool = cls._usable(path)
                if spool is not None:
                    yield spool

    @classmethod
    def settle(cls, folder: Path) -> None:
        """Make files that no process holds whole again after a power cut; broken ones stay."""
        for path in files_of(folder):
            if path.suffix == _BEFORE:
                with _lock(path) as lock, suppress(StoreFailure):
                    if lock is not None:
                        spool_before.settle(path)

    @classmethod
    def _usable(cls, path: Path) -> Spool | None:
        """A file that no process holds; a broken one is told of, and left as it is."""
        lock = _locked(path)
        if lock is None:
            return None
        spool = None
        try:
            spool = cls(path, lock)
            spool._take_over(path.with_suffix(_BEFORE))
        except StoreFailure as failure:
            _LOG.error("spool-broken", why=str(failure))
            if spool is None:
                os.close(lock)
            else:
                spool.close()
            return None
        return spool

    def _take_over(self, before: Path) -> None:
        """Take what a program before this one left in its own form, and remove its file."""
        if before.exists():
            spool_before.settle(before)
            for scans in spool_before.scans_in(before):
                self.keep(scans)
            spool_before.remove(before)

    def keep(self, scans: Sequence[Scan]) -> Depth:
        """Keep scans durably; how many wait now. Where that fails none of them is kept."""
        if scans:
            text = framed(scans)
            with _failures(self.path.name):
                self._append(text)
            oldest = min(scan.at for scan in scans)
            frame = Frame(self._end, self._end + len(text), len(scans), oldest)
            self._frames.append(frame)
            self._end = frame.end
            self._waiting += len(scans)
        return self.depth()

    def _append(self, text: bytes) -> None:
        """Write and sync; what fails is cut off again, or it would be stored and told to be lost.

        A sync that failed takes nothing away that was kept earlier: that was synced then, and the
        one page that both lie in is written anew with the next frame.
        """
        try:
            written = os.pwrite(self._file, text, self._end)
            if written < len(text):
                os.pwrite(self._file, text[written:], self._end + written)  # says why not
            _sync(self._file)
        except OSError:
            os.ftruncate(self._file, self._end)
            raise

    def oldest(self, most: int) -> list[Scan]:
        """The scans that wait longest."""
        with _failures(self.path.name):
            while len(self._read) < most and self._frames_read < len(self._frames):
                self._read.extend(scans_of(self._file, self._frames[self._frames_read]))
                self._frames_read += 1
        return [scan for scan, _ in zip(self._read, range(most), strict=False)]

    def forget(self, number: int) -> Depth:
        """Forget so many of the oldest, which the database has; how many wait now."""
        for _ in range(number):
            self._read.popleft()
        self._waiting -= number
        self._done += number
        while self._frames and self._done >= self._frames[0].scans:
            self._done -= self._frames.popleft().scans
            self._frames_read -= 1
        with _failures(self.path.name):
            if self._frames:
                begin(self._file, self._frames[0].start)
            else:
                begin(self._file, FIRST)
                self._end = FIRST
                os.ftruncate(self._file, FIRST)
        return self.depth()

    def depth(self) -> Depth:
        """How many wait."""
        return Depth(self._waiting, self._frames[0].oldest if self._frames else None)

    def close(self) -> None:
        """Close the file and let its lock go."""
        os.close(self._file)
        os.close(self._lock)


def depth_of(folder: Path) -> Depth:
    """How many scans wait in all files of a folder, whoever holds them; raises StoreFailure."""
    found = []
    for path in files_of(folder):
        if path.suffix == _BEFORE:
            found.append(Depth(*spool_before.depth_in(path)))
        else:
            with _reading(path) as file:
                waiting = list(frames(file, is_whole=False))
            count = sum(frame.scans for frame in waiting)
            found.append(Depth(count, waiting[0].oldest if waiting else None))
    oldest_of_all = [depth.oldest for depth in found if depth.oldest is not None]
    return Depth(sum(depth.waiting for depth in found), min(oldest_of_all, default=None))


def files_of(folder: Path) -> list[Path]:
    """The spools of a folder, those of programs before this one too."""
    return sorted([*folder.glob("spool-[0-9]*.frames"), *folder.glob("spool-[0-9]*.sqlite3")])


def scans_in(path: Path) -> Iterator[list[Scan]]:
    """The scans that wait in a file, a group at a time, whoever holds it; raises StoreFailure.

    What is moved into the database meanwhile is committed there before it is missed here.
    """
    if path.suffix == _BEFORE:
        yield from spool_before.scans_in(path)
        return
    with _reading(path) as file:
        for frame in frames(file):
            yield scans_of(file, frame)


@contextmanager
def _reading(path: Path) -> Iterator[int]:
    with _failures(path.name):
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            yield file
        finally:
            os.close(file)


@contextmanager
def _failures(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # a frame is cut away while another process reads it
        raise StoreFailure(f"{name}: {error}", trouble_of(error)) from error


def _has_more(path: Path) -> bool:
    """Whether a file may hold scans: one whose process ended as it should holds none."""
    if path.with_suffix(_BEFORE).exists():
        return True
    try:
        return path.stat().st_size > FIRST
    except FileNotFoundError:
        return False


def _locked(path: Path) -> int | None:
    """The lock beside a file; the file itself may be one that SQLite locks in its own way."""
    opened = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened


@contextmanager
def _lock(path: Path) -> Iterator[int | None]:
    lock = _locked(path)
    try:
        yield lock
    finally:
        if lock is not None:
            os.close(lock)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
