"""Names and passwords: their length is looked at before anything is done with them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from kiosk.backup.envelope import PASSPHRASE_MOST, read_passphrase
from kiosk.domain.account import NAME_MOST, PASSWORD_MOST, folded, read_name, read_password
from kiosk.domain.problem import Problem
from kiosk.web.public.clerk import read_number
from tests.attack.growth import LINEAR, growth


def marks(n: int) -> str:
    """A letter under marks that normalising has to put in order, in quadratic time."""
    return "a" + "\u0316\u0300" * n


READ: dict[str, tuple[Callable[[str], object], int]] = {
    "a name to sign in": (folded, NAME_MOST),
    "a new name": (read_name, NAME_MOST),
    "a password": (read_password, PASSWORD_MOST),
    "a passphrase": (read_passphrase, PASSPHRASE_MOST),
    "a clerk's number": (read_number, 40),
}


@pytest.mark.parametrize("what", READ)
def test_a_text_twice_as_long_costs_no_more_than_twice(what: str) -> None:
    read, most = READ[what]

    def attempt(text: str) -> None:
        with suppress(Problem):
            read(text)

    for n in (most, 4 * most, 32 * most):
        assert growth(attempt, marks(n), marks(2 * n)) < 1.2 * LINEAR, n


@pytest.mark.parametrize("what", READ)
def test_a_megabyte_costs_no_more_than_the_longest_that_is_read(what: str) -> None:
    read, most = READ[what]

    def attempt(text: str) -> None:
        with suppress(Problem):
            read(text)

    assert growth(attempt, marks(2 * most), marks(500_000)) < LINEAR


def test_letters_that_were_typed_as_several_characters_are_read() -> None:
    jamo = "\u1100\u1161\u11a8"  # one syllable
    assert read_name(jamo * NAME_MOST) == "\uac01" * NAME_MOST
    assert len(read_password(jamo * PASSWORD_MOST)) == PASSWORD_MOST


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (folded, "account-name-faulty"),
        (read_name, "account-name-faulty"),
        (read_password, "password-long"),
    ],
)
def test_what_is_too_long_to_be_one_is_refused(read: Callable[[str], object], code: str) -> None:
    with pytest.raises(Problem) as told:
        read("x" * 1_025)
    assert told.value.code == code
