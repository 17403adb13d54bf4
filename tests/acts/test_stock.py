"""What became of cards is noted by entries that are added and never changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.acts import Answer, Office
from kiosk.batches import read_stock, read_stocks, stock_json
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Status
from kiosk.store import batches, clerks, log, stocks
from tests.acting import do
from tests.acts.test_batch import create
from tests.acts.test_catalogue import publish
from tests.make import Clock, spot, starter
from tests.preflighted import verdict

pytestmark = pytest.mark.on_every_store


async def note(office: Office, kind: str, n: int, **args: Any) -> Answer:
    args = {"batch": "B0001", "placement": "P0001"} | args
    return await do(office, "stock.record", kind=kind, n=n, **args)


async def test_entries_are_added_at_each_placement_and_none_is_changed(
    office: Office, clock: Clock
) -> None:
    await create(office, spot("甲"), spot("乙"))
    for kind, n in (("printed", 205), ("received", 200)):
        await note(office, kind, n)
        clock.advance(seconds=60)
    await note(office, "received", 190, corrects=2, note=" 重新 点过 ")
    assert (await note(office, "received", 5, placement="P0002"))["number"] == 1
    found = await office.driver.read(lambda reader: stocks.of_batch(reader, "B0001"))
    first = found["P0001"]
    assert [(e.number, e.kind, e.n, e.corrects, e.note) for e in first] == [
        (1, "printed", 205, None, ""),
        (2, "received", 200, None, ""),
        (3, "received", 190, 2, "重新 点过"),
    ]
    assert [entry.at - first[0].at for entry in first] == [0, 60_000, 120_000]
    placed = await office.driver.read(lambda reader: read_stock(reader, "B0001"))
    # Two services of a hundred copies each are two hundred cards.
    assert [(one.stock.planned, one.stock.received) for one in placed] == [(200, 190), (200, 5)]
    assert await office.driver.read(read_stocks) == placed
    (line,) = await office.driver.read(lambda reader: log.last(reader, limit=1))
    assert (line["act"], line["subject"], line["actor"]) == ("stock.record", "B0001", "tester")


async def test_a_run_off_by_more_than_three_percent_is_asked_about(office: Office) -> None:
    await create(office, spot(copies=50))
    await note(office, "printed", 103)
    with pytest.raises(Problem, match="stock-deviation"):
        await note(office, "printed", 1)
    await note(office, "printed", 1, is_sure=True)
    await note(office, "printed", 50, corrects=2, is_sure=True)
    with pytest.raises(Problem, match="stock-deviation"):
        await note(office, "printed", 0, corrects=1)


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"kind": "lost", "n": 1}, "entry-kind-unknown"),
        ({"kind": "received", "n": 0}, "entry-number-faulty"),
        ({"kind": "received", "n": None}, "entry-number-faulty"),
        ({"kind": "screen", "n": 2}, "entry-number-faulty"),
        ({"kind": "stopped", "n": 0}, "entry-number-faulty"),
        ({"kind": "received", "n": 1_000_001}, "entry-number-faulty"),
        ({"kind": "received", "n": 1, "note": "字" * 201}, "entry-note-too-long"),
        ({"kind": "received", "n": 1, "corrects": 1}, "entry-not-standing"),
        ({"kind": "left", "n": 1, "placement": "P0009"}, "batch-placement-not-found"),
        ({"kind": "left", "n": 1, "batch": "B0009"}, "batch-not-found"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_noted(
    office: Office, args: dict[str, Any], code: str
) -> None:
    await create(office)
    with pytest.raises(Problem, match=code):
        await note(office, **args)
    assert await office.driver.read(stocks.of_all) == {}


async def test_an_entry_is_corrected_once_and_by_its_own_kind(office: Office) -> None:
    await create(office)
    await note(office, "received", 10)
    with pytest.raises(Problem, match="entry-not-standing"):
        await note(office, "left", 10, corrects=1)
    await note(office, "received", 9, corrects=1)
    with pytest.raises(Problem, match="entry-not-standing"):
        await note(office, "received", 8, corrects=1)
    await note(office, "received", 8, corrects=2)


async def test_the_life_of_a_batch_is_who_took_which_step_when(
    office: Office, clock: Clock
) -> None:
    await create(office)
    await do(office, "batch.preflight", **await verdict(office, "B0001"))
    for state in ("printed", "delivered", "in_use"):
        clock.advance(seconds=3_600)
        await do(office, "batch.set-state", batch="B0001", state=state)
    await do(office, "batch.recall", batch="B0001", reason="错了", replacement=None)
    life = await office.driver.read(lambda reader: batches.life(reader, "B0001"))
    assert [(step.state, step.actor) for step in life] == [
        (state, "tester") for state in ("planned", "printed", "delivered", "in_use", "recalled")
    ]
    assert [step.at - life[0].at for step in life] == [0, *(n * 3_600_000 for n in (1, 2, 3, 3))]
    placed = await office.driver.read(lambda reader: read_stock(reader, "B0001"))
    told = stock_json(placed, life, office.zone)
    assert told["life"][1] == {
        "state": "printed",
        "at": "2026-11-24T13:00:00+08:00",
        "by": "tester",
    }
    assert told["placements"][0]["received"] is None
    in_use = await office.driver.read(batches.in_use_since)
    assert in_use == {"B0001": life[3].at}


async def test_each_placement_gets_one_link_however_often_they_are_asked_for(
    office: Office,
) -> None:
    await create(office, spot("甲"), spot("乙"))
    made = [
        (await do(office, "clerk.add", batch="B0001", placement=place, days=9))["made"]
        for place in ("P0002", None, None)
    ]
    assert made == [1, 1, 0]
    links = await office.driver.read(
        lambda reader: clerks.open_links(reader, "B0001", today=20261124)
    )
    assert {place: link.until for place, link in links.items()} == {
        "P0001": 20261202,
        "P0002": 20261202,
    }
    await do(office, "clerk.revoke", batch="B0001", placement="P0001")
    with pytest.raises(Problem, match="clerk-link-not-found"):
        await do(office, "clerk.revoke", batch="B0001", placement="P0001")
    for days in (0, 1_101):
        with pytest.raises(Problem, match="clerk-days-faulty"):
            await do(office, "clerk.add", batch="B0001", placement=None, days=days)
    with pytest.raises(Problem, match="batch-placement-not-found"):
        await do(office, "clerk.add", batch="B0001", placement="P0009", days=1)
    assert (await do(office, "clerk.add", batch="B0001", placement=None, days=1))["made"] == 1


async def test_a_batch_whose_service_was_withdrawn_is_not_printed(office: Office) -> None:
    await create(office, services=["QC10"])
    await do(office, "batch.preflight", **await verdict(office, "B0001"))
    service = next(one for one in starter().services if one.id == "QC10")
    await publish(office, replace(service, status=Status.WITHDRAWN, slot=None))
    with pytest.raises(Problem, match="preflight-outdated"):
        await do(office, "batch.set-state", batch="B0001", state="printed")
