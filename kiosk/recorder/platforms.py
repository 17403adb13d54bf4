"""What agents and addresses tell of apps and platforms: ``assets/counting/platforms.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Final

import assets
from kiosk.domain.remember import remember

Network = IPv4Network | IPv6Network
_KEPT: Final = 10_000
_VERSION: Final = rb"(\d{1,4})(?:[._](\d{1,4}))?"


@dataclass(frozen=True, slots=True)
class Details:
    """Of agents with `where` in them: tokens of which a real one has at least one."""

    where: bytes
    tokens: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Client:
    """An app by a token of its agent; without `details` nothing is known of real agents."""

    token: bytes
    name: str
    details: tuple[Details, ...]

    def is_thin(self, agent: bytes) -> bool:
        """Whether an agent in lower case lacks what this app's own browser says."""
        for details in self.details:
            if details.where in agent:
                return not any(token in agent for token in details.tokens)
        return False


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that tells fetch metadata over https since a version."""

    token: bytes
    version: re.Pattern[bytes]
    since: tuple[int, int]

    def is_modern(self, agent: bytes) -> bool:
        """Whether an agent in lower case that has the token names such a version."""
        found = self.version.search(agent)
        return found is not None and (int(found[1]), int(found[2] or 0)) >= self.since


@dataclass(frozen=True, slots=True)
class Platforms:
    """The whole file."""

    clients: tuple[Client, ...]
    engines: tuple[Engine, ...]
    preview_tags: frozenset[str]
    preview_tokens: tuple[bytes, ...]
    networks: tuple[Network, ...]

    @classmethod
    def read(cls, text: str) -> Platforms:
        """From TOML; raises KeyError, TypeError, ValueError."""
        told = tomllib.loads(text)
        return cls(
            clients=tuple(map(_client, told["clients"])),
            engines=tuple(map(_engine, told["engines"])),
            preview_tags=frozenset(told["previews"]["tags"]),
            preview_tokens=tuple(token.encode() for token in told["previews"]["tokens"]),
            networks=tuple(ip_network(range_) for range_ in told["networks"]["ranges"]),
        )


class Networks:
    """Whether addresses lie in networks; what was asked is remembered, in memory alone."""

    def __init__(self, networks: tuple[Network, ...]) -> None:
        self._networks = networks
        self._known: dict[str, bool] = {}

    def has(self, address: str) -> bool:
        """Whether an address lies in one of them; a text that is no address does not."""
        if not self._networks:
            return False
        known = self._known.get(address)
        if known is None:
            known = remember(self._known, address, self._look(address), most=_KEPT)
        return known

    def _look(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)


@cache
def platforms() -> Platforms:
    """What is known, read once."""
    return Platforms.read(assets.read_bytes("counting", "platforms.toml").decode())


def _client(told: dict[str, Any]) -> Client:
    details = tuple(
        Details(one["where"].encode(), tuple(token.encode() for token in one["tokens"]))
        for one in told.get("details", ())
    )
    return Client(told["token"].encode(), told["name"], details)


def _engine(told: dict[str, Any]) -> Engine:
    token = told["token"].encode()
    major, minor = told["since"]
    return Engine(token, re.compile(re.escape(token) + _VERSION), (major, minor))
