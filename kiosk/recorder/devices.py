"""The estimate of a device: a keyed hash whose random key lives for a day and is then destroyed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import structlog

ESTIMATE_BYTES = 8
_KEY_BYTES = 32
_LOG = structlog.get_logger(__name__)


class DeviceKey:
    """Today's key, in a file of its own so that a restart does not split the day."""

    def __init__(self, path: Path, entropy: Callable[[int], bytes]) -> None:
        self._path = path
        self._entropy = entropy
        self._day, self._key = _read(path)

    def estimate(self, day: int, address: str, agent: bytes) -> bytes:
        """Eight bytes that are the same for the same address and agent on the same day."""
        if day != self._day:
            self._renew(day)
        text = address.encode() + b"\0" + agent
        return hashlib.blake2b(text, digest_size=ESTIMATE_BYTES, key=self._key).digest()

    def _renew(self, day: int) -> None:
        """Make today's key; a disk that takes no file must not cost anybody the page."""
        self._day, self._key = day, self._entropy(_KEY_BYTES)
        try:
            self._overwrite()
        except OSError as error:
            _LOG.warning("device-key-not-kept", why=error.strerror)

    def _overwrite(self) -> None:
        """Write over yesterday's key in place, so that no copy of it stays on the disk."""
        text = json.dumps({"day": self._day, "key": self._key.hex()}).encode()
        opened = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(opened, text, 0)
            os.ftruncate(opened, len(text))
            os.fdatasync(opened)
        finally:
            os.close(opened)


def _read(path: Path) -> tuple[int, bytes]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return int(kept["day"]), bytes.fromhex(kept["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, b""
