"""Guessing gets slower and slower, for the guesser, and never for long."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kiosk.acts import Office, throttle
from kiosk.domain.problem import Problem
from kiosk.store import log
from kiosk.store.driver import Row
from tests.make import Clock
from tests.stores import everything_kept

pytestmark = pytest.mark.on_every_store

ADDRESS = "198.51.100.7"


async def attempt(
    office: Office, name: str = "zhang", address: str = ADDRESS, browser: str | None = None
) -> float:
    """Seconds that a try must wait; zero where it was let in."""
    counted = throttle.subjects(office, name=name, address=address, browser=browser)
    try:
        await throttle.take(office, counted)
    except Problem as problem:
        if problem.code != "sign-in-wait":
            raise
        return float(str(problem.places["seconds"]))
    return 0


async def rows(office: Office) -> list[Row]:
    return await office.driver.read(
        lambda reader: reader.all("select subject, n, at from sign_in_failure order by subject")
    )


async def lines(office: Office) -> list[tuple[Any, Any]]:
    found = await office.driver.read(
        lambda reader: log.last(reader, limit=50, prefixes=("account.sign-in-failed",))
    )
    return [(line["subject"], line["detail"]) for line in reversed(found)]


async def test_the_wait_of_a_name_grows_to_a_quarter_of_an_hour(
    office: Office, clock: Clock
) -> None:
    waits = []
    for number in range(14):
        assert await attempt(office, address=f"192.0.2.{number}") == 0
        wait = await attempt(office, address=f"192.0.2.{number}") if number >= 4 else 0
        waits.append(wait)
        clock.advance(seconds=wait)
    assert waits == [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900, 900]


async def test_a_try_that_comes_too_soon_makes_the_wait_no_longer(
    office: Office, clock: Clock
) -> None:
    for _ in range(5):
        await attempt(office)
    assert [await attempt(office) for _ in range(3)] == [15, 15, 15]
    clock.advance(seconds=14.2)
    assert await attempt(office) == 1
    clock.advance(seconds=0.8)
    assert await attempt(office) == 0


async def test_tries_at_the_same_time_are_all_counted(office: Office) -> None:
    waits = await asyncio.gather(*(attempt(office) for _ in range(40)))
    assert waits.count(0) == 5


async def test_many_names_from_one_address_wait_too(office: Office) -> None:
    waits = [await attempt(office, name=f"name{number}") for number in range(21)]
    assert waits == [0] * 20 + [15]
    assert await attempt(office, name="other", address="192.0.2.9") == 0


async def test_a_customer_of_ipv6_is_one_address(office: Office) -> None:
    for number in range(20):
        await attempt(office, name=f"name{number}", address=f"2001:db8:1:2::{number:x}")
    assert await attempt(office, name="x", address="2001:db8:1:2:ffff::1") == 15
    assert await attempt(office, name="x", address="2001:db8:1:3::1") == 0


async def test_after_an_hour_all_is_forgotten(office: Office, clock: Clock) -> None:
    for _ in range(5):
        await attempt(office)
    clock.at += throttle.FORGET_MS + 1
    assert await attempt(office) == 0
    assert [row["n"] for row in await rows(office)] == [1, 1]


async def test_strangers_cannot_keep_out_a_browser_that_is_known(office: Office) -> None:
    for number in range(8):
        await attempt(office, address=f"192.0.2.{number}")
    assert await attempt(office) > 0
    waits = [await attempt(office, browser="mark") for _ in range(6)]
    assert waits == [0, 0, 0, 0, 0, 15]


async def test_a_sign_in_clears_the_name_and_gives_back_one_try(
    office: Office, clock: Clock
) -> None:
    """Or else whoever has an account could guess at others without end."""
    for number in range(19):
        await attempt(office, name=f"name{number}")
    await attempt(office)
    counted = throttle.subjects(office, name="zhang", address=ADDRESS, browser=None)
    await office.driver.write(lambda tx: throttle.clear(tx, counted, now=clock.at))
    assert await attempt(office, name="one more") == 0
    assert await attempt(office, name="and another") == 15
    assert len(await rows(office)) == 19 + 1 + 1


async def test_the_table_is_bounded_and_keeps_the_counts_that_matter(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "SUBJECTS_MOST", 50)
    for _ in range(5):
        await attempt(office)
    for number in range(200):
        await attempt(office, name=f"name{number}", address=f"192.0.2.{number}")
    assert len(await rows(office)) <= 50 + 2
    assert await attempt(office) == 15


async def test_neither_name_nor_address_is_written_down(office: Office) -> None:
    await attempt(office, name="a-password-in-the-wrong-field")
    await throttle.note_failure(
        office,
        throttle.subjects(
            office, name="a-password-in-the-wrong-field", address=ADDRESS, browser=None
        ),
        name=None,
    )
    everything = await everything_kept(office)
    assert b"wrong-field" not in everything
    assert ADDRESS.encode() not in everything


async def test_a_burst_of_failures_is_two_lines(office: Office, clock: Clock) -> None:
    for name in ("zhang", None):
        for number in range(12):
            counted = throttle.subjects(
                office, name=name or f"x{number}", address=ADDRESS, browser=None
            )
            clock.advance(seconds=900)
            await throttle.take(office, counted)
            await throttle.note_failure(office, counted, name=name)
    assert [subject for subject, _ in await lines(office)] == ["zhang", "zhang", "", ""]
    assert '"times": 5' in (await lines(office))[1][1]


@pytest.mark.parametrize(
    ("wait_ms", "zh", "en"),
    [
        (1, "1秒", "1 second"),
        (59_000, "59秒", "59 seconds"),
        (60_000, "1分钟", "1 minute"),
        (61_000, "2分钟", "2 minutes"),
        (900_000, "15分钟", "15 minutes"),
    ],
)
def test_a_wait_is_told_as_people_say_it(wait_ms: int, zh: str, en: str) -> None:
    assert (throttle._spoken(wait_ms).zh, throttle._spoken(wait_ms).en) == (zh, en)
