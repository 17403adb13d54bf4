"""A batch is issued whole or not at all; its codes are its own for ever."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.acts import Answer, Office
from kiosk.domain.code import read_code
from kiosk.domain.placement import BatchState, CodeRange, PlacementKind, Spot
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Origin
from kiosk.store import batches, log
from tests.acting import do
from tests.make import spot
from tests.preflighted import verdict

pytestmark = pytest.mark.on_every_store


async def create(office: Office, *spots: Spot, **changes: Any) -> Answer:
    args: dict[str, Any] = {
        "design": "a5-process",
        "services": ["QC06", "QC10"],
        "spots": [
            {"district": s.district, "name": s.name, "kind": s.kind.value, "copies": s.copies}
            for s in spots or (spot(),)
        ],
        "numbered": False,
    }
    return await do(office, "batch.create", **(args | changes))


async def ranges(office: Office) -> list[CodeRange]:
    return await office.driver.read(batches.ranges)


async def test_each_placement_gets_one_code_a_service(office: Office) -> None:
    made = await create(office, spot("甲"), spot("乙", kind=PlacementKind.ONLINE))
    found = await ranges(office)
    assert [(s.service, s.source, len(s)) for s in found] == [
        ("QC06", Origin.CARD, 1),
        ("QC10", Origin.CARD, 1),
        ("QC06", Origin.LINK, 1),
        ("QC10", Origin.LINK, 1),
    ]
    assert {span.batch for span in found} == {made["batch"]}
    assert [span.first for span in found] == list(range(found[0].first, found[0].first + 4))


async def test_a_card_with_a_code_a_service_is_printed_once_for_all_of_them(office: Office) -> None:
    every = [f"QC{number:02}" for number in range(1, 14)]
    await create(office, spot("甲", copies=40), design="leaflet-a4-fold3", services=every)
    found = await ranges(office)
    assert [span.service for span in found] == every
    (line,) = await office.driver.read(lambda reader: log.last(reader, limit=1))
    assert '"copies": 40' in line["detail"]


async def test_a_million_numbered_copies_cost_a_row_a_placement(office: Office) -> None:
    await create(
        office, spot("甲", copies=400_000), spot("乙", copies=600_000), services=[""], numbered=True
    )
    found = await ranges(office)
    assert [len(span) for span in found] == [400_000, 600_000]
    code = office.signer.code(found[1].last)
    number = read_code(code)
    assert number is not None
    assert office.signer.verify(number) == found[1].last


async def test_a_hall_gets_thirteen_screen_codes_once(office: Office) -> None:
    hall = spot("历下大厅", kind=PlacementKind.KIOSK)
    await create(office, hall)
    await create(office, hall)
    screens = [span for span in await ranges(office) if span.batch is None]
    assert sorted(span.service for span in screens) == [f"QC{n:02}" for n in range(1, 14)]
    assert {span.source for span in screens} == {Origin.KIOSK}


async def test_the_same_placement_is_known_again(office: Office) -> None:
    await create(office, spot(" 甲 "))
    await create(office, spot("甲"))
    await create(office, spot("甲", district="370103"))
    found = {span.placement for span in await ranges(office)}
    assert found == {"P0001", "P0002"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"services": ["QC99"]}, "service-not-found"),
        ({"services": ["QC14"]}, "service-not-found"),
        ({"services": ["QC10", "QC10"]}, "services-repeated"),
        ({"spots": []}, "placements-missing"),
        (
            {"spots": [{"district": "999999", "name": "甲", "kind": "window", "copies": 1}]},
            "district-not-found",
        ),
        (
            {"spots": [{"district": "370102", "name": "甲", "kind": "window", "copies": 0}]},
            "placement-faulty",
        ),
    ],
)
async def test_a_batch_that_cannot_be_made_leaves_nothing(
    office: Office, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Problem) as told:
        await create(office, **changes)
    assert told.value.code == code
    assert await ranges(office) == []
    assert await office.driver.read(lambda reader: reader.all(batches.LIST)) == []


async def test_an_act_asked_for_twice_is_done_once(office: Office) -> None:
    args = {"services": [""], "design": "card-90x54-catalogue", "numbered": False}
    spots = [{"district": "370102", "name": "甲", "kind": "window", "copies": 5}]
    first = await do(office, "batch.create", once="same", spots=spots, **args)
    second = await do(office, "batch.create", once="same", spots=spots, **args)
    assert first == second
    assert len(await ranges(office)) == 1


async def test_a_state_only_moves_forward_and_recall_has_a_reason(office: Office) -> None:
    made = (await create(office))["batch"]
    other = (await create(office))["batch"]
    await do(office, "batch.preflight", **await verdict(office, made))
    await do(office, "batch.set-state", batch=made, state="delivered")
    with pytest.raises(Problem, match="batch-state-back"):
        await do(office, "batch.set-state", batch=made, state="printed")
    with pytest.raises(Problem, match="batch-state-recall"):
        await do(office, "batch.set-state", batch=made, state="recalled")
    with pytest.raises(Problem, match="reason-missing"):
        await do(office, "batch.recall", batch=made, reason=" ", replacement=None)
    with pytest.raises(Problem, match="replacement-self"):
        await do(office, "batch.recall", batch=made, reason="印错", replacement=made)
    with pytest.raises(Problem, match="batch-not-found"):
        await do(office, "batch.recall", batch=made, reason="印错", replacement="B9999")
    await do(office, "batch.recall", batch=made, reason="电话印错", replacement=other)
    with pytest.raises(Problem, match="batch-recalled"):
        await do(office, "batch.recall", batch=made, reason="再停", replacement=None)
    with pytest.raises(Problem, match="batch-recalled"):
        await do(office, "batch.set-state", batch=made, state="used_up")
    found = await office.driver.read(lambda reader: batches.find(reader, made))
    assert found is not None
    assert (found.state, found.reason, found.replacement) == (
        BatchState.RECALLED,
        "电话印错",
        other,
    )
    assert {s.is_recalled for s in await ranges(office) if s.batch == made} == {True}
    assert {s.is_recalled for s in await ranges(office) if s.batch == other} == {False}


async def test_every_act_leaves_its_line_in_the_log(office: Office) -> None:
    made = (await create(office))["batch"]
    await do(office, "batch.recall", batch=made, reason="印错", replacement=None)
    lines = await office.driver.read(lambda reader: log.last(reader, limit=10))
    assert [(line["actor"], line["act"], line["subject"]) for line in lines][:2] == [
        ("tester", "batch.recall", made),
        ("tester", "batch.create", made),
    ]
    assert "印错" in lines[0]["detail"]


async def test_an_unknown_act_is_refused(office: Office) -> None:
    with pytest.raises(Problem, match="act-unknown"):
        await do(office, "batch.burn")


async def test_rotating_keys_keeps_old_ranges_with_their_key(office: Office) -> None:
    await create(office)
    await do(office, "key.rotate")
    await office.reload_keys()
    await create(office, spot("乙"))
    assert [key.id for key in office.signer.keys] == ["K2", "K1"]
    assert {span.key for span in await ranges(office)} == {"K1", "K2"}
    await do(office, "key.retire", key="K1")
    await office.reload_keys()
    assert [key.id for key in office.signer.keys] == ["K2"]
    with pytest.raises(Problem, match="code-key-last"):
        await do(office, "key.retire", key="K2")
