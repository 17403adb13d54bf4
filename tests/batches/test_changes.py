"""What was printed is kept, and what the catalogue changes afterwards is found batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from kiosk.acts import Office
from kiosk.batches import Stale, designs, find_stale, offer
from kiosk.domain.catalogue import Desk, Shared
from kiosk.domain.fact import Verify
from kiosk.domain.printed import ChangeKind
from kiosk.domain.workflow import Service, Status
from kiosk.store import catalogues, prints
from kiosk.store.prints import Print
from tests.acting import do
from tests.make import NOON, Clock, shared, spot, starter
from tests.preflighted import verdict

pytestmark = pytest.mark.on_every_store

DAY_S = 86_400
TWO = (spot(), spot("平阴县政务服务中心", district="370124"))


async def printed(office: Office, *services: str, design: str = "a5-process") -> str:
    """A batch that was printed."""
    spots = [
        {"district": s.district, "name": s.name, "kind": s.kind.value, "copies": s.copies}
        for s in TWO
    ]
    args: dict[str, Any] = {
        "design": design,
        "services": list(services),
        "spots": spots,
        "numbered": False,
    }
    made = await do(office, "batch.create", **args)
    await do(office, "batch.preflight", **await verdict(office, made["batch"]))
    await do(office, "batch.set-state", batch=made["batch"], state="printed")
    return str(made["batch"])


async def publish(
    office: Office, *services: Service, of: Shared | None = None, at: int | None = None
) -> None:
    await do(
        office,
        "catalogue.publish",
        services=[catalogues.service_body(service) for service in services],
        shared=catalogues.shared_body(of or shared()),
        effective_from=at,
    )


def service(name: str = "QC10") -> Service:
    return next(one for one in starter().services if one.id == name)


def limited(days: int, name: str = "QC10") -> Service:
    """QC10 with another last day."""
    of = service(name)
    steps = [
        replace(
            step,
            limits=tuple(
                replace(limit, value=days) if limit.key == "apply" else limit
                for limit in step.limits
            ),
        )
        for step in of.steps
    ]
    return replace(of, steps=tuple(steps))


def costing(amount: str) -> Service:
    of = service()
    return replace(of, card=replace(of.card, cost=replace(of.card.cost, amount=amount)))


async def stale(office: Office) -> Stale:
    return await office.driver.read(lambda reader: find_stale(reader, office.now()))


async def told(office: Office) -> list[tuple[str, str, Sequence[str], Sequence[str], int, bool]]:
    """Every change: batch, box, printed, now, days since noon of the story, whether it is due."""
    return [
        (one.batch, box.change.title, box.change.was, box.change.now,
         (box.since - NOON) // (DAY_S * 1_000), box.is_due)
        for one in (await stale(office)).batches
        for box in one.boxes
    ]  # fmt: skip


async def kept(office: Office) -> dict[str, Print]:
    return {one.batch: one for one in await office.driver.read(prints.known)}


async def test_every_printed_word_is_kept_with_its_fact_law_and_version(office: Office) -> None:
    batch = await printed(office, "QC10")
    (card,) = (await kept(office))[batch].cards.values()
    boxes = {box.box: box for box in card.boxes}
    figure = boxes["front.path.figure"]
    assert figure.title == "最晚哪天"
    assert figure.lines == ("60日内", "一般自知道或应当知道该行政行为之日起60日内提出")
    assert [(fact.source, fact.basis) for fact in figure.facts] == [
        ("card.figure", ("xzfyf-2023#20.1",)),
        ("limit.apply", service().limit("apply").basis),
    ]
    assert boxes["front.question"].lines == (service().card.title,)
    assert boxes["front.path.desk"].is_open
    assert boxes["front.hotlines"].facts == ()
    laws = {law.id: law for law in card.laws}
    assert "2024-01-01起施行" in laws["xzfyf-2023"].version
    assert card.revision == 1


async def test_a_planned_batch_keeps_nothing_and_the_same_words_are_kept_once(
    office: Office,
) -> None:
    first = await printed(office, "QC10", "QC06")
    second = await printed(office, "QC10")
    args: dict[str, Any] = {"design": "a5-process", "services": ["QC10"], "numbered": False}
    spots = [{"district": "370102", "name": "甲", "kind": "window", "copies": 1}]
    await do(office, "batch.create", **args, spots=spots)
    found = await kept(office)
    assert set(found) == {first, second}
    rows = await office.driver.read(lambda reader: reader.all(prints.CARDS))
    assert len(rows) == 2
    assert found[first].cards["QC10", ""] == found[second].cards["QC10", ""]


async def test_a_changed_limit_lists_exactly_the_batches_that_print_it(
    office: Office, clock: Clock
) -> None:
    first = await printed(office, "QC06", "QC10")
    await printed(office, "QC06")
    await printed(office, "", design="card-90x54-catalogue")
    clock.advance(seconds=3 * DAY_S)
    assert (await stale(office)).batches == ()
    await publish(office, limited(30))
    assert await told(office) == [(first, "最晚哪天", ("60日内",), ("30日内",), 3, False)]
    assert (await stale(office)).wrong == 1


async def test_since_when_is_the_day_it_first_was_another(office: Office, clock: Clock) -> None:
    batch = await printed(office, "QC10")
    for days in (90, 30):
        clock.advance(seconds=DAY_S)
        await publish(office, limited(days))
    clock.advance(seconds=DAY_S)
    assert await told(office) == [(batch, "最晚哪天", ("60日内",), ("30日内",), 1, False)]
    await publish(office, limited(60))
    assert await told(office) == []
    clock.advance(seconds=DAY_S)
    await publish(office, limited(30))
    assert [line[4] for line in await told(office)] == [4]


async def test_a_revision_to_come_is_told_with_its_day(office: Office, clock: Clock) -> None:
    batch = await printed(office, "QC10")
    due = NOON + 30 * DAY_S * 1_000
    await publish(office, costing("按标准收费"), at=due)
    line = (batch, "花多少钱", ("不收费",), ("按标准收费",), 30)
    assert await told(office) == [(*line, True)]
    found = await stale(office)
    assert (found.wrong, found.due) == (0, 1)
    clock.advance(seconds=31 * DAY_S)
    assert await told(office) == [(*line, False)]
    found = await stale(office)
    assert (found.wrong, found.due) == (1, 0)


async def test_only_the_lines_that_differ_are_told(office: Office, clock: Clock) -> None:
    await printed(office, "QC10")
    clock.advance(seconds=DAY_S)
    of = service()
    lines = (*of.card.bring.lines[:1], "委托的，加授权委托书。", *of.card.bring.lines[2:])
    changed = replace(of, card=replace(of.card, bring=replace(of.card.bring, lines=lines)))
    await publish(office, changed)
    ((_, _, was, now, _, _),) = await told(office)
    assert was == (of.card.bring.lines[1],)
    assert now == ("委托的，加授权委托书。",)


async def test_a_desk_that_was_not_known_is_no_mistake_but_a_changed_one_is(
    office: Office, clock: Clock
) -> None:
    batch = await printed(office, "QC10")
    desk = Desk(
        service="QC10", district="370102", name="历下窗口", phone="0531-1", verify=Verify.CHECKED
    )
    clock.advance(seconds=DAY_S)
    await publish(office, of=replace(shared(), desks=(desk,)))
    (box,) = (await stale(office)).batches[0].boxes
    assert (box.change.kind, box.districts) == (ChangeKind.FILLED, ("370102",))
    assert (await stale(office)).wrong == 0
    later = await printed(office, "QC10")
    assert (later, ("370102",)) not in [
        (one.batch, box.districts) for one in (await stale(office)).batches for box in one.boxes
    ]
    clock.advance(seconds=DAY_S)
    await publish(office, of=replace(shared(), desks=(replace(desk, phone="0531-2"),)))
    wrong = {one.batch: one.is_wrong for one in (await stale(office)).batches}
    assert wrong == {batch: False, later: True}


async def test_a_new_version_of_a_law_is_told_where_the_words_stay(
    office: Office, clock: Clock
) -> None:
    await printed(office, "QC10")
    clock.advance(seconds=DAY_S)
    laws = tuple(
        replace(law, number="主席令第99号") if law.id == "xzfyf-2023" else law
        for law in shared().laws
    )
    await publish(office, of=replace(shared(), laws=laws))
    (box,) = (await stale(office)).batches[0].boxes
    assert box.change.kind is ChangeKind.LAW
    assert "主席令第99号" in box.change.now[0]
    assert (await stale(office)).wrong == 0


async def test_a_withdrawn_service_makes_its_cards_wrong(office: Office, clock: Clock) -> None:
    await printed(office, "QC10")
    clock.advance(seconds=DAY_S)
    await publish(office, replace(service(), status=Status.WITHDRAWN, slot=None))
    (box,) = (await stale(office)).batches[0].boxes
    assert box.change.kind is ChangeKind.WITHDRAWN
    assert (await stale(office)).wrong == 1


async def test_a_catalogue_card_is_stale_where_its_index_changes(
    office: Office, clock: Clock
) -> None:
    batch = await printed(office, "", design="card-90x54-catalogue")
    clock.advance(seconds=DAY_S)
    of = service("QC04")
    await publish(office, replace(of, card=replace(of.card, item="办公证")))
    ((found, _, was, now, _, _),) = await told(office)
    assert (found, was, now) == (batch, (f"{of.card.item} 04",), ("办公证 04",))


# What each design prints of the last day of QC10, and so may have come to print wrongly.
PRINTS_THE_LAST_DAY = {
    "a5-process": True,
    "card-90x54-service": True,
    "card-90x54-service-zh-en": True,
    "card-id1-service": True,
    "card-id1-service-zh-en": True,
    "leaflet-a4-fold3": True,
    "card-90x54-catalogue": False,
    "card-90x54-catalogue-zh-en": False,
    "poster-a3": False,
    "poster-a3-zh-en": False,
    "sticker-60": False,
    "sticker-60-zh-en": False,
    "tent": False,
    "tent-zh-en": False,
}


def test_no_design_is_left_out() -> None:
    assert set(PRINTS_THE_LAST_DAY) == {one.id for one in designs()}


@pytest.mark.parametrize("design", PRINTS_THE_LAST_DAY)
async def test_each_design_is_stale_by_what_it_prints(
    office: Office, clock: Clock, design: str
) -> None:
    slotted = [one.id for one in starter().services if one.slot]
    wanted = ["QC10"] if offer(design).is_per_service else slotted
    services = wanted if offer(design).shows != "catalogue" else [""]
    batch = await printed(office, *services, design=design)
    clock.advance(seconds=DAY_S)
    await publish(office, limited(30))
    found = {one.batch: one.boxes for one in (await stale(office)).batches}
    assert (batch in found) is PRINTS_THE_LAST_DAY[design]
    for box in found.get(batch, ()):
        assert box.service == "QC10"
        assert "60" in "".join(box.change.was)
        assert "30" in "".join(box.change.now)


async def test_recalled_cards_are_out_of_it_and_unkept_ones_are_named(
    office: Office, clock: Clock
) -> None:
    batch = await printed(office, "QC10")
    old = await printed(office, "QC10")

    async def forget(tx: Any) -> None:
        for table in ("batch_card", "batch_print"):
            await tx.run(f"delete from {table} where batch = :batch", batch=old)

    await office.driver.write(forget)
    clock.advance(seconds=DAY_S)
    await publish(office, limited(30))
    await do(office, "batch.recall", batch=batch, reason="错了", replacement=None)
    found = await stale(office)
    assert (found.batches, found.unkept) == ((), (old,))
