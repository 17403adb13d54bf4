"""Secrets in addresses are not printed, however the address is written."""

from __future__ import annotations

import pytest

from kiosk.domain.masking import is_plain, masked, scrubbed

SECRET = "topsecret"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://u:topsecret@h:5432/db", "postgresql://u:***@h:5432/db"),
        ("postgresql://u:top@topsecret@h/db", "postgresql://u:***@h/db"),
        ("postgresql://:topsecret@h/db", "postgresql://:***@h/db"),
        ("postgresql://u:topsecret@[::1]:5432/db", "postgresql://u:***@[::1]:5432/db"),
        ("postgresql://u:topsecret@a:1,b:2/db", "postgresql://u:***@a:1,b:2/db"),
        ("postgresql://h/db?user=u&password=topsecret", "postgresql://h/db?user=u&password=***"),
        ("postgresql://h/db?PASSWORD=topsecret&a=1", "postgresql://h/db?PASSWORD=***&a=1"),
        ("postgresql://h/db?sslpassword=topsecret", "postgresql://h/db?sslpassword=***"),
        ("https://a.example/?access_token=topsecret", "https://a.example/?access_token=***"),
        ("postgresql://u@h/db", "postgresql://u@h/db"),
        ("postgresql://h:5432/db", "postgresql://h:5432/db"),
        ("https://mbk.example.gov.cn/mbk", "https://mbk.example.gov.cn/mbk"),
        ("Asia/Shanghai", "Asia/Shanghai"),
    ],
)
def test_an_address_is_shown_without_its_passwords(address: str, shown: str) -> None:
    assert masked(address) == shown
    assert SECRET not in masked(address)


def test_a_text_tells_no_password_as_it_is_written_or_as_it_is_meant() -> None:
    address = "postgresql://u:top%2Fsecret@h/db?sslpassword=other"
    told = "cannot use top%2Fsecret, nor top/secret, nor other"
    assert scrubbed(told, address) == "cannot use ***, nor ***, nor ***"
    assert scrubbed("no such host", "postgresql://h/db") == "no such host"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:pa/ss@h/db",
        "postgresql://u:pa?ss@h/db",
        "postgresql://u:pa#ss@h/db",
        "postgresql://h:port/db",
        "postgresql://[h/db",
    ],
)
def test_an_address_that_would_be_read_wrongly_is_known(address: str) -> None:
    assert not is_plain(address)


@pytest.mark.parametrize("hosts", ["h", "h:5432", "a:1,b:2", "[::1]:5432", "u:p%2F@h", "u:p:q@h"])
def test_an_address_that_is_read_rightly_is_known(hosts: str) -> None:
    assert is_plain(f"postgresql://{hosts}/db?sslmode=require")
