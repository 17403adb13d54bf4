"""The headline cannot be blown up cheaply: one client without an account, and a stolen key."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest

from kiosk.config import Settings
from kiosk.domain.period import Period
from kiosk.domain.scan import Class
from kiosk.store import implausible, proofs, totals
from tests.make import NOON, TODAY, Clock
from tests.serving import WECHAT, Served, serving
from tests.web.hall import Hall, hall_of
from tests.web.terminal import Terminal, enrolled

pytestmark = [pytest.mark.faults, pytest.mark.on_every_store]

DAY = 86_400_000
SCREEN_DAY = 10 * 3_600_000


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    async with serving(settings, now=clock) as served:
        yield served


@pytest.fixture
async def hall(served: Served) -> Hall:
    return await hall_of(served)


async def opened(served: Served, agents: Iterator[str]) -> dict[str, int]:
    """Open one code from one address by these agents; the waterfall. Every page is delivered."""
    (span,) = await served.batch()
    path = f"/S/{served.code(span)}"
    for agent in agents:
        answer = await served.client.get(path, headers={"user-agent": agent})
        assert (answer.status_code, answer.headers["x-scan"]) == (200, "recorded")
    found = await served.state.office.driver.read(
        lambda reader: totals.waterfall(reader, Period(TODAY, TODAY))
    )
    return {klass.value: n for klass, n in found.parts if n}


async def test_two_hundred_openings_with_a_varied_number_are_no_two_hundred_persons(
    served: Served,
) -> None:
    agents = (f"Mozilla/5.0 (iPhone) MicroMessenger/8.0.{n}" for n in range(200))
    assert await opened(served, agents) == {"person": 60, "flood": 140}


async def test_varied_letters_bring_no_more_than_a_crowded_hall(served: Served) -> None:
    words = (WECHAT.replace("V2307A", f"{chr(97 + n % 26)}{chr(97 + n // 26)}") for n in range(320))
    assert await opened(served, words) == {"person": 300, "flood": 20}


async def test_the_same_agent_again_and_again_is_a_repeat_as_before(served: Served) -> None:
    assert await opened(served, iter([WECHAT] * 100)) == {"person": 1, "repeat": 99}


async def stolen(hall: Hall, clock: Clock, *, days: int) -> Terminal:
    """A key that somebody else holds now, of a device that was enrolled some days ago."""
    clock.at = NOON - days * DAY
    terminal = await enrolled(hall.served, hall.card.placement)
    clock.at = NOON
    return terminal


async def sent(terminal: Terminal, moments: list[int], **batch: object) -> Counter[str]:
    """Report touches at these moments, as many in a request as it may have; what was told."""
    told = Counter[str]()
    events = [terminal.touch(at, ("QC06", "QC10")[at % 2]) for at in moments]
    for first in range(0, len(events), 500):
        body = json.dumps({"events": events[first : first + 500], **batch}).encode()
        answer = await terminal.post(body, time=NOON)
        assert answer.status_code == 200
        told.update(result["code"] or result["status"] for result in answer.json()["results"])
    return told


async def whole(hall: Hall) -> None:
    """Every day adds up."""
    driver, after = hall.served.state.office.driver, 0
    while (day := await driver.read(lambda r: proofs.next_day(r, after))) is not None:  # noqa: B023
        proof = await driver.read(lambda r: proofs.day(r, day))
        assert proof.differences == ()
        after = day


async def counted(hall: Hall) -> tuple[int, int]:
    """Touches in the totals, and those stored apart."""
    driver = hall.served.state.office.driver
    touches = (await hall.counted()).get(("touch", Class.PERSON.value), 0)
    waiting = await driver.read(implausible.waiting)
    return touches, sum(one.n for one in waiting)


async def test_a_stolen_key_cannot_put_thousands_into_a_minute(hall: Hall, clock: Clock) -> None:
    terminal = await stolen(hall, clock, days=30)
    told = await sent(terminal, [NOON - 30_000] * 3_000)
    assert told == {"stored": 60, "event-implausible": 2_940}
    assert await counted(hall) == (60, 2_940)
    await whole(hall)


async def test_a_stolen_key_cannot_put_tens_of_thousands_into_a_day(
    hall: Hall, clock: Clock
) -> None:
    """Spread over the day so that no minute has over 60."""
    terminal = await stolen(hall, clock, days=30)
    told = await sent(terminal, [NOON - 1_000 * n for n in range(6_500)])
    assert told == {"stored": 6_000, "event-implausible": 500}
    assert await counted(hall) == (6_000, 500)
    await whole(hall)


async def test_a_key_with_a_wrong_clock_or_made_up_starts_brings_no_more(
    hall: Hall, clock: Clock
) -> None:
    terminal = await stolen(hall, clock, days=1)
    nowhere = [NOON - 365 * DAY + n * 60_000 for n in range(6_500)]  # before it was enrolled
    told = await sent(terminal, nowhere, boot="b1", uptime=5)
    assert told == {"stored": 6_000, "event-implausible": 500}


@pytest.mark.slow
async def test_fifty_seven_thousand_touches_of_one_day_are_not_counted(
    hall: Hall, clock: Clock
) -> None:
    terminal = await stolen(hall, clock, days=30)
    told = await sent(terminal, [NOON - n * 700 for n in range(57_000)])
    assert told == {"stored": 6_000, "event-implausible": 51_000}
    await whole(hall)


@pytest.mark.slow
async def test_fifty_seven_thousand_touches_of_thirty_days_sent_in_one_go_are_genuine(
    hall: Hall, clock: Clock
) -> None:
    terminal = await stolen(hall, clock, days=31)
    moments = [
        NOON - day * DAY - n * SCREEN_DAY // 1_900 for day in range(30) for n in range(1_900)
    ]
    assert await sent(terminal, moments) == {"stored": 57_000}
    assert await counted(hall) == (57_000, 0)
    await whole(hall)
