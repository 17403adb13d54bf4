"""告警: what is wrong is told within five seconds wherever somebody looks, and ends by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Any

import pytest
from argon2.profiles import CHEAPEST
from prometheus_client.parser import text_string_to_metric_families

from kiosk.acts.passwords import Passwords
from kiosk.recorder import Alarm, Alarms, Board, watch
from kiosk.store.driver import StoreFailure, Trouble
from kiosk.store.sqlite_library import sqlite3
from kiosk.web.admin.alarm_words import alarm_lines
from kiosk.web.pages.texts import texts
from tests.serving import Served
from tests.web.admin.visitor import signed_in

WITHIN_S = 5.0
NAMES = {alarm.value for alarm in Alarm}


@pytest.fixture(autouse=True)
def _hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "HOLD_S", 4.0)


async def alarms(served: Served) -> dict[str, dict[str, Any]]:
    told = (await served.client.get("/readyz")).json()
    return {one["alarm"]: one for one in told["alarms"]}


async def until(is_so: Callable[[], Awaitable[object]]) -> None:
    """Wait for what must be so within five seconds, on a machine at a quarter of its speed."""
    async with asyncio.timeout(4 * WITHIN_S):
        while not await is_so():
            await asyncio.sleep(0.05)


async def gauges(served: Served) -> dict[str, float]:
    text = (await served.client.get("/metrics")).text
    return {
        sample.labels["alarm"]: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "mingbai_alarm"
    }


async def full(*_: object) -> None:
    raise StoreFailure("database or disk is full", Trouble.FULL)


async def test_a_quiet_service_has_no_alarm(served: Served) -> None:
    told = (await served.client.get("/readyz")).json()
    assert (told["status"], told["alarms"]) == ("ready", [])
    assert await gauges(served) == dict.fromkeys(NAMES, 0)


async def test_a_full_disk_and_lost_scans_are_told_everywhere_and_end_by_themselves(
    served: Served, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    served.state.passwords = Passwords(CHEAPEST)
    visitor = await signed_in(served)
    (card,) = await served.batch()
    with monkeypatch.context() as failing:
        failing.setattr(served.state.recorder._groups, "_commit", full)
        failing.setattr(served.state.recorder._groups, "_keep", full)
        for _ in range(3):
            answer = await served.client.get(f"/S/{served.code(card)}")
            assert answer.headers["x-scan"] == "unrecorded"

        async def is_told() -> bool:
            found = await alarms(served)
            return "disk-full" in found and found.get("losing-scans", {}).get("n") == 3

        await until(is_told)
        ready = await served.client.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (503, "losing-scans")
        told = await gauges(served)
        assert told["losing-scans"] == told["disk-full"] == 1
        page = (await visitor.get("/admin/batches")).text
        assert "有 3 次扫码没有记下来。" in page
        assert "磁盘快满了" in page
        assert page.index("有 3 次扫码没有记下来。") < page.index("<h1>")

    async def is_over() -> bool:
        return not await alarms(served)

    await until(is_over)
    assert (await served.client.get("/readyz")).json()["status"] == "ready"
    assert "没有记下来" not in (await visitor.get("/admin/batches")).text
    said = "".join(capfd.readouterr())
    assert said.count("losing-scans") == 2  # that it began, and that it is over


async def test_a_stranger_reads_no_alarm_at_the_door_of_the_desk(served: Served) -> None:
    served.state.alarms.set(Alarm.DISK_FULL, at=0, free_mib=3)
    assert "磁盘" not in (await served.client.get("/admin/sign-in")).text


async def test_a_spool_that_grows_is_told_with_its_number(served: Served) -> None:
    (card,) = await served.batch()
    with closing(
        sqlite3.connect(served.state.folder / "kiosk.sqlite3", isolation_level=None)
    ) as thief:
        thief.execute("begin immediate")
        for _ in range(2):
            await served.client.get(f"/S/{served.code(card)}")

        async def is_told() -> bool:
            return (await alarms(served)).get("spool-grows", {}).get("n") == 2

        await until(is_told)
        assert (await served.client.get("/readyz")).json()["status"] == "spool-grows"
        thief.execute("rollback")

    async def is_over() -> bool:
        return not await alarms(served)

    await until(is_over)


async def test_a_loop_that_stood_still_is_told(served: Served) -> None:
    await asyncio.sleep(1)
    time.sleep(3)  # noqa: ASYNC251 - the loop is to stand still

    async def is_told() -> bool:
        return "loop-stalled" in await alarms(served)

    await until(is_told)


async def test_a_disk_that_refused_and_a_database_that_is_broken_stay_told(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    (card,) = await served.batch()
    for trouble in (Trouble.SYNC, Trouble.DAMAGED):

        async def fail(*_: object, trouble: Trouble = trouble) -> None:
            raise StoreFailure("disk I/O error", trouble)

        with monkeypatch.context() as failing:
            failing.setattr(served.state.recorder._groups, "_commit", fail)
            answer = await served.client.get(f"/S/{served.code(card)}")
            assert answer.headers["x-scan"] == "spooled"
    await asyncio.sleep(2)

    async def is_told() -> bool:
        return {"disk-fails", "database-damaged"} <= (await alarms(served)).keys()

    await until(is_told)
    assert (await served.client.get("/readyz")).status_code == 200


async def test_space_is_told_before_it_is_gone(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_free_bytes", lambda _: 5 << 20)

    async def is_told() -> bool:
        return (await alarms(served)).get("disk-full", {}).get("free_mib") == 5

    await until(is_told)


def test_what_one_worker_says_all_of_them_tell() -> None:
    board = Board(3)
    seats = []
    for number in range(3):
        board.sit(number)
        seats.append(Alarms(board))
    board.sit(0)
    seats[0].set(Alarm.LOSING, at=2_000, n=3)
    board.sit(1)
    seats[1].set(Alarm.LOSING, at=1_000, n=4)
    seats[1].set(Alarm.SPOOLING, at=1_500, n=9)
    told = seats[2].on
    assert [(one.alarm, one.since, one.places) for one in told] == [
        (Alarm.LOSING, 1_000, {"n": 7}),
        (Alarm.SPOOLING, 1_500, {"n": 9}),
    ]
    seats[1].clear(Alarm.LOSING)
    assert [(one.since, one.places["n"]) for one in seats[2].on] == [(2_000, 3), (1_500, 9)]
    board.forget(1)  # it was killed
    assert [one.alarm for one in seats[2].on] == [Alarm.LOSING]


def test_a_note_that_is_too_long_keeps_when_it_began() -> None:
    alarms = Alarms()
    alarms.set(Alarm.DATABASE_DAMAGED, at=7, why="x" * 9_999)
    assert [(one.since, one.places) for one in alarms.on] == [(7, {})]


def test_an_alarm_that_goes_on_is_logged_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    clock = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    alarms = Alarms()
    for second in range(150):
        clock = float(second)
        alarms.set(Alarm.LOSING, at=0, n=second)
    alarms.clear(Alarm.LOSING)
    said = [line for line in "".join(capfd.readouterr()).splitlines() if "losing-scans" in line]
    assert len(said) == 4  # at the start, after one minute and after two, and at the end


async def test_every_alarm_has_its_words_in_both_languages(served: Served) -> None:
    places = {"n": 3, "free_mib": 5, "seconds": 4}
    for alarm in Alarm:
        served.state.alarms.set(alarm, at=1_795_492_800_000, **places)
    for language in ("zh", "en"):
        lines = alarm_lines(served.state, texts(language))
        assert len(lines) == len(Alarm)
        assert all(line.what and line.to_do for line in lines)
        assert {str(line.since) for line in lines} == {
            "11月24日 12:00 起。" if language == "zh" else "Since 24 Nov 12:00."
        }
