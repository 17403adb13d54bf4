"""The data folder, and the lock that makes one process its only writer."""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from kiosk.config import Settings
from kiosk.domain.problem import Problem

UMASK: Final = 0o077
"""What every command and the service make is their owner's alone: files 0600, folders 0700."""
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LOG = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Folder:
    """Where everything that lasts lies."""

    path: Path

    @classmethod
    def of(cls, settings: Settings) -> Folder:
        """The folder of the settings, made where missing, closed to others; raises Problem."""
        path = settings.data_dir.absolute()
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _close_to_others(path)
        except OSError as error:
            raise Problem("folder-unusable", folder=path, why=error.strerror) from error
        if settings.secret_file is not None:
            _warn_of(settings.secret_file)
        return cls(path)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / "kiosk.sqlite3"

    @property
    def secrets(self) -> Path:
        """The file of the code keys, unless a setting names another."""
        return self.path / "keys.json"

    @property
    def device_key(self) -> Path:
        """The key of today's device estimate; in no backup."""
        return self.path / "device-key.json"

    @property
    def socket(self) -> Path:
        """Where commands reach the running service."""
        return self.path / "control.sock"

    def lock(self, held: int | None = None) -> Lock | None:
        """Become the folder's writer; None where another process is.

        `held` is a descriptor of the lock that the program before this one has left.
        """
        try:
            opened = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise Problem("folder-unusable", folder=self.path, why=error.strerror) from error
        if held is not None and os.path.sameopenfile(held, opened):
            os.close(opened)
            os.set_inheritable(held, False)
            return Lock(held)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return None
        return Lock(opened)


@dataclass(frozen=True, slots=True)
class Lock:
    """Held until released, or until every process that has the descriptor has ended."""

    descriptor: int

    def release(self) -> None:
        """Let another process write."""
        os.close(self.descriptor)


def _close_to_others(folder: Path) -> None:
    """Take from other users of the machine what they may do with a folder and what lies in it.

    A folder that was made beforehand has the modes of whoever made it; with these it would show
    everybody password hashes and the addresses of staff. Raises Problem where it stays open.
    """
    try:
        mended = _closed(folder, 0o700)
    except OSError as error:
        raise Problem("folder-open", folder=folder, why=error.strerror) from error
    for path in folder.iterdir():
        # Not ours to change, or gone meanwhile: the folder around it is closed.
        with suppress(OSError):
            mended |= _closed(path, 0o700 if path.is_dir() else 0o600)
    if mended:
        _LOG.warning("folder-closed", folder=str(folder), why="other users could read it")


def _warn_of(secrets: Path) -> None:
    """Tell of a secret file elsewhere that others can read; it may be lent to us as it is."""
    with suppress(OSError):
        if secrets.stat().st_mode & _OTHERS:
            _LOG.warning("secret-file-open", file=str(secrets), why="other users can read it")


def _closed(path: Path, mode: int) -> bool:
    """Give a file or folder that others can use the mode; whether that was needed."""
    found = path.lstat().st_mode
    if stat.S_ISLNK(found) or not found & _OTHERS:
        return False
    path.chmod(mode)
    return True
