"""The file of a backup: a zip of stored members, whose last 64 bytes are its own SHA-256.

Nothing in it is compressed, so that a member can never be larger than the file that holds it; no
name in it becomes a path. Any zip program opens it.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, Final

from kiosk.backup.draft import opened_new, sync
from kiosk.backup.manifest import LONGEST, Manifest, Part
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem

Progress = Callable[[int], object]
"""Told of so many bytes more."""

MANIFEST: Final = "manifest.json"
KEYS: Final = "keys"
CHUNK: Final = 1024 * 1024
_KEYS_LONGEST: Final = 64 * 1024
_DIGEST: Final = 64  # bytes of a SHA-256 in hexadecimal
_TAIL: Final = 22 + _DIGEST  # the zip's last record, and its comment: the digest
_MAGIC: Final = b"PK\x05\x06"
_COMMENT: Final = struct.pack("<H", _DIGEST)
_HEXADECIMAL = re.compile(rb"[0-9a-f]{64}")


def ignore(_: int) -> None:
    """Nobody looks on."""


class Writer:
    """Puts parts into a file, one after another, never holding one in memory.

    Raises Problem, which names `path`, where the disk takes no more.
    """

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self.parts: list[Part] = []

    @classmethod
    @contextmanager
    def open(cls, path: Path, draft: Path) -> Iterator[Writer]:
        """Write the new file `draft`; problems name `path`, which it is to become."""
        with _unwritable(path):
            file = opened_new(draft)
        with file:
            writer = cls(path, file)
            try:
                yield writer
            finally:
                with suppress(OSError):
                    writer._zip.close()  # one that was not finished must not finish itself later

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._file.seek(0, io.SEEK_END)

    @contextmanager
    def part(self, name: str) -> Iterator[Sink]:
        """A new part; it is closed, and counted, at the end of the block."""
        with _unwritable(self._path):
            member = self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True)
        sink = Sink(self._path, member)
        try:
            yield sink
        finally:
            with _unwritable(self._path):
                member.close()
        self.parts.append(Part(name=name, size=sink.size, sha256=sink.digest))

    def add(self, name: str, file: Path, *, progress: Progress = ignore) -> None:
        """A part with the content of a file."""
        with self.part(name) as sink, file.open("rb") as source:
            while chunk := source.read(CHUNK):
                sink.write(chunk)
                progress(len(chunk))

    def close(self, manifest: bytes, keys: bytes | None) -> str:
        """Write what binds the parts, and the digest of it all, which is returned; synced."""
        with _unwritable(self._path):
            self._zip.writestr(zipfile.ZipInfo(MANIFEST), manifest)
            if keys is not None:
                self._zip.writestr(zipfile.ZipInfo(KEYS), keys)
            self._zip.comment = b"0" * _DIGEST
            self._zip.close()
            digest = _digest_of(self._file)
            self._file.seek(-_DIGEST, io.SEEK_END)
            self._file.write(digest.encode())
            sync(self._file)
        return digest


class Sink:
    """Takes the bytes of a part; raises Problem."""

    def __init__(self, path: Path, member: IO[bytes]) -> None:
        self._path = path
        self._member = member
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Take some more."""
        with _unwritable(self._path):
            self._member.write(data)
        self._hash.update(data)
        self.size += len(data)

    @property
    def digest(self) -> str:
        """Of what was taken so far, in hexadecimal."""
        return self._hash.hexdigest()


