"""The data folder, and the lock that makes one process its only writer."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Settings
from kiosk.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Folder:
    """Where everything that lasts lies."""

    path: Path

    @classmethod
    def of(cls, settings: Settings) -> Folder:
        """The folder of the settings, made where it is missing; raises Problem."""
        path = settings.data_dir.absolute()
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Problem("folder-unusable", folder=path, why=error.strerror) from error
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
