"""Reading one file that a stranger may have written: kind, size and encoding come first."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from kiosk.domain.fact import Bilingual
from kiosk.editing.fault import Fault
from kiosk.editing.wording import KINDS

CATALOGUE_BYTES: Final = 256 * 1024
STATUTE_BYTES: Final = 4 * 1024 * 1024

_BOM = "\ufeff"
# A pipe must not make the reader wait, nor a link lead it out of the folder.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def read_text(path: Path, *, most: int = CATALOGUE_BYTES) -> str | Fault:
    """The text of a regular UTF-8 file of at most `most` bytes, or what keeps it from being read.

    A byte order mark, which some editors write, is taken off.
    """
    content = _content(path, most)
    if isinstance(content, Fault):
        return content
    try:
        return content.decode().removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Fault.of(
            "not-utf8", str(path), line, byte=f"{content[error.start]:02X}", offset=error.start
        )


def _content(path: Path, most: int) -> bytes | Fault:
    try:
        if path.is_symlink():
            return Fault.of("not-a-file", str(path), kind=KINDS["link"])
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError:
        return Fault.of("no-file", str(path))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return Fault.of("unreadable", str(path), why=getattr(error, "strerror", None) or error)
    try:
        return _regular(path, descriptor, most)
    finally:
        os.close(descriptor)


def _regular(path: Path, descriptor: int, most: int) -> bytes | Fault:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return Fault.of("not-a-file", str(path), kind=_kind(status.st_mode))
    size = status.st_size
    if size <= most:  # it may grow while it is read
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(most + 1)
        size = len(content)
    if size > most:
        return Fault.of("too-large", str(path), size=-(-size // 1024), most=most // 1024)
    return content


def _kind(mode: int) -> Bilingual:
    names = {stat.S_IFDIR: "folder", stat.S_IFIFO: "pipe", stat.S_IFSOCK: "socket"}
    return KINDS[names.get(stat.S_IFMT(mode), "device")]
