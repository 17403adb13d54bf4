"""Passwords are hashed with argon2id, off the event loop and one at a time.

RFC 9106, section 4, second choice (64 MiB, 3 passes, 4 lanes): the first one takes 2 GiB, which a
small machine that answers scans does not have. One at a time bounds what a stranger can make the
service spend: 64 MiB and the rest of a queue.
"""

from __future__ import annotations

import asyncio
import secrets
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from typing import Final, TypeVar

import argon2
from argon2.exceptions import InvalidHashError, VerifyMismatchError

import assets
from kiosk.domain.problem import Problem

WAITING_MOST: Final = 16
PARAMETERS: Final = argon2.profiles.RFC_9106_LOW_MEMORY
T = TypeVar("T")


class Passwords:
    """Makes and compares hashes; `worked` tells how many times it took the work of one."""

    def __init__(self, parameters: argon2.Parameters = PARAMETERS) -> None:
        self._hasher = argon2.PasswordHasher.from_parameters(parameters)
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0
        self._nobodys = _hash_of_nothing(parameters)
        self.worked = 0

    async def hash(self, password: str) -> str:
        """What is kept of a password. Raises Problem where too many wait."""
        return await self._work(lambda: self._hasher.hash(password))

    async def is_right(self, kept: str, password: str) -> bool:
        """Whether `password` made the hash `kept`; as slow where `kept` is empty."""
        return await self._work(lambda: self._compare(kept or self._nobodys, password))

    def is_old(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def admit(self) -> None:
        """Raise Problem where too many wait already."""
        if self._waiting >= WAITING_MOST:
            raise Problem("sign-in-busy")

    async def _work(self, work: Callable[[], T]) -> T:
        self.admit()
        self._waiting += 1
        try:
            async with self._turn:
                self.worked += 1
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1

    def _compare(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


@cache
def common() -> frozenset[str]:
    """Passwords that are guessed first."""
    lines = assets.read_bytes("common-passwords.txt").decode().splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _hash_of_nothing(of: argon2.Parameters) -> str:
    """A hash that no password has, so that a name without an account costs the same time."""
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (of.salt_len, of.hash_len)
    )
    return f"$argon2id$v=19$m={of.memory_cost},t={of.time_cost},p={of.parallelism}${salt}${digest}"
