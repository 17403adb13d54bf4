"""What is known of platforms: a file that is read whole, and networks that are data."""

from __future__ import annotations

import pytest

import assets
from kiosk.recorder import platforms as module
from kiosk.recorder.platforms import Networks, Platforms, platforms

TEXT = assets.read_bytes("counting", "platforms.toml").decode()


def test_no_network_is_known_without_a_source() -> None:
    assert platforms().networks == ()
    assert not Networks(()).has("192.0.2.1")


def test_an_address_in_a_listed_network_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = TEXT.replace("ranges = []", 'ranges = ["192.0.2.0/24", "2001:db8::/32"]')
    networks = Networks(Platforms.read(listed).networks)
    monkeypatch.setattr(module, "_KEPT", 3)
    for _ in range(2):
        asked = ("192.0.2.255", "192.0.3.0", "2001:db8::7", "2001:db9::7", "unix", "")
        assert [networks.has(one) for one in asked] == [True, False, True, False, False, False]
    assert len(networks._known) == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ranges = []", 'ranges = ["192.0.2.1/24"]'),
        ("ranges = []", ""),
        ("since = [80, 0]", "since = [80]"),
        ('token = "wxwork"', ""),
    ],
)
def test_a_file_that_is_not_whole_is_refused(before: str, after: str) -> None:
    assert before in TEXT
    with pytest.raises((KeyError, ValueError)):
        Platforms.read(TEXT.replace(before, after, 1))
