"""Files that are whole or not there: made in a folder of their own, synced, then given a name."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.domain.problem import Problem


@contextmanager
def drafting(path: Path) -> Iterator[Path]:
    """An empty folder beside `path` that only we can open; it is gone after the block.

    What a killed process left there is removed first. Raises Problem where another process works
    on the same `path`, or where there can be no such folder.
    """
    draft = path.with_name(f".{path.name}.draft")
    held = _held(draft, path)
    try:
        for left in draft.iterdir():
            left.unlink()
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        os.close(held)


def opened_new(path: Path) -> BinaryIO:
    """A new file for its owner alone, to write and read; raises OSError."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    return os.fdopen(opened, "w+b")


def put_in_place(draft: Path, path: Path) -> None:
    """Give a synced draft its name, durably; raises OSError."""
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sync(file: BinaryIO) -> None:
    """See to it that a file is on the disk; raises OSError."""
    file.flush()
    os.fsync(file.fileno())


def _held(draft: Path, path: Path) -> int:
    """The folder, made and locked."""
    try:
        draft.mkdir(mode=0o700, exist_ok=True)
        held = os.open(draft, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise Problem("file-unwritable", path=path, why=error.strerror) from error
    try:
        os.fchmod(held, 0o700)  # refused where the folder is another user's
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(held)
        raise Problem("backup-busy", path=path) from error
    except OSError as error:
        os.close(held)
        raise Problem("file-unwritable", path=path, why=error.strerror) from error
    return held
