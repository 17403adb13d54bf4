"""卡码, the signed text in a QR symbol: 34 bits serial and 26 bits tag in 12 letters.

The alphabet is Crockford's base 32: no I, L, O, U, so that a code can be read from paper.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

LETTERS = 12
SERIAL_BITS = 34
TAG_BITS = 26
SERIALS = 1 << SERIAL_BITS

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAG_MASK = (1 << TAG_BITS) - 1
_LABEL = b"quancheng mingbai card code 1\0"

# Reading forgives what the eye confuses; everything else outside the alphabet is no code.
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_VALUES |= {"I": 1, "L": 1, "O": 0}
_VALUES |= {letter.lower(): value for letter, value in _VALUES.items()}
_IGNORED = str.maketrans("", "", "- \t\u2010\u2011\u2012\u2013\u2014\u3000\uff0d")


class Algorithm(StrEnum):
    """Hash under the tag's HMAC; the value is OpenSSL's name."""

    SHA256 = "sha256"
    SM3 = "sm3"


@dataclass(frozen=True, slots=True)
class CodeKey:
    """A secret that signs codes. Cards signed with it stay valid until it is retired."""

    id: str
    algorithm: Algorithm
    secret: bytes = field(repr=False)  # a traceback may show the key, never its secret

    @property
    def fingerprint(self) -> str:
        """What the database may know of the key: enough to recognise it, nothing to sign with."""
        return hmac.new(self.secret, b"fingerprint", hashlib.sha256).hexdigest()[:32]

    def tag(self, serial: int) -> int:
        """The 26-bit tag of a serial."""
        message = _LABEL + serial.to_bytes(8, "big")
        digest = hmac.digest(self.secret, message, self.algorithm.value)
        return int.from_bytes(digest[:4], "big") >> (32 - TAG_BITS)


@dataclass(frozen=True, slots=True)
class Signer:
    """The active keys, newest first: the first signs, all verify."""

    keys: tuple[CodeKey, ...]

    def code(self, serial: int) -> str:
        """The twelve letters of a serial, without hyphens."""
        if not 0 <= serial < SERIALS:
            raise ValueError(serial)
        return letters(serial << TAG_BITS | self.keys[0].tag(serial))

    def verify(self, number: int) -> int | None:
        """The serial of a code's number (see `read_code`); None where no active key signed it."""
        serial, tag = number >> TAG_BITS, (number & _TAG_MASK).to_bytes(4, "big")
        genuine = False
        for key in self.keys:
            genuine |= hmac.compare_digest(key.tag(serial).to_bytes(4, "big"), tag)
        return serial if genuine else None


def read_code(text: str) -> int | None:
    """The 60-bit number of a typed or scanned code; None where `text` is not twelve such letters.

    Case, hyphens and spaces do not matter; I and L read as 1, O as 0.
    """
    return _number(text, LETTERS)


def read_letters(text: str, count: int) -> bytes | None:
    """The bytes of `count` (a multiple of 8) letters, read as forgivingly; None for other texts."""
    number = _number(text, count)
    return None if number is None else number.to_bytes(count * 5 // 8, "big")


def letters_of(data: bytes) -> str:
    """The letters of bytes, of which there are a multiple of 5."""
    number, count = int.from_bytes(data, "big"), len(data) * 8 // 5
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(count - 1, -1, -1))


def _number(text: str, count: int) -> int | None:
    compact = text if len(text) == count else text.translate(_IGNORED)
    if len(compact) != count:
        return None
    number = 0
    for letter in compact:
        value = _VALUES.get(letter)
        if value is None:
            return None
        number = number << 5 | value
    return number


def letters(number: int) -> str:
    """The twelve letters of a code's number: the one way to write it."""
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(55, -1, -5))


def grouped(code: str) -> str:
    """The code as it is printed: ``XXXX-XXXX-XXXX``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def newest_first(keys: Sequence[tuple[int, CodeKey]]) -> tuple[CodeKey, ...]:
    """Order keys by their time of making, newest first."""
    return tuple(key for _, key in sorted(keys, key=lambda pair: pair[0], reverse=True))
