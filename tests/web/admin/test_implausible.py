"""The desk tells of touches that cannot be, lets people accept them, and hints at jumps."""

from __future__ import annotations

import pytest

from kiosk.domain.scan import Act, Class
from tests.make import NOON, Clock
from tests.serving import Served
from tests.web.admin.city import _scan
from tests.web.admin.reading import text
from tests.web.admin.visitor import Visitor, signed_in
from tests.web.hall import Hall, hall_of
from tests.web.terminal import enrolled

DAY = 86_400_000


@pytest.fixture
async def hall(served: Served, clock: Clock) -> Hall:
    """A hall whose device sent a thousand touches of one minute of yesterday, and one of today."""
    made = await hall_of(served)
    clock.at = NOON - 10 * DAY
    terminal = await enrolled(served, made.card.placement)
    clock.at = NOON
    for _ in range(2):
        await terminal.told([terminal.touch(NOON - DAY) for _ in range(500)], time=NOON)
    await terminal.told([terminal.touch(NOON)], time=NOON)
    return made


@pytest.fixture
async def desk(served: Served) -> Visitor:
    return await signed_in(served)


async def test_the_overview_leads_to_what_waits_and_it_can_be_accepted(
    hall: Hall, desk: Visitor
) -> None:
    told = "触屏中有 940 次频率不可信"
    assert told in text((await desk.get("/admin")).text)
    page = (await desk.get("/admin/implausible")).text
    assert "大厅1号" in text(page)
    assert "2026-11-23" in text(page)
    fields = {"device": "D0001", "day": "20261123", "key": "one"}
    answer = await desk.post("/admin/implausible", fields)
    assert answer.status_code == 303
    assert "已计入。" in text((await desk.get("/admin/implausible?accepted=1")).text)
    assert told not in text((await desk.get("/admin")).text)
    assert await hall.counted() == {("touch", "person"): 1_001}
    log = text((await desk.get("/admin/log")).text)
    assert "把自助终端大厅1号（D0001）在 2026-11-23 待核的 500 次触屏计入了统计" in log
    assert "待核的 440 次触屏" in log
    again = await desk.post("/admin/implausible", fields | {"key": "two"})
    assert (again.status_code, "没有待核的触屏" in text(again.text)) == (404, True)


@pytest.mark.parametrize("day", ["", "noon", "20261399", "99999999"])
async def test_a_day_that_is_none_is_told_in_one_sentence(
    hall: Hall, desk: Visitor, day: str
) -> None:
    answer = await desk.post("/admin/implausible", {"device": "D0001", "day": day, "key": "one"})
    assert 400 <= answer.status_code < 500
    assert await hall.counted() == {("touch", "person"): 61}


async def test_a_placement_far_beyond_its_own_past_is_hinted_at(
    served: Served, desk: Visitor
) -> None:
    (span,) = await served.batch()
    numbers = iter(range(1, 10_000))
    past = [
        _scan(next(numbers), NOON - day * DAY, span, Act.SCAN, Class.PERSON, "QC10")
        for day in range(1, 29)
        for _ in range(4)
    ]
    driver = served.state.office.driver
    await driver.record(past, {})
    assert "倍" not in text((await desk.get("/admin")).text)
    today = [_scan(next(numbers), NOON, span, Act.SCAN, Class.PERSON, "QC10") for _ in range(1_000)]
    await driver.record(today, {})
    page = text((await desk.get("/admin")).text)
    assert "11月24日有效扫码 1,000 次，是此前 28 天里最多一天（4 次）的 250 倍" in page
