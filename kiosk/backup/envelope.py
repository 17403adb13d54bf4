"""The code keys under a passphrase; whoever opens them knows that the manifest is untouched too."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.backup.manifest import Envelope
from kiosk.domain.problem import Problem

PASSPHRASE_LEAST: Final = 12
PASSPHRASE_MOST: Final = 1_024
# A thief of the file may guess for years; whoever makes or restores a backup waits a second.
_MEMORY_KIB: Final = 256 * 1024
_PASSES: Final = 3
_LANES: Final = 4
_KEY_BYTES: Final = 32


def read_passphrase(text: str) -> str:
    """A passphrase as it is used; raises Problem where it is too short.

    Input methods write the same letter in two widths, and files end with a line feed.
    """
    if len(text) > PASSPHRASE_MOST:  # what normalising takes may grow with the square
        raise Problem("passphrase-long", most=PASSPHRASE_MOST, length=len(text))
    passphrase = unicodedata.normalize("NFKC", text.removeprefix("\ufeff").rstrip("\r\n"))
    if len(passphrase) < PASSPHRASE_LEAST:
        raise Problem("passphrase-short", least=PASSPHRASE_LEAST, length=len(passphrase))
    return passphrase


def new_envelope(entropy: Callable[[int], bytes]) -> Envelope:
    """How the next backup's keys are locked; `entropy(n)` gives n random bytes."""
    return Envelope(
        kdf="argon2id",
        memory_kib=_MEMORY_KIB,
        passes=_PASSES,
        lanes=_LANES,
        salt=entropy(16).hex(),
        cipher="AES-256-GCM",
        nonce=entropy(12).hex(),
    )


def locked(keys: bytes, envelope: Envelope, passphrase: str, *, manifest: bytes) -> bytes:
    """The keys, encrypted; the tag holds them and the manifest together."""
    cipher = AESGCM(_key(envelope, passphrase))
    return cipher.encrypt(bytes.fromhex(envelope.nonce), keys, manifest)


def unlocked(data: bytes, envelope: Envelope, passphrase: str, *, manifest: bytes) -> bytes:
    """The keys; raises Problem where the passphrase, the data or the manifest is another."""
    cipher = AESGCM(_key(envelope, passphrase))
    try:
        return cipher.decrypt(bytes.fromhex(envelope.nonce), data, manifest)
    except InvalidTag as error:
        raise Problem("passphrase-wrong") from error


def _key(envelope: Envelope, passphrase: str) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        bytes.fromhex(envelope.salt),
        time_cost=envelope.passes,
        memory_cost=envelope.memory_kib,
        parallelism=envelope.lanes,
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )
