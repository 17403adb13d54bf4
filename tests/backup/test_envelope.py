"""The code keys under a passphrase: opened by it alone, and only with an untouched manifest."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from kiosk.backup import Envelope, locked, new_envelope, read_passphrase, unlocked
from kiosk.domain.problem import Problem

SECRET = b"the keys of all cards"
MANIFEST = b'{"format": 1}'
PASSPHRASE = "一二三四五六七八九十甲乙"


def cheap() -> Envelope:
    """As little work as is allowed."""
    return replace(new_envelope(os.urandom), memory_kib=65_536, passes=1)


def test_the_passphrase_opens_it_and_nothing_else_does() -> None:
    envelope = cheap()
    data = locked(SECRET, envelope, PASSPHRASE, manifest=MANIFEST)
    assert SECRET not in data
    assert unlocked(data, envelope, PASSPHRASE, manifest=MANIFEST) == SECRET
    other = cheap()
    wrong = [
        (data, envelope, PASSPHRASE[::-1], MANIFEST),
        (data, envelope, PASSPHRASE, MANIFEST + b" "),
        (data[:-1] + bytes([data[-1] ^ 1]), envelope, PASSPHRASE, MANIFEST),
        (data, other, PASSPHRASE, MANIFEST),
    ]
    for content, how, passphrase, manifest in wrong:
        with pytest.raises(Problem, match="passphrase-wrong"):
            unlocked(content, how, passphrase, manifest=manifest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("correct horse battery\n", "correct horse battery"),
        ("\ufeffcorrect horse battery\r\n", "correct horse battery"),
        (" correct horse battery ", " correct horse battery "),
        ("ｃｏｒｒｅｃｔ horse", "correct horse"),
        (PASSPHRASE, PASSPHRASE),
    ],
)
def test_a_passphrase_is_read_as_it_was_meant(text: str, expected: str) -> None:
    assert read_passphrase(text) == expected


@pytest.mark.parametrize("text", ["", "elevenchars", "elevenchars\n\n\n"])
def test_a_short_passphrase_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="passphrase-short"):
        read_passphrase(text)
