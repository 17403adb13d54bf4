"""The whole service while its clock is wrong: what is recorded, refused, told, and right again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.acts.account import invitation_of
from kiosk.acts.clock import ConfirmClock
from kiosk.acts.token import digest_of
from kiosk.app.folder import Folder
from kiosk.app.proof import Inspector
from kiosk.config import Settings
from kiosk.domain.clock import Doubt
from kiosk.domain.problem import Problem
from kiosk.recorder import Alarm
from kiosk.store import catalogues
from kiosk.store.driver import Row
from tests.batches.test_changes import limited
from tests.make import NOON, shared, spot
from tests.recorder.timing import Machine
from tests.serving import Served, serving
from tests.web.admin.visitor import PASSWORD, make_account, signed_in
from tests.web.hall import hall_of
from tests.web.terminal import enrolled

pytestmark = pytest.mark.on_every_store(is_quick=True)

DAY_MS = 86_400_000
TOKEN = "mbk_of_this_test"


@pytest.fixture
def machine() -> Machine:
    """Ten days after the catalogue was published."""
    return Machine(NOON + 10 * DAY_MS)


@pytest.fixture
async def served(settings: Settings, machine: Machine) -> AsyncIterator[Served]:
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as started:
        yield started


async def jump(served: Served, machine: Machine, *, days: float) -> None:
    machine.jump(days=days)
    await served.state.clock.look()
    await served.state.refresh_if_due()  # as it does each second


async def scan(served: Served, code: str, number: int = 0) -> None:
    answer = await served.client.get(
        f"/S/{code}", headers={"user-agent": f"Mozilla/5.0 ({number})"}
    )
    assert (answer.status_code, answer.headers["x-scan"]) == (200, "recorded")


async def rows(served: Served, sql: str) -> list[Row]:
    return await served.state.office.driver.read(lambda reader: reader.all(sql))


async def days(served: Served) -> dict[int, int]:
    """Scans of each day."""
    told = await rows(served, "select day, count(*) as n from scan group by day order by day")
    return {row["day"]: row["n"] for row in told}


async def verify(served: Served) -> None:
    """What `kiosk verify` finds: nothing."""
    inspector = Inspector(served.state.office.driver, Folder(served.state.folder), Settings())
    assert await inspector.complaints() == ()
    proofs = [proof async for proof in inspector.proofs()]
    assert [proof.differences for proof in proofs] == [()] * len(proofs)
    assert [proof for proof in proofs if getattr(proof, "late", 0)] == []


@pytest.mark.parametrize("ahead", [500, -9, -365])
async def test_scans_are_recorded_by_the_wrong_clock_and_today_is_counted_when_it_is_right(
    served: Served, machine: Machine, ahead: int
) -> None:
    (card,) = await served.batch()
    code = served.code(card)
    await scan(served, code, 1)
    await jump(served, machine, days=ahead)
    for number in range(3):
        await scan(served, code, number + 2)
    await verify(served)
    await jump(served, machine, days=-ahead)
    assert served.state.alarms.on == ()
    await scan(served, code, 5)
    found = await days(served)
    today = served.state.office.zone.moment(machine.at).day
    wrong = served.state.office.zone.moment(machine.at + ahead * DAY_MS).day
    if ahead == -365:  # before the catalogue was published nothing can have been opened
        assert found == {today: 5}
    else:
        assert found == {today: 2, wrong: 3}
    assert await served.waterfall() == {"person": 5}
    await verify(served)


@pytest.mark.parametrize("ahead", [500, -365])
async def test_what_a_device_reports_is_taken_meanwhile_and_on_its_own_day_afterwards(
    served: Served, machine: Machine, ahead: int
) -> None:
    hall = await hall_of(served)
    machine.wait(days=1)
    terminal = await enrolled(served, hall.card.placement)
    machine.wait(days=1)
    right = machine.at
    old = [terminal.touch(right - 3_600_000), terminal.touch(right - 60_000)]
    await jump(served, machine, days=ahead)
    assert await terminal.told(old[:1], time=right) == ["stored"]
    await jump(served, machine, days=-ahead)
    assert await terminal.told([*old, terminal.touch(right)], time=right) == ["stored"] * 3
    today = served.state.office.zone.moment(right).day
    told = await rows(served, "select day from scan where client = 'device' order by day")
    # Where the clock cannot be right what is certain takes its place, and the kiosk's is near that.
    assert [row["day"] for row in told].count(today) == (2 if ahead > 0 else 3)
    await verify(served)


async def test_no_event_is_turned_away_by_a_clock_before_anybody_has_looked(
    served: Served, machine: Machine
) -> None:
    """The answer is final, so it must not be given by a clock that jumped a moment ago."""
    hall = await hall_of(served)
    terminal = await enrolled(served, hall.card.placement)
    machine.wait(days=1)
    event = terminal.touch(machine.at)
    machine.jump(days=420)
    # The kiosk's clock made the same jump, an hour after the touch: by both it is long ago.
    assert await terminal.told([event], time=machine.at) == ["stored"]


async def test_the_alarm_says_what_the_clock_says_and_what_is_certain(
    served: Served, machine: Machine
) -> None:
    await jump(served, machine, days=500)
    (raised,) = served.state.alarms.on
    assert (raised.alarm, raised.since) == (Alarm.CLOCK_JUMPED, NOON + 10 * DAY_MS)
    assert raised.places == {
        "doubt": "ahead",
        "clock": "2028-04-17T12:00:00+08:00",
        "certain": "2026-12-04T12:00:00+08:00",
    }


async def report(served: Served, first: str, last: str, form: str) -> Any:
    asked = f"/api/v1/reports/scans?from={first}&to={last}&by=day&format={form}"
    answer = await served.client.get(asked, headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    return answer.json() if form == "json" else answer.content


async def test_reports_say_from_which_day_on_nothing_is_sealed(
    served: Served, machine: Machine
) -> None:
    await served.do("token.add", name="test", digest=digest_of(TOKEN))
    (card,) = await served.batch()
    await scan(served, served.code(card))
    closed = await report(served, "2026-11-01", "2026-11-30", "csv")
    await jump(served, machine, days=50)
    told = await report(served, "2026-12-01", "2026-12-31", "csv")
    assert "未封存,服务器时间有疑问，还没有人确认：2026-12-04 起的数字可能还会变" in told.decode()
    assert (await report(served, "2026-12-01", "2026-12-31", "json"))[
        "unsealed_from"
    ] == "2026-12-04"
    assert await report(served, "2026-11-01", "2026-11-30", "csv") == closed
    await served.do(ConfirmClock(machine.at))
    told = await report(served, "2026-12-01", "2026-12-31", "csv")
    assert "未封存" not in told.decode()
    assert (await report(served, "2026-12-01", "2026-12-31", "json"))["unsealed_from"] is None


async def test_a_revision_that_came_into_force_by_a_wrong_clock_goes_again(
    served: Served, machine: Machine
) -> None:
    due = machine.at + 30 * DAY_MS
    args = {
        "services": [catalogues.service_body(limited(30))],
        "shared": catalogues.shared_body(shared()),
    }
    await served.do("catalogue.publish", **args, effective_from=due)
    before = (await served.client.get("/services/QC10")).text
    await jump(served, machine, days=500)
    assert (await served.client.get("/services/QC10")).text != before
    await jump(served, machine, days=-500)
    assert (await served.client.get("/services/QC10")).text == before


async def test_nothing_is_published_or_printed_by_a_clock_in_doubt(
    served: Served, machine: Machine
) -> None:
    (card,) = await served.batch()
    assert card.batch is not None
    await served.passed(card.batch)
    args = {
        "services": [catalogues.service_body(limited(30))],
        "shared": catalogues.shared_body(shared()),
        "effective_from": None,
    }
    await jump(served, machine, days=500)
    for act, wanted in (
        ("catalogue.publish", args),
        ("batch.set-state", {"batch": card.batch, "state": "printed"}),
    ):
        with pytest.raises(Problem) as refused:
            await served.do(act, **wanted)
        assert refused.value.code == "clock-doubted"
    await jump(served, machine, days=-500)
    machine.wait(minutes=1)
    await served.do("batch.set-state", batch=card.batch, state="printed")
    await served.do("catalogue.publish", **args)


async def test_sessions_and_links_made_by_a_wrong_clock_end_with_it(
    served: Served, machine: Machine
) -> None:
    await jump(served, machine, days=500)
    visitor = await signed_in(served)
    await served.do("account.add", name="lisi", digest=digest_of("link"))
    assert (await visitor.get("/admin")).status_code == 200
    office = served.state.office

    async def link() -> Row:
        return await office.driver.read(
            lambda reader: invitation_of(reader, office, digest_of("link"))
        )

    assert (await link())["account"] == "lisi"
    await jump(served, machine, days=-500)
    assert (await visitor.get("/admin")).status_code == 303
    with pytest.raises(Problem) as refused:
        await link()
    assert refused.value.code == "invitation-expired"
    assert (await visitor.sign_in()).status_code == 303
    assert (await visitor.get("/admin")).status_code == 200


async def test_a_failure_by_a_wrong_clock_keeps_nobody_out(
    served: Served, machine: Machine
) -> None:
    await make_account(served)
    visitor = await signed_in(served, "lisi")
    await jump(served, machine, days=500)
    for _ in range(5):
        assert (await visitor.sign_in("zhangsan", "wrong password")).status_code in (403, 422)
    assert (await visitor.sign_in("zhangsan", PASSWORD)).status_code == 429
    await jump(served, machine, days=-500)
    assert (await visitor.sign_in("zhangsan", PASSWORD)).status_code == 303


async def test_a_closed_month_stays_what_it_was_through_all_of_it(
    served: Served, machine: Machine
) -> None:
    await served.do("token.add", name="test", digest=digest_of(TOKEN))
    (card,) = await served.batch()
    machine.jump(days=-9)
    await served.state.clock.look()
    await served.do(ConfirmClock(machine.at))  # November
    await scan(served, served.code(card))
    machine.wait(days=9)
    await served.state.clock.look()
    forms = ("csv", "json")
    before = [await report(served, "2026-11-01", "2026-11-30", form) for form in forms]
    for ahead in (500, 50):
        await jump(served, machine, days=ahead)
        await scan(served, served.code(card))
        assert [await report(served, "2026-11-01", "2026-11-30", form) for form in forms] == before
        await jump(served, machine, days=-ahead)
    assert before[1]["total"]["scans"] == 1
    await verify(served)


async def test_a_start_with_a_dead_battery_serves_and_counts_today(
    settings: Settings, machine: Machine
) -> None:
    """The clock begins in 1970: before any catalogue, and before anything was ever printed."""
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as first:
        (card,) = await first.batch()
    today, right = first.state.office.zone.moment(machine.at).day, machine.at
    machine.at = DAY_MS
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as again:
        assert again.state.clock.doubt is Doubt.BEHIND
        await scan(again, again.code(card))
        assert (await again.client.get("/services/QC10")).status_code == 200
        visitor = await signed_in(again)
        assert (await visitor.get("/admin")).status_code == 200
        machine.wait(minutes=3)
        machine.at = right + 3 * 60_000
        await again.state.clock.look()
        await scan(again, again.code(card), 1)
        assert await days(again) == {today: 2}
        await verify(again)


async def test_the_next_start_by_a_right_clock_knows_nothing_of_the_wrong_one(
    settings: Settings, machine: Machine
) -> None:
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as first:
        (card,) = await first.batch(spot())
        await jump(first, machine, days=500)
        await scan(first, first.code(card))
        assert first.state.clock.doubt is Doubt.AHEAD
    machine.jump(days=-500)
    machine.wait(minutes=5)
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as again:
        assert (again.state.clock.doubt, again.state.alarms.on) == (None, ())
        await scan(again, again.code(card))
        assert list((await days(again)).values()) == [1, 1]
        await verify(again)


@pytest.mark.on_postgres
async def test_a_node_with_a_wrong_clock_destroys_no_key_of_the_others(
    settings: Settings, machine: Machine, tmp_path: Path
) -> None:
    secret = settings.data_dir / "keys.json"
    second = settings.model_copy(update={"data_dir": tmp_path / "second", "secret_file": secret})
    wrong = Machine(machine.at + 500 * DAY_MS)

    async def keys(node: Served) -> list[int]:
        return [row["day"] for row in await rows(node, "select day from device_key order by day")]

    async def seen(node: Served) -> set[bytes]:
        told = await rows(node, "select device from scan order by id")
        return {bytes(row["device"]) for row in told}

    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as one:
        (card,) = await one.batch()
        await scan(one, one.code(card))
        before = await seen(one)
        async with serving(second, now=lambda: wrong.at, steady=lambda: wrong.steady) as other:
            assert (one.state.clock.doubt, other.state.clock.doubt) == (None, Doubt.AHEAD)
            await scan(other, other.code(card))
            assert len(await seen(other)) == 2  # its day has a key of its own, in memory alone
            assert await keys(other) == [20261204]
    async with serving(settings, now=lambda: machine.at, steady=lambda: machine.steady) as again:
        await scan(again, again.code(card))
        assert len(await seen(again)) == 2
        assert before <= await seen(again)
