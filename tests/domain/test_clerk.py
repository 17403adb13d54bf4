"""A clerk's link is 24 letters that only a code key can have made."""

from __future__ import annotations

from kiosk.domain.clerk import ClerkLink, ClerkSigner, kinds_for
from kiosk.domain.code import Algorithm, CodeKey, read_letters
from kiosk.domain.placement import BatchState, PlacementKind
from kiosk.domain.stock import EntryKind

OLD, NEW, OTHER = (CodeKey(name, Algorithm.SHA256, name.encode() * 16) for name in "abc")
ID = "0123456789"


def test_what_a_key_signed_is_read_as_it_is_typed() -> None:
    signer = ClerkSigner((NEW, OLD))
    token = signer.token(ID)
    assert len(token) == 24
    for typed in (token, token.lower(), "-".join(token[n : n + 4] for n in range(0, 24, 4))):
        assert signer.read(typed) == ID
    assert signer.read(ClerkSigner((OLD,)).token(ID)) == ID


def test_no_other_letters_are_read() -> None:
    signer = ClerkSigner((NEW, OLD))
    token = signer.token(ID)
    assert signer.read(ClerkSigner((OTHER,)).token(ID)) is None
    for place in range(24):
        changed = "A" if token[place] != "A" else "B"
        assert signer.read(token[:place] + changed + token[place + 1 :]) is None
    for text in ("", token[:-1], token + "0", token[:-1] + "U", "é" * 24):
        assert signer.read(text) is None


def test_letters_are_read_forgivingly_in_any_number() -> None:
    assert read_letters("oO-iI lL", 8) is None
    assert read_letters("oOiI-lL00", 8) == bytes.fromhex("0002108400")


def test_a_link_is_open_until_its_day_is_over_or_it_is_revoked() -> None:
    link = ClerkLink(ID, "B0001", "P0001", 20261124, 0, "a")
    assert [link.is_open(day) for day in (20261124, 20261125)] == [True, False]
    revoked = ClerkLink(ID, "B0001", "P0001", 20261124, 0, "a", 1)
    assert not revoked.is_open(20261124)


def test_a_clerk_is_asked_what_the_batch_and_the_place_ask_for() -> None:
    window = kinds_for(BatchState.IN_USE, PlacementKind.WINDOW)
    assert EntryKind.SCREEN not in window
    assert EntryKind.PRINTED not in window
    assert EntryKind.SCREEN in kinds_for(BatchState.IN_USE, PlacementKind.KIOSK)
    assert kinds_for(BatchState.RECALLED, PlacementKind.KIOSK)[0] is EntryKind.STOPPED
