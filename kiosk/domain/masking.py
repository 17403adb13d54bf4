"""Secrets in addresses, kept out of what is printed and logged."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

HIDDEN: Final = "***"
_PASSWORD: Final = re.compile(r"(?P<before>://[^/?#@]*?:)(?P<secret>[^/?#]*)(?=@)")
_HOST: Final = re.compile(r"(?:\[[^\]]*\]|[^:\[\]@]*)(?::\d*)?")
_IN_QUERY: Final = re.compile(
    r"(?P<before>[?&](?:[a-z_]*pass[a-z_]*|[a-z_]*key|[a-z_]*token|[a-z_]*secret)=)"
    r"(?P<secret>[^&#]*)",
    re.IGNORECASE,
)


def masked(address: str) -> str:
    """An address without the passwords in it; what is no address stays as it is."""
    if "://" not in address:
        return address
    without = _PASSWORD.sub(rf"\g<before>{HIDDEN}", address)
    return _IN_QUERY.sub(rf"\g<before>{HIDDEN}", without)


def scrubbed(text: str, address: str) -> str:
    """A text, such as an error's, without the passwords of an address, as written or as meant."""
    found = [
        found["secret"] for found in (_PASSWORD.search(address), _IN_QUERY.search(address)) if found
    ]
    for secret in sorted({*found, *map(unquote, found)} - {""}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def is_plain(address: str) -> bool:
    """Whether an address can be taken apart: a password with ``/`` or ``#`` in it is not meant."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    hosts = parts.netloc.rpartition("@")[2].split(",")
    return (
        all(_HOST.fullmatch(host) for host in hosts)
        and "@" not in parts.path
        and not parts.fragment
    )
