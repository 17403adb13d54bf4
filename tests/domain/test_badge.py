"""A badge and a mark are read only as what they were signed as, by an active key."""

from __future__ import annotations

import pytest

from kiosk.domain.badge import BadgeSigner
from kiosk.domain.code import Algorithm, CodeKey

OLD, NEW = (CodeKey(f"K{n}", Algorithm.SHA256, bytes([n]) * 32) for n in (1, 2))
ID, DAY = "00ff00ff00", 20261124
SIGNER = BadgeSigner((NEW, OLD))


def test_what_was_signed_is_read() -> None:
    assert SIGNER.read_badge(SIGNER.badge(ID, DAY)) == (ID, DAY)
    assert SIGNER.read_mark(SIGNER.mark(ID, DAY)) == (ID, DAY)


def test_a_badge_is_no_mark_and_a_mark_no_badge() -> None:
    assert SIGNER.read_mark(SIGNER.badge(ID, DAY)) is None
    assert SIGNER.read_badge(SIGNER.mark(ID, DAY)) is None


def test_a_key_that_was_rotated_still_holds_until_it_is_retired() -> None:
    token = BadgeSigner((OLD,)).badge(ID, DAY)
    assert SIGNER.read_badge(token) == (ID, DAY)
    assert BadgeSigner((NEW,)).read_badge(token) is None


@pytest.mark.parametrize("place", range(len(SIGNER.badge(ID, DAY))))
def test_a_change_of_any_letter_is_seen(place: int) -> None:
    token = SIGNER.badge(ID, DAY)
    other = "1" if token[place] != "1" else "2"
    assert SIGNER.read_badge(token[:place] + other + token[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "x", "é" * 60, f"{ID}-{DAY}", SIGNER.badge(ID, DAY) + "\n"])
def test_anything_else_is_nothing(text: str) -> None:
    assert SIGNER.read_badge(text) is None
