"""Backups made by hand: honest ones, and ones that no honest program writes."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

from kiosk.backup import FORMAT, Kind, Manifest, Writer
from kiosk.backup.archive import MANIFEST
from kiosk.backup.manifest import Part, Table
from tests.make import NOON

LOSSES = "unrecorded.json"
CONTENT = b"what was lost"


def part(content: bytes = CONTENT, name: str = LOSSES) -> Part:
    return Part(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def manifest(*parts: Part, **changes: Any) -> Manifest:
    told: dict[str, Any] = {
        "format": FORMAT,
        "program": "0.1.0",
        "kind": Kind.SQLITE,
        "schema": 1,
        "zone": "Asia/Shanghai",
        "made_at": NOON,
        "made_by": "cli:tester",
        "parts": parts or (part(),),
        "tables": (Table(name="scan", rows=3),),
        "spooled": 0,
        "keys": (),
        "envelope": None,
        "left_out": ("keys.json",),
    }
    return Manifest(**(told | changes))


def honest(path: Path, *, keys: bytes | None = None, **changes: Any) -> Path:
    """A small backup as the program writes it."""
    path.unlink(missing_ok=True)
    with Writer.open(path, path) as writer:
        with writer.part(LOSSES) as sink:
            sink.write(CONTENT)
        writer.close(manifest(*writer.parts, **changes).to_bytes(), keys)
    return path


def forged(path: Path, members: list[tuple[str, bytes]], *, packed: bool = False) -> Path:
    """A zip of any members, with a digest that holds: made by somebody who knows how."""
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
        archive.comment = b"0" * 64
    return resigned(path)


def resigned(path: Path, content: bytes | None = None) -> Path:
    """Give a file whose bytes were changed the digest that it would have."""
    body = (path.read_bytes() if content is None else content)[:-64]
    path.write_bytes(body + hashlib.sha256(body).hexdigest().encode())
    return path


def members(*more: tuple[str, bytes], **changes: Any) -> list[tuple[str, bytes]]:
    """Those of an honest backup, and more."""
    told = manifest(**changes).to_bytes()
    return [(LOSSES, CONTENT), (MANIFEST, told), *more]
