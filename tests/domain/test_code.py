"""Codes: signed, typed from paper, and refused when a letter slips."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.code import (
    LETTERS,
    SERIALS,
    Algorithm,
    CodeKey,
    Signer,
    grouped,
    letters,
    read_code,
)

KEY = CodeKey("K1", Algorithm.SHA256, b"k" * 32)
SIGNER = Signer((KEY,))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def is_accepted(text: str, signer: Signer = SIGNER) -> bool:
    number = read_code(text)
    return number is not None and signer.verify(number) is not None


@given(st.integers(0, SERIALS - 1))
def test_a_code_gives_its_serial_back(serial: int) -> None:
    code = SIGNER.code(serial)
    number = read_code(code)
    assert number is not None
    assert SIGNER.verify(number) == serial
    assert letters(number) == code
    assert len(code) == LETTERS
    assert set(code) <= set(ALPHABET)


def test_the_format_never_changes() -> None:
    # Printed cards depend on these for years.
    assert SIGNER.code(0) == "00000004KE8B"
    assert SIGNER.code(SERIALS - 1) == "ZZZZZZZQEE88"
    sm3 = Signer((CodeKey("K1", Algorithm.SM3, b"k" * 32),))
    assert sm3.code(0) != SIGNER.code(0)


@pytest.mark.parametrize(
    "typed",
    ["{}", " {} ", "{0}", "{1}", "{2}"],
)
def test_case_hyphens_spaces_and_look_alikes_do_not_matter(typed: str) -> None:
    code = SIGNER.code(123_456_789)
    forms = (grouped(code), code.lower(), code.replace("0", "O").replace("1", "l"))
    assert read_code(typed.format(*forms)) == read_code(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7K3M",
        "7K3M-Q2XA-9PR",
        "7K3M-Q2XA-9PRDD",
        "7K3M-Q2XA-9PRU",
        "7K3MQ2XA9PR济",
        "７K3MQ2XA9PRD",
    ],
)
def test_what_is_no_code_is_not_read(text: str) -> None:
    assert read_code(text) is None


def test_a_hundred_thousand_random_and_mutated_codes_are_refused() -> None:
    chance = random.Random(20261124)
    accepted = 0
    for _ in range(50_000):
        accepted += is_accepted("".join(chance.choices(ALPHABET, k=LETTERS)))
    for _ in range(50_000):
        code = list(SIGNER.code(chance.randrange(SERIALS)))
        for place in chance.sample(range(LETTERS), k=chance.randint(1, 4)):
            code[place] = chance.choice(ALPHABET.replace(code[place], ""))
        accepted += is_accepted("".join(code))
    assert accepted == 0


def test_every_slip_of_one_letter_and_every_swap_of_neighbours_is_refused() -> None:
    chance = random.Random(7)
    for _ in range(200):
        code = SIGNER.code(chance.randrange(SERIALS))
        for place, letter in enumerate(code):
            for other in ALPHABET.replace(letter, ""):
                assert not is_accepted(code[:place] + other + code[place + 1 :])
        for place in range(LETTERS - 1):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not is_accepted(swapped)


def test_old_cards_stay_valid_after_a_rotation_and_end_with_their_key() -> None:
    newer = CodeKey("K2", Algorithm.SHA256, b"n" * 32)
    old_card = SIGNER.code(42)
    rotated = Signer((newer, KEY))
    assert is_accepted(old_card, rotated)
    assert rotated.code(42) != old_card
    assert not is_accepted(old_card, Signer((newer,)))


def test_a_serial_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match=str(SERIALS)):
        SIGNER.code(SERIALS)


def test_a_fingerprint_tells_keys_apart_and_not_their_secret() -> None:
    assert KEY.fingerprint != CodeKey("K1", Algorithm.SHA256, b"n" * 32).fingerprint
    assert KEY.secret.hex() not in KEY.fingerprint
    assert "kkkk" not in repr(SIGNER)
