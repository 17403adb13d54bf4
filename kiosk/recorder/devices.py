"""The estimate of a device: a keyed hash whose random key lives for a day and is then destroyed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection
from pathlib import Path
from threading import Thread

import structlog

ESTIMATE_BYTES = 8
KEY_BYTES = 32
_LOG = structlog.get_logger(__name__)


class DeviceKey:
    """The keys in use.

    A lone process keeps today's in a file of its own, so that a restart does not split the day;
    processes that share a database agree on them there (`take`), and have no `path`.

    `certain` gives the day that has come beyond doubt. What a clock says that jumped gets a key in
    memory alone, and the one of the certain day is not destroyed for it.
    """

    def __init__(
        self,
        path: Path | None,
        entropy: Callable[[int], bytes],
        *,
        certain: Callable[[], int] | None = None,
    ) -> None:
        self._path = path
        self._entropy = entropy
        self._certain = certain
        self._keys = dict([_read(path)]) if path else {}
        self._kept = next(iter(self._keys), 0)  # the day of the key in the file

    def estimate(self, day: int, address: str, agent: bytes) -> bytes:
        """Eight bytes that are the same for the same address and agent on the same day."""
        key = self._keys.get(day) or self._renew(day)
        text = address.encode() + b"\0" + agent
        return hashlib.blake2b(text, digest_size=ESTIMATE_BYTES, key=key).digest()

    def lacks(self, day: int) -> bool:
        """Whether no key was agreed on for a day."""
        return day not in self._keys

    def offer(self) -> bytes:
        """A new key."""
        return self._entropy(KEY_BYTES)

    def take(self, day: int, key: bytes, *, today: int) -> None:
        """Use a key that was agreed on; those before today's are destroyed."""
        self._keys = {kept: key for kept, key in self._keys.items() if kept >= today} | {day: key}

    def settle(self, days: Collection[int], *, certain: int) -> None:
        """Destroy all keys but those of `days`; in the file is that of the certain day, or none."""
        self._keys = {day: key for day, key in self._keys.items() if day in days}
        if self._kept and self._kept != certain:
            self._write(certain, self._keys.get(certain))

    def _renew(self, day: int) -> bytes:
        """Make a day's key; a disk that takes no file must not cost anybody the page."""
        key = self.offer()
        if self._path is None:
            return key  # not agreed on yet: this one opening is told apart from all others
        certain = day if self._certain is None else self._certain()
        before = {kept: key for kept, key in self._keys.items() if kept == certain}
        self._keys = before | {day: key}
        if day == certain:
            self._write(day, key)
        return key

    def _write(self, day: int, key: bytes | None) -> None:
        """Put a key in the place of the one in the file, or none."""
        if self._path is None:
            return
        try:
            self._overwrite(self._path, {} if key is None else {"day": day, "key": key.hex()})
        except OSError as error:
            _LOG.warning("device-key-not-kept", why=error.strerror)
        self._kept = 0 if key is None else day

    @staticmethod
    def _overwrite(path: Path, told: dict[str, object]) -> None:
        """Write over yesterday's key in place, so that no copy of it stays on the disk.

        The first scan of a day waits for the write, and not for its sync: that is for a power cut.
        """
        text = json.dumps(told).encode()
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(opened, text, 0)
            os.ftruncate(opened, len(text))
        except OSError:
            os.close(opened)
            raise
        Thread(target=_sync, args=(opened,), name="device-key", daemon=True).start()


def _sync(opened: int) -> None:
    try:
        os.fdatasync(opened)
    except OSError as error:
        _LOG.warning("device-key-not-kept", why=error.strerror)
    finally:
        os.close(opened)


def _read(path: Path) -> tuple[int, bytes]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return int(kept["day"]), bytes.fromhex(kept["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, b""
