"""A zip whose bytes depend on nothing but what lies in it."""

from __future__ import annotations

from types import TracebackType
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# Entries carry a date: a fixed one.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A zip in the making."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes) -> None:
        """Add a file."""
        entry = ZipInfo(name, _EPOCH)
        entry.compress_type = ZIP_DEFLATED
        self._zip.writestr(entry, data)
