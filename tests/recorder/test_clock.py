"""A clock that jumps removes nothing and seals nothing until it is right again, or confirmed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk.domain.clock import Doubt
from kiosk.recorder import Alarm
from kiosk.store import clocks, migrations
from tests.recorder.timing import STEP, Machine, Process, machine_at, rows, seals, started
from tests.reports.ledger import Ledger, instant, opened
from tests.store.keeping import city
from tests.stores import Database, Store

pytestmark = pytest.mark.on_every_store(is_quick=True)

MIGRATION = next(Path(migrations.__path__[0]).glob("*_clock.sql"))
TODAY = "2026-11-30T02:00:00Z"
KEPT = ["2026-11-24", "2026-11-29"]
KEPT_DAYS = [20261124, 20261129]


@pytest.fixture
async def ledger(store: Store) -> AsyncIterator[Ledger]:
    async with opened(store) as made:
        yield made


@pytest.fixture
def machine() -> Machine:
    return machine_at(TODAY)


async def opening(ledger: Ledger, *days: str) -> None:
    """A scan on each of some days."""
    (card, *_) = await city(ledger)
    await ledger.record(*(ledger.opening(card, f"{day}T04:00:00Z") for day in days))


@pytest.fixture
async def service(ledger: Ledger, machine: Machine) -> Process:
    """One that has run until a minute ago, on a ledger of two days."""
    await opening(ledger, *KEPT)
    process = await started(ledger, machine)
    await process.watch.stop()
    machine.wait(minutes=1)
    return process


async def holds(process: Process, doubt: Doubt) -> None:
    """Nothing is sealed or removed, and it is told."""
    assert await process.look() is doubt
    await process.retain()
    assert (await rows(process.ledger), await seals(process.ledger)) == (KEPT_DAYS, [])
    assert [one.alarm for one in process.alarms.on] == [Alarm.CLOCK_JUMPED]
    assert process.alarms.on[0].places["doubt"] == doubt.value


async def goes_on(process: Process) -> None:
    """The clock is believed, and all that it says is due is done."""
    assert await process.look() is None
    assert process.alarms.on == ()
    await process.retain()


@pytest.mark.usefixtures("service")
async def test_a_start_500_days_ahead_removes_nothing_and_is_over_when_the_clock_is_set(
    ledger: Ledger, machine: Machine
) -> None:
    machine.jump(days=500)
    process = await started(ledger, machine)
    await holds(process, Doubt.AHEAD)
    machine.wait(minutes=10)
    again = await started(ledger, machine)  # a restart proves nothing
    await holds(again, Doubt.AHEAD)
    machine.jump(days=-500)
    await goes_on(again)
    assert (await rows(ledger), await seals(ledger)) == (KEPT_DAYS, [])


@pytest.mark.usefixtures("service")
async def test_a_start_a_year_back_removes_nothing_and_is_over_when_the_clock_is_set(
    ledger: Ledger, machine: Machine
) -> None:
    machine.jump(days=-365)
    process = await started(ledger, machine)
    await holds(process, Doubt.BEHIND)
    machine.wait(minutes=10)
    await holds(await started(ledger, machine), Doubt.BEHIND)
    machine.jump(days=365)
    await goes_on(process)
    assert (await rows(ledger), await seals(ledger)) == (KEPT_DAYS, [])


@pytest.mark.parametrize(("days", "doubt"), [(-30, Doubt.BEHIND), (400, Doubt.AHEAD)])
@pytest.mark.usefixtures("service")
async def test_a_jump_while_running_removes_nothing_and_is_over_when_the_clock_is_set(
    ledger: Ledger, machine: Machine, days: int, doubt: Doubt
) -> None:
    process = await started(ledger, machine)
    machine.wait(minutes=5)
    machine.jump(days=days)
    assert process.watch.certain() == machine.at - days * 86_400_000  # before anybody looks
    await holds(process, doubt)
    machine.wait(minutes=5)
    await holds(process, doubt)
    machine.jump(days=-days)
    await goes_on(process)
    assert (await rows(ledger), await seals(ledger)) == (KEPT_DAYS, [])


@pytest.mark.parametrize(("days", "doubt"), [(500, Doubt.AHEAD), (-365, Doubt.BEHIND)])
@pytest.mark.usefixtures("service")
async def test_a_confirmed_clock_is_right_at_once_and_after_a_restart(
    ledger: Ledger, machine: Machine, days: int, doubt: Doubt
) -> None:
    machine.jump(days=days)
    process = await started(ledger, machine)
    await holds(process, doubt)
    machine.wait(minutes=3)
    await process.confirm()
    await goes_on(process)
    assert await seals(ledger) == (KEPT_DAYS if days > 0 else [])
    await process.watch.stop()
    machine.wait(minutes=3)
    assert await Process(ledger, machine).look() is None


@pytest.mark.usefixtures("service")
async def test_a_clock_that_was_ahead_and_goes_back_is_right_once_that_is_confirmed(
    ledger: Ledger, machine: Machine
) -> None:
    """Somebody confirmed a wrong clock by mistake; then it is set."""
    machine.jump(days=60)
    process = await started(ledger, machine)
    await process.confirm()
    await goes_on(process)
    machine.wait(minutes=90)
    machine.jump(days=-60)
    await holds(process, Doubt.BEHIND)
    await process.confirm()
    await goes_on(process)
    assert (await rows(ledger), await seals(ledger)) == (KEPT_DAYS, [])


@pytest.mark.usefixtures("service")
async def test_a_stop_of_44_days_is_told_and_needs_nobody(ledger: Ledger, machine: Machine) -> None:
    stopped_at = machine.at - 60_000
    machine.wait(days=44)
    with capture_logs() as told:
        process = await started(ledger, machine)
    assert [line["event"] for line in told] == ["was-stopped"]
    await goes_on(process)
    mark = await ledger.driver.read(clocks.find)
    assert mark.notice(machine.at) == (stopped_at, machine.at)
    machine.wait(days=1)
    await process.look()
    mark = await ledger.driver.read(clocks.find)
    assert (mark.good_at, mark.stopped_at) == (machine.at, stopped_at)


@pytest.mark.usefixtures("service")
async def test_a_stop_of_46_days_waits_for_one_word(ledger: Ledger, machine: Machine) -> None:
    machine.wait(days=46)
    process = await started(ledger, machine)
    await holds(process, Doubt.AHEAD)
    machine.wait(days=2)  # nobody looks at the desk for two days
    await holds(process, Doubt.AHEAD)
    await process.confirm()
    await goes_on(process)


@pytest.mark.usefixtures("service")
async def test_a_restart_is_no_stop_to_tell(ledger: Ledger, machine: Machine) -> None:
    machine.wait(minutes=30)
    process = await started(ledger, machine)
    assert (await ledger.driver.read(clocks.find)).notice(machine.at) is None
    await goes_on(process)


@pytest.mark.usefixtures("service")
async def test_a_restart_does_not_make_a_jump_of_two_hours_a_stop(
    ledger: Ledger, machine: Machine
) -> None:
    process = await started(ledger, machine)
    machine.jump(minutes=120)
    await holds(process, Doubt.AHEAD)
    await process.watch.stop()
    machine.wait(minutes=1)
    await holds(await started(ledger, machine), Doubt.AHEAD)
    machine.jump(minutes=-120)
    machine.wait(minutes=1)
    await goes_on(await started(ledger, machine))


@pytest.mark.usefixtures("service")
async def test_a_small_step_is_logged_and_no_jump(ledger: Ledger, machine: Machine) -> None:
    process = await started(ledger, machine)
    machine.jump(minutes=5)
    with capture_logs() as told:
        assert await process.look() is None
    assert [(line["event"], line["by_s"]) for line in told] == [("clock-stepped", 300)]
    machine.jump(minutes=-5)
    machine.wait(minutes=1)
    await goes_on(process)


@pytest.mark.usefixtures("service")
async def test_many_small_steps_are_a_jump(ledger: Ledger, machine: Machine) -> None:
    """A quarter of an hour a day at most: 400 days of it are not even five."""
    process = await started(ledger, machine)
    for _ in range(15):
        machine.wait(minutes=1)
        machine.jump(minutes=1)
        assert await process.look() is None
    machine.jump(minutes=1)
    await holds(process, Doubt.AHEAD)


@pytest.mark.usefixtures("service")
async def test_a_clock_that_is_slow_by_seconds_a_day_stays_right_for_years(
    ledger: Ledger, machine: Machine
) -> None:
    process = await started(ledger, machine)
    for _ in range(400):
        machine.wait(days=1)
        machine.jump(minutes=-0.1)
        assert await process.look() is None


async def test_a_database_that_takes_no_mark_is_no_reason_not_to_serve(
    ledger: Ledger, machine: Machine, store: Store
) -> None:
    """As on a full disk; the alarm is told all the same."""
    refuse = "create trigger held before update on clock begin select raise(abort, 'full'); end"
    if isinstance(store, Database):
        refuse = "alter table clock add constraint held check (good_at is null)"
    await opening(ledger, *KEPT)
    await ledger.driver.write(lambda tx: tx.run(refuse))
    with capture_logs() as told:
        process = await started(ledger, machine)
        machine.jump(days=500)
        await holds(process, Doubt.AHEAD)
    events = [line["event"] for line in told]
    assert "clock-not-kept" in events
    assert "clock-jumped" in events


async def test_removal_goes_in_steps_so_that_a_wrong_word_costs_little(
    ledger: Ledger, machine: Machine
) -> None:
    days = [20261001 + number for number in range(20)]
    await opening(ledger, *(f"2026-10-{number:02d}" for number in range(1, 21)))
    await (await started(ledger, machine)).watch.stop()
    machine.jump(days=500)
    process = await started(ledger, machine)
    await process.confirm()
    for _ in range(3):
        await process.retain()
        assert (await rows(ledger), await seals(ledger)) == (days[STEP:], days[:STEP])
        machine.wait(minutes=60)
    machine.jump(days=-500)  # somebody has seen it; the seals of that time are no reason to wait
    assert await process.look() is Doubt.BEHIND
    await process.confirm()
    await process.retain()
    assert await seals(ledger) == days[:STEP]


async def test_what_is_long_due_goes_seven_days_a_day(ledger: Ledger, machine: Machine) -> None:
    await opening(ledger, *(f"2025-10-{number:02d}" for number in range(1, 21)))
    process = await started(ledger, machine)
    for left in (13, 6, 0):
        await process.retain()
        machine.wait(minutes=23 * 60)
        await process.retain()
        assert len(await rows(ledger)) == left
        machine.wait(minutes=60)


async def test_an_older_database_begins_with_the_newest_moment_it_holds(
    store: Store, machine: Machine
) -> None:
    """Started for the first time with this program, and the clock is 500 days ahead."""
    async with opened(store) as ledger:
        await ledger.driver.write(lambda tx: tx.run("drop table clock"))
        await opening(ledger, *KEPT)
        lines = MIGRATION.read_text("utf-8").splitlines()
        text = "\n".join(line for line in lines if not line.startswith("--"))
        for statement in filter(str.strip, text.split(";")):
            said = ledger.driver.schema(statement)
            await ledger.driver.write(lambda tx: tx.run(said))  # noqa: B023
        assert (await ledger.driver.read(clocks.find)).good_at == instant("2026-11-29T04:00:00Z")
        machine.jump(days=500)
        process = await started(ledger, machine)
        await holds(process, Doubt.AHEAD)
        machine.jump(days=-500)
        await goes_on(process)


async def test_a_time_that_cannot_be_is_not_written_down(ledger: Ledger, machine: Machine) -> None:
    """A dead battery: the clock begins in 1970. Scans get the time that is certain."""
    await opening(ledger, "2025-10-01", *KEPT)
    await (await started(ledger, machine)).retain()
    assert await seals(ledger) == [20251001]
    right = machine.at
    machine.at = instant("2025-10-01T12:00:00Z")
    process = await started(ledger, machine)
    assert process.watch.doubt is Doubt.BEHIND
    machine.wait(minutes=7)
    assert process.watch.stamp() == right + 7 * 60_000
    machine.at = instant("2025-10-01T16:00:00Z")  # the day after the last sealed one, in Jinan
    assert process.watch.stamp() == machine.at
    machine.at = right + 7 * 60_000
    await goes_on(process)
    assert process.watch.stamp() == machine.at


async def test_of_two_nodes_the_one_whose_clock_is_wrong_stops_alone(
    ledger: Ledger, machine: Machine
) -> None:
    """The server of the database is the witness, however little the wrong one is off."""
    server = machine_at(TODAY)
    await opening(ledger, "2025-10-01", *KEPT)
    other = machine_at(TODAY)
    other.jump(minutes=20)
    right, wrong = await started(ledger, machine, server), await started(ledger, other, server)
    assert (await right.look(), await wrong.look()) == (None, Doubt.APART)
    await wrong.retain()
    assert await seals(ledger) == []
    other.jump(days=500)
    for one in (machine, other, server):
        one.wait(minutes=2)
    assert (await right.look(), await wrong.look()) == (None, Doubt.APART)
    assert abs(wrong.watch.certain() - right.watch.certain()) < 60_000
    await wrong.retain()
    assert await seals(ledger) == []
    await right.retain()
    assert await seals(ledger) == [20251001]
    other.at = machine.at
    await goes_on(wrong)
    await goes_on(right)


async def test_a_word_at_one_node_counts_at_all(ledger: Ledger, machine: Machine) -> None:
    """Both and the server stood still for 50 days."""
    server, other = machine_at(TODAY), machine_at(TODAY)
    await opening(ledger, *KEPT)
    await (await started(ledger, machine, server)).watch.stop()
    for one in (machine, other, server):
        one.wait(days=50)
    nodes = [await started(ledger, one, server) for one in (machine, other)]
    assert [node.watch.doubt for node in nodes] == [Doubt.AHEAD] * 2
    await nodes[0].confirm()
    for node in nodes:
        await goes_on(node)