class Archive:
    """A backup that was read to its last byte and found whole; raises Problem."""

    def __init__(self, path: Path, file: _Patient) -> None:
        self.path = path
        self.digest = _require_whole(path, file)
        with _damage():
            self._zip = zipfile.ZipFile(file)
            self._members = _members(self._zip, file)
            self.manifest_text = self._small(MANIFEST, LONGEST)
        self.manifest = Manifest.from_bytes(self.manifest_text)
        self._parts = {part.name: part for part in self.manifest.parts}
        self._require_named()

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Archive]:
        """Look at a file, and check it; it stays open until the end of the block."""
        try:
            is_file = stat.S_ISREG(path.stat().st_mode)  # opening a pipe would wait for ever
            file = _Patient(path if is_file else os.devnull)
        except OSError as error:
            raise Problem("backup-unreadable", path=path, why=error.strerror) from error
        with file:
            yield cls(path, file)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._parts

    @property
    def keys(self) -> bytes:
        """The locked code keys."""
        with _damage():
            return self._small(KEYS, _KEYS_LONGEST)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part; the last are given only where all are what the manifest says."""
        part, digest = self._parts.get(name), hashlib.sha256()
        if part is None:
            raise _damaged(f"缺少{name}", f"it lacks {name}")
        left = part.size
        with _damage(), self._zip.open(self._members[name]) as member:
            while left:
                chunk = member.read(min(CHUNK, left))
                if not chunk:
                    break
                left -= len(chunk)
                digest.update(chunk)
                if left:
                    yield chunk
        if left or digest.hexdigest() != part.sha256:
            raise _damaged(f"{name}与清单不符", f"{name} is not what its manifest says")
        if part.size:
            yield chunk

    def _small(self, name: str, most: int) -> bytes:
        member = self._members.get(name)
        if member is None or member.file_size > most:
            raise _damaged(f"{name}不对", f"{name} is wrong")
        return self._zip.read(member)

    def _require_named(self) -> None:
        """Every member is named by the manifest, with its size, and the other way round."""
        own = {MANIFEST} | ({KEYS} if self.manifest.envelope else set())
        sizes = {name: info.file_size for name, info in self._members.items() if name not in own}
        told = {part.name: part.size for part in self.manifest.parts}
        if sizes != told or len(told) != len(self.manifest.parts) or not own <= set(self._members):
            raise _damaged("内容与清单不符", "its members are not those of its manifest")


class _Patient(io.FileIO):
    """A file that gives no more at once than an honest backup asks for."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > 2 * CHUNK:
            raise zipfile.BadZipFile("a directory too large")
        return super().read(-1 if size is None else size) or b""


def _members(archive: zipfile.ZipFile, file: _Patient) -> dict[str, zipfile.ZipInfo]:
    """The members by name; raises Problem where one is hidden, packed or larger than the file."""
    infos = archive.infolist()
    file.seek(0, io.SEEK_END)
    is_honest = (
        len({info.filename for info in infos}) == len(infos)
        and sum(info.file_size for info in infos) <= file.tell()
        and all(
            info.compress_type == zipfile.ZIP_STORED
            and info.file_size == info.compress_size
            and not info.flag_bits & 0x1
            for info in infos
        )
    )
    if not is_honest:
        raise _damaged("压缩包不是本程序写的", "its zip was not written by this program")
    return {info.filename: info for info in infos}


def _require_whole(path: Path, file: _Patient) -> str:
    """The digest at the end, which is that of all before it; raises Problem."""
    try:
        size = file.seek(0, io.SEEK_END)
        tail = b""
        if size >= _TAIL:
            file.seek(size - _TAIL)
            tail = file.read(_TAIL)
        digest = tail[-_DIGEST:]
        is_ours = tail[:4] == _MAGIC and tail[20:22] == _COMMENT and _HEXADECIMAL.fullmatch(digest)
        if not is_ours:
            why = Bilingual(zh="它不是完整的备份文件", en="it is no complete backup")
            raise Problem("backup-unreadable", path=path, why=why)
        if _digest_of(file) != digest.decode():
            raise _damaged("校验值不符", "its digest does not hold")
    except OSError as error:
        raise Problem("backup-unreadable", path=path, why=error.strerror) from error
    return digest.decode()


def _digest_of(file: BinaryIO | io.FileIO) -> str:
    """The SHA-256 of all but the last 64 bytes."""
    left = file.seek(0, io.SEEK_END) - _DIGEST
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


@contextmanager
def _unwritable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Problem("file-unwritable", path=path, why=error.strerror) from error


@contextmanager
def _damage() -> Iterator[None]:
    """What the zip's reader does not like is damage."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise _damaged("压缩包读不出来", "its zip cannot be read") from error
    except RuntimeError as error:  # how zipfile refuses an encrypted member
        raise _damaged("压缩包读不出来", "its zip cannot be read") from error


def _damaged(zh: str, en: str) -> Problem:
    return Problem("backup-damaged", why=Bilingual(zh=zh, en=en))
