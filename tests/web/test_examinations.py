"""Pre-flight beside the service: one batch at a time, and nobody waits for long."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.domain.problem import Problem
from kiosk.preflight.running import Examinations, Telling
from kiosk.store.driver import StoreFailure


async def quick(told: Telling) -> None:
    told(1, 1)


async def refused(told: Telling) -> None:
    raise Problem("preflight-stopped")


async def broken(told: Telling) -> None:
    raise StoreFailure("away")


async def faulty(told: Telling) -> None:
    raise ValueError("nobody expected this")


class Slow:
    """Work that ends when it is let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.times = 0

    async def __call__(self, told: Telling) -> None:
        self.times += 1
        told(3, 10)
        await self.go.wait()


async def test_what_is_quick_is_waited_for() -> None:
    assert await Examinations().examine("B0001", quick, patience_s=5)


async def test_who_waits_too_long_is_told_how_far_it_is_and_begins_nothing_twice() -> None:
    examinations, slow = Examinations(), Slow()
    assert not await examinations.examine("B0001", slow, patience_s=0.01)
    assert examinations.progress("B0001") == (3, 10)
    assert examinations.progress("B0002") is None
    assert not await examinations.examine("B0001", slow, patience_s=0.01)
    slow.go.set()
    assert await examinations.examine("B0001", slow, patience_s=5)
    assert slow.times == 1
    assert examinations.progress("B0001") is None


async def test_another_batch_waits_its_turn() -> None:
    examinations, slow = Examinations(), Slow()
    await examinations.examine("B0001", slow, patience_s=0.01)
    with pytest.raises(Problem, match="preflight-busy"):
        await examinations.examine("B0002", quick, patience_s=5)
    slow.go.set()
    await examinations.examine("B0001", slow, patience_s=5)
    assert await examinations.examine("B0002", quick, patience_s=5)


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (refused, "preflight-stopped"),
        (broken, "store-failed"),
        (faulty, "preflight-stopped"),
    ],
)
async def test_what_goes_wrong_is_told_once(work: object, code: str) -> None:
    examinations = Examinations()
    with pytest.raises(Problem, match=code):
        await examinations.examine("B0001", work, patience_s=5)  # type: ignore[arg-type]
    assert examinations.failure("B0001") is None


async def test_what_goes_wrong_later_is_told_on_the_page() -> None:
    examinations, slow = Examinations(), Slow()

    async def late(told: Telling) -> None:
        await slow(told)
        raise Problem("preflight-stopped")

    assert not await examinations.examine("B0001", late, patience_s=0.01)
    slow.go.set()
    await asyncio.sleep(0.01)
    told = examinations.failure("B0001")
    assert told is not None
    assert told.code == "preflight-stopped"


async def test_it_ends_with_the_service() -> None:
    examinations, slow = Examinations(), Slow()
    await examinations.examine("B0001", slow, patience_s=0.01)
    await examinations.close()
    assert examinations.progress("B0001") is None
