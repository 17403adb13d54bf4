"""The clock set back an hour and forth again under load: nothing is lost, twice or misplaced."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from kiosk.domain.period import HOUR_MS
from kiosk.domain.scan import Outcome
from tests.make import Clock
from tests.serving import Served

CLIENTS = 16
ROUNDS = 6

pytestmark = [pytest.mark.faults, pytest.mark.on_every_store]


async def scan(served: Served, code: str, number: int) -> str:
    answer = await served.client.get(f"/S/{code}", headers={"user-agent": f"Mozilla/5.0 {number}"})
    assert answer.status_code == 200
    return answer.headers["x-scan"]


async def test_a_clock_that_steps(served: Served, clock: Clock) -> None:
    """Half an hour after midnight, so that stepping back leads into the day before."""
    clock.advance(seconds=12.5 * 3_600)
    (card,) = await served.batch(numbered=True)
    zone = served.state.office.zone
    sent: Counter[int] = Counter()
    answers: list[str] = []
    codes = (served.state.office.signer.code(card.first + n) for n in range(card.last))
    for step in (0, -HOUR_MS, 0, HOUR_MS, -HOUR_MS, 0):
        clock.at += step
        sent[zone.moment(clock.at).day] += CLIENTS
        answers += await asyncio.gather(
            *(scan(served, next(codes), number) for number in range(CLIENTS))
        )
    assert Counter(answers) == {Outcome.RECORDED.value: CLIENTS * ROUNDS}
    rows = await served.state.office.driver.read(
        lambda reader: reader.all("select day, count(*) as n from scan group by day")
    )
    assert {row["day"]: row["n"] for row in rows} == dict(sent)
    totals = await served.state.office.driver.read(
        lambda reader: reader.all(
            "select day, cast(sum(n) as bigint) as n from total_day group by day"
        )
    )
    assert {row["day"]: row["n"] for row in totals} == dict(sent)


async def test_the_same_device_an_hour_earlier_is_no_repeat(served: Served, clock: Clock) -> None:
    clock.advance(seconds=12.5 * 3_600)  # an hour before the first publication there was nothing
    (card,) = await served.batch()
    code = served.code(card)
    for step in (0, -HOUR_MS, 1_000):
        clock.at += step
        await scan(served, code, 1)
    assert await served.waterfall() == {"person": 2, "repeat": 1}
