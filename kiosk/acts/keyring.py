"""The secret file: the keys that sign codes. Lose it, and every printed card turns forged."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.domain.code import Algorithm, CodeKey
from kiosk.domain.problem import Problem

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of the secret file, oldest first; which are active, the database says."""

    path: Path
    keys: tuple[CodeKey, ...]

    @classmethod
    def load(cls, path: Path) -> Keyring:
        """Read the file; an absent one has no keys. Raises Problem where it is broken."""
        if not path.exists():
            return cls(path, ())
        try:
            return cls.read(path, path.read_bytes())
        except OSError as error:
            raise Problem("secret-file-broken", path=path) from error

    @classmethod
    def read(cls, path: Path, text: bytes) -> Keyring:
        """The ring that the file at `path` would hold with this content; raises Problem."""
        try:
            keys = tuple(_key(entry) for entry in json.loads(text)["code_keys"])
        except (ValueError, KeyError, TypeError) as error:
            raise Problem("secret-file-broken", path=path) from error
        return cls(path, keys)

    @property
    def text(self) -> bytes:
        """The content of the file."""
        entries = [
            {
                "id": key.id,
                "algorithm": key.algorithm.value,
                "secret": base64.b64encode(key.secret).decode(),
            }
            for key in self.keys
        ]
        return json.dumps({"code_keys": entries}, indent=1).encode()

    def with_new(self, algorithm: Algorithm, entropy: Callable[[int], bytes]) -> Keyring:
        """A ring with one more key, written durably before anything is signed with it."""
        require(algorithm)
        number = max((int(key.id[1:]) for key in self.keys), default=0) + 1
        ring = Keyring(
            self.path, (*self.keys, CodeKey(f"K{number}", algorithm, entropy(KEY_BYTES)))
        )
        ring.write()
        return ring

    def write(self) -> None:
        """Put the keys into the file, durably, for its owner alone; raises OSError."""
        draft = self.path.with_suffix(".new")
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(self.text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def active(self, ids: Iterable[str]) -> tuple[CodeKey, ...]:
        """The keys of `ids`, newest first; raises Problem and names one that the file lacks."""
        by_id = {key.id: key for key in self.keys}
        found = []
        for wanted in ids:
            if wanted not in by_id:
                raise Problem("code-key-missing", key=wanted, path=self.path)
            found.append(by_id[wanted])
        return tuple(sorted(found, key=lambda key: int(key.id[1:]), reverse=True))


def require(algorithm: Algorithm) -> None:
    """Refuse a hash that this machine's OpenSSL lacks."""
    try:
        hashlib.new(algorithm.value)
    except ValueError as error:
        raise Problem("hash-missing", algorithm=algorithm.value) from error


def _key(entry: dict[str, Any]) -> CodeKey:
    algorithm = Algorithm(entry["algorithm"])
    return CodeKey(entry["id"], algorithm, base64.b64decode(entry["secret"], validate=True))
