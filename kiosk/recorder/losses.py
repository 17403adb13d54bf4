"""Scans that could not be recorded, counted by day in a file that needs no space and no database.

Every day has a fixed place of eight bytes: the day's number and the count; the file's own id
comes last. The file is written whole once; afterwards it is only overwritten in place and synced,
which works on a full disk. Each process has a file of its own, which it holds locked.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import struct
from pathlib import Path
from typing import Final

from kiosk.store.losses import Losses as Counts

MOST: Final = 64  # files of one folder
_PLACES: Final = 8_192  # days: more than 22 years before a place is used again
_PLACE: Final = struct.Struct("<II")
_SIZE: Final = _PLACES * _PLACE.size
_ID_BYTES: Final = 16


class Losses:
    """The file of this process."""

    def __init__(self, opened: int) -> None:
        self._file = opened
        size = os.fstat(opened).st_size
        if size < _SIZE:
            os.pwrite(opened, bytes(_SIZE), 0)
        if size < _SIZE + _ID_BYTES:
            os.pwrite(opened, secrets.token_bytes(_ID_BYTES), _SIZE)
            os.fsync(opened)
        self._days = _days(os.pread(opened, _SIZE, 0))

    @classmethod
    def take(cls, folder: Path) -> Losses:
        """The first file of a folder that no process holds; raises OSError."""
        for number in range(MOST):
            opened = os.open(_path(folder, number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(opened)
            else:
                return cls(opened)
        raise OSError("no file can be used")

    def add(self, day: int, count: int) -> None:
        """Count losses of a day (20261124), durably; raises OSError."""
        total = self._days.get(day, 0) + count
        place = _place_of(day)
        os.pwrite(self._file, _PLACE.pack(day, total), place * _PLACE.size)
        os.fdatasync(self._file)
        self._days[day] = total

    def close(self) -> None:
        """Close the file and let it go."""
        os.close(self._file)


def counted(folder: Path) -> Counts:
    """What all files of a folder have counted, whoever holds them; they are only read."""
    counts: dict[tuple[str, int], int] = {}
    for path in _files(folder):
        told = path.read_bytes()
        source = told[_SIZE:].hex() or path.name  # a file of an earlier program has no id yet
        counts |= {(source, day): n for day, n in _days(told[:_SIZE]).items()}
    return counts


def _path(folder: Path, number: int) -> Path:
    return folder / (f"unrecorded-{number}" if number else "unrecorded")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("unrecorded*") if path.is_file())


def _days(places: bytes) -> dict[int, int]:
    whole = places[: len(places) - len(places) % _PLACE.size]
    return {day: count for day, count in _PLACE.iter_unpack(whole) if day}


def _place_of(day: int) -> int:
    year, month, of_month = day // 10_000, day // 100 % 100, day % 100
    return (year * 372 + (month - 1) * 31 + of_month - 1) % _PLACES
