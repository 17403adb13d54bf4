"""The desk says that the clock is in doubt, and one click says that it is right."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from kiosk.config import Settings
from kiosk.domain.clock import Doubt
from tests.make import NOON
from tests.recorder.timing import Machine
from tests.serving import Served, serving
from tests.web.admin.reading import text
from tests.web.admin.visitor import field, signed_in

DOUBT = "服务器时间有疑问。"


@pytest.fixture
def machine() -> Machine:
    return Machine(NOON)


@pytest.fixture
async def served(settings: Settings, machine: Machine) -> AsyncIterator[Served]:
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as started:
        yield started


async def test_it_says_nothing_while_there_is_nothing_to_say(served: Served) -> None:
    visitor = await signed_in(served)
    page = text((await visitor.get("/admin")).text)
    assert DOUBT not in page
    assert "服务停过" not in page
    assert "没有疑问，不用做什么" in text((await visitor.get("/admin/clock")).text)


async def test_one_click_says_that_the_clock_is_right_and_the_log_says_who_did(
    served: Served, machine: Machine
) -> None:
    machine.jump(days=50)
    await served.state.clock.look()
    visitor = await signed_in(served)
    page = text((await visitor.get("/admin")).text)
    assert f"{DOUBT} 11月24日 12:00 起。 扫码照常记录" in page
    assert "查看并确认" in page
    form = (await visitor.get("/admin/clock")).text
    assert "现在确实是2027年1月13日 12:00" in text(form)
    fields = {name: field(form, name) for name in ("key", "at")}
    for _ in range(2):  # a double click
        answer = await visitor.post("/admin/clock", fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    assert (served.state.clock.doubt, served.state.alarms.on) == (None, ())
    assert DOUBT not in text((await visitor.get("/admin")).text)
    log = text((await visitor.get("/admin/log?kind=clock")).text)
    assert (
        len(re.findall("确认服务器时间无误：2027-01-13 12:00（上一次确认无误是2026-11-24", log))
        == 1
    )


async def test_a_page_that_was_left_open_confirms_nothing_else(
    served: Served, machine: Machine
) -> None:
    machine.jump(days=50)
    await served.state.clock.look()
    visitor = await signed_in(served)
    form = (await visitor.get("/admin/clock")).text
    machine.jump(minutes=61)
    await visitor.sign_in()
    answer = await visitor.post("/admin/clock", {n: field(form, n) for n in ("key", "at")})
    assert answer.status_code == 409
    assert "请重新看一遍再确认" in text(answer.text)
    assert served.state.clock.doubt is Doubt.AHEAD
    assert (await visitor.post("/admin/clock", {"key": "k", "at": "soon"})).status_code == 400


async def test_a_clock_that_another_contradicts_cannot_be_confirmed(
    served: Served, machine: Machine
) -> None:
    machine.jump(days=50)
    await served.state.clock.look()
    visitor = await signed_in(served)
    form = (await visitor.get("/admin/clock")).text
    served.state.clock.doubt = Doubt.APART
    answer = await visitor.post("/admin/clock", {n: field(form, n) for n in ("key", "at")})
    assert answer.status_code == 409
    assert "本机和数据库服务器的时间相差" in text(answer.text)


async def test_a_stop_is_told_for_a_week(settings: Settings, machine: Machine) -> None:
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady):
        pass
    machine.wait(days=44)
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as served:
        visitor = await signed_in(served)
        page = text((await visitor.get("/admin")).text)
        assert "服务停过：2026年11月24日 12:00 至 2027年1月7日 12:00" in page
        assert DOUBT not in page
        machine.wait(days=7)
        await visitor.sign_in()
        assert "服务停过" not in text((await visitor.get("/admin")).text)
