"""Touches that no screen can have are stored apart, whoever sends them, and may be accepted."""

from __future__ import annotations

import json

import pytest
import uuid_utils

from kiosk.acts.device import AcceptTouches
from kiosk.domain.problem import Problem
from kiosk.store import events as known_events
from kiosk.store import proofs
from tests.make import NOON, Clock
from tests.web.hall import Hall
from tests.web.terminal import Terminal, enrolled
from tests.web.test_intake import rows

pytestmark = pytest.mark.on_every_store

MINUTE, DAY = 60_000, 86_400_000


@pytest.fixture
async def terminal(hall: Hall, clock: Clock) -> Terminal:
    """A device enrolled ten days ago."""
    clock.at = NOON - 10 * DAY
    made = await enrolled(hall.served, hall.card.placement)
    clock.at = NOON
    return made


async def test_more_than_a_screen_can_have_in_a_minute_is_stored_apart(
    hall: Hall, terminal: Terminal
) -> None:
    events = [terminal.touch(NOON - MINUTE + number) for number in range(70)]
    answer = await terminal.send(events, time=NOON)
    assert answer.json()["results"][-1] == {
        "id": events[-1]["id"], "status": "stored", "code": "event-implausible",
    }  # fmt: skip
    expected = ["stored"] * 60 + ["event-implausible"] * 10
    assert await terminal.told(events, time=NOON) == expected  # and when it is sent again
    assert await terminal.told(events[::-1], time=NOON) == expected[::-1]
    changed = [events[-1] | {"service": "QC06"}]
    assert await terminal.told(changed, time=NOON) == ["event-conflict"]
    assert await terminal.told([terminal.touch(NOON)], time=NOON) == ["stored"]
    assert await hall.counted() == {("touch", "person"): 61}
    (device,) = await rows(hall, "select sequence from device")
    assert device["sequence"] == 71
    assert await rows(hall, "select n from total_implausible") == [{"n": 10}]


async def test_when_a_queue_arrives_does_not_matter_but_when_it_happened_does(
    hall: Hall, terminal: Terminal
) -> None:
    month = [terminal.touch(NOON - day * DAY - MINUTE + n) for day in range(9) for n in range(50)]
    assert await terminal.told(month, time=NOON) == ["stored"] * 450
    late = [event | {"id": str(uuid_utils.uuid7()), "sequence": 451} for event in month[:50]]
    told = await terminal.told(late, time=NOON + 14 * MINUTE)
    assert sorted(told) == ["event-implausible"] * 40 + ["stored"] * 10


async def test_touches_of_a_clock_that_is_wrong_are_bounded_by_their_own_time_too(
    hall: Hall, terminal: Terminal
) -> None:
    year = 365 * DAY
    slow = [terminal.touch(NOON - year - number * 2_000) for number in range(100)]
    assert await terminal.told(slow, time=NOON - year) == ["stored"] * 100
    quick = [terminal.touch(NOON - year - DAY) for _ in range(100)]
    told = await terminal.told(quick, time=NOON - year)
    assert told == ["stored"] * 60 + ["event-implausible"] * 40


async def test_what_the_device_has_been_running_places_touches_of_a_dead_clock(
    hall: Hall, terminal: Terminal
) -> None:
    events = [terminal.touch(0, boot="b1", uptime=hours * 3_600_000) for hours in (1, 20, 47, 48)]
    body = json.dumps({"events": events, "boot": "b1", "uptime": 48 * 3_600_000}).encode()
    answer = await terminal.post(body, time=5)
    assert {result["status"] for result in answer.json()["results"]} == {"stored"}
    found = await rows(hall, "select day, at from scan where client = 'device' order by at")
    assert [(NOON - row["at"]) // 3_600_000 for row in found] == [47, 28, 1, 0]
    assert [row["day"] for row in found] == [20261122, 20261123, 20261124, 20261124]


async def test_accepted_touches_are_in_every_total_once_and_on_their_own_day(
    hall: Hall, terminal: Terminal
) -> None:
    events = [terminal.touch(NOON - DAY, ("QC10", "QC06")[n % 2]) for n in range(90)]
    await terminal.told(events, time=NOON)
    done = await hall.served.do(AcceptTouches(terminal.id, 20261123))
    assert (done["accepted"], done["left"]) == (30, 0)
    with pytest.raises(Problem, match="implausible-none"):
        await hall.served.do(AcceptTouches("大厅1号", 20261123, part=1))
    assert await terminal.told(events, time=NOON) == ["stored"] * 90
    assert await hall.counted() == {("touch", "person"): 90}
    assert await rows(hall, "select n from total_implausible") == [{"n": 0}]
    proof = await hall.served.state.office.driver.read(lambda r: proofs.day(r, 20261123))
    assert (proof.rows, proof.differences) == (90, ())
    (device,) = await hall.served.state.office.driver.read(known_events.proofs)
    assert (device.known, device.missing, device.strays) == (90, 0, 0)
    (line,) = await rows(hall, "select subject, detail from log where act like 'device.accept%'")
    assert line["subject"] == "大厅1号"
    assert json.loads(line["detail"])["touches"] == 30


async def test_touches_of_a_sealed_day_can_no_longer_be_accepted(
    hall: Hall, terminal: Terminal
) -> None:
    await terminal.told([terminal.touch(NOON - DAY) for _ in range(61)], time=NOON)
    await hall.served.state.office.driver.write(
        lambda tx: tx.run(
            "insert into day_seal (day, n, digest, sealed_at, version)"
            " values (20261123, 60, '', 0, '0.1.0')"
        )
    )
    with pytest.raises(Problem, match="implausible-sealed"):
        await hall.served.do(AcceptTouches(terminal.id, 20261123))
    assert await hall.counted() == {("touch", "person"): 60}
