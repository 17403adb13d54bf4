"""Who waits for a hash, and behind whom."""

from __future__ import annotations

import asyncio
import os
import threading

import argon2
import pytest
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from kiosk.acts.passwords import NICE, PARAMETERS, WAITING_MOST, Passwords, Turns
from kiosk.domain.problem import Problem


async def test_one_who_is_known_passes_all_that_wait() -> None:
    turns, order = Turns(), list[str]()
    let_go = asyncio.Event()

    async def take(name: str, *, is_known: bool) -> None:
        async with turns.take(is_known=is_known):
            order.append(name)
            await let_go.wait()

    tasks = [asyncio.create_task(take(f"stranger {n}", is_known=False)) for n in range(4)]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(take(f"owner {n}", is_known=True)) for n in range(2)]
    await asyncio.sleep(0)
    assert (turns.waiting(is_known=False), turns.waiting(is_known=True)) == (3, 2)
    let_go.set()
    await asyncio.gather(*tasks)
    assert order == [
        "stranger 0",
        "owner 0",
        "owner 1",
        "stranger 1",
        "stranger 2",
        "stranger 3",
    ]


async def test_one_who_gives_up_keeps_nobody_waiting() -> None:
    turns, order, held = Turns(), list[str](), asyncio.Event()

    async def take(name: str) -> None:
        async with turns.take(is_known=False):
            order.append(name)

    async def take_first() -> None:
        async with turns.take(is_known=False):
            await held.wait()
        has_turn.cancel()  # it was given the turn just now, and has not run since

    first = asyncio.create_task(take_first())
    await asyncio.sleep(0)
    given_up, has_turn, last = (asyncio.create_task(take(name)) for name in ("a", "b", "last"))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    held.set()
    await first
    await asyncio.wait_for(last, 30)
    assert order == ["last"]
    await asyncio.wait_for(take("again"), 30)


async def test_a_full_queue_of_strangers_leaves_the_owners_place_free() -> None:
    passwords = Passwords(CHEAPEST)
    kept = await passwords.hash("right")
    strangers = [
        asyncio.create_task(passwords.is_right(kept, f"wrong {n}")) for n in range(WAITING_MOST + 9)
    ]
    await asyncio.sleep(0)
    with pytest.raises(Problem, match="sign-in-busy"):
        passwords.admit()
    passwords.admit(is_known=True)
    assert await passwords.is_right(kept, "right", is_known=True)
    done = await asyncio.gather(*strangers, return_exceptions=True)
    assert done.count(False) == WAITING_MOST + 1  # one had its turn, the rest of them waited


async def test_hashing_stands_back_and_its_thread_alone() -> None:
    passwords, mine = Passwords(CHEAPEST), os.getpriority(os.PRIO_PROCESS, 0)
    await passwords.hash("x")
    (lane,) = [one for one in threading.enumerate() if one in passwords._lane._threads]
    assert lane.native_id is not None
    assert os.getpriority(os.PRIO_PROCESS, lane.native_id) == max(NICE, mine)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == mine


async def test_hashes_of_four_lanes_still_open_and_are_old() -> None:
    old = argon2.PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash("四棵柳树")
    passwords = Passwords()
    assert await passwords.is_right(old, "四棵柳树")
    assert not await passwords.is_right(old, "四棵柳")
    assert passwords.is_old(old)
    new = await passwords.hash("四棵柳树")
    assert not passwords.is_old(new)
    assert await passwords.is_right(new, "四棵柳树")


def test_each_guess_costs_as_much_as_before() -> None:
    before = RFC_9106_LOW_MEMORY
    assert (PARAMETERS.memory_cost, PARAMETERS.time_cost) == (before.memory_cost, before.time_cost)
    assert (PARAMETERS.salt_len, PARAMETERS.hash_len) == (before.salt_len, before.hash_len)
    assert PARAMETERS.type is argon2.Type.ID
