"""Two nodes on one database: what is done at one is in force at the other within a second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kiosk.config import Settings
from tests.batches.test_changes import limited
from tests.make import NOON, Clock
from tests.postgres import Postgres
from tests.serving import Served, serving
from tests.web.hall import hall_of
from tests.web.terminal import enrolled
from tests.web.test_clerk import Clerk, clerk_of, stock_of, told
from tests.web.test_updated import NEWS, printed, publish

pytestmark = pytest.mark.on_postgres


@pytest.fixture
async def nodes(
    settings: Settings, tmp_path: Path, clock: Clock
) -> AsyncIterator[tuple[Served, Served]]:
    secret = settings.data_dir / "keys.json"
    second = settings.model_copy(update={"data_dir": tmp_path / "second", "secret_file": secret})
    async with serving(settings, now=clock) as one, serving(second, now=clock) as other:
        yield one, other


def replace_client(clerk: Clerk, node: Served) -> Clerk:
    """The same link opened at another node."""
    return Clerk(node, clerk.path)


async def within_a_second(holds: Callable[[], Awaitable[bool]]) -> bool:
    deadline = asyncio.get_running_loop().time() + 1
    while not await holds():
        if asyncio.get_running_loop().time() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True


async def test_a_code_is_good_everywhere_as_soon_as_it_is_made(
    nodes: tuple[Served, Served],
) -> None:
    one, other = nodes
    for _ in range(3):
        (span,) = await one.batch()
        answer = await other.client.get(f"/S/{one.code(span)}")
        assert (answer.status_code, answer.headers["x-scan"]) == (200, "recorded")
        await asyncio.sleep(0.6)
    assert await one.waterfall() == await other.waterfall() == {"person": 3}


async def test_a_code_is_good_for_all_who_scan_it_at_once_elsewhere(
    nodes: tuple[Served, Served],
) -> None:
    one, other = nodes
    (span,) = await one.batch()
    answers = await asyncio.gather(*(other.client.get(f"/S/{one.code(span)}") for _ in range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8


async def test_a_device_is_the_same_one_at_every_node_until_its_day_ends(
    nodes: tuple[Served, Served], clock: Clock
) -> None:
    (span,) = await nodes[0].batch()
    read = nodes[0].state.office.driver.read

    async def device() -> bytes:
        for node in nodes:
            await node.client.get(f"/S/{node.code(span)}")
        rows = await read(
            lambda reader: reader.all("select device from scan where at = :now", now=clock())
        )
        assert len(rows) == 2
        (found,) = {row["device"] for row in rows}
        return bytes(found)

    async def days() -> list[int]:
        rows = await read(lambda reader: reader.all("select day from device_key order by day"))
        return [row["day"] for row in rows]

    before = await device()
    clock.advance(seconds=11.5 * 3_600)
    assert await within_a_second(partial(_is, days, [20261124, 20261125]))
    await asyncio.sleep(1.1)  # the other node takes it too
    assert await device() == before
    clock.advance(seconds=3_600)
    assert await device() != before


async def _is(asked: Callable[[], Awaitable[object]], expected: object) -> bool:
    return await asked() == expected


async def test_a_recall_is_in_force_everywhere_within_a_second(
    nodes: tuple[Served, Served],
) -> None:
    one, other = nodes
    (span,) = await one.batch()
    address = f"/S/{one.code(span)}"
    assert (await other.client.get(address)).status_code == 200
    await one.do("batch.recall", batch=span.batch, reason="电话印错了", replacement=None)

    async def is_gone() -> bool:
        return (await other.client.get(address)).status_code == 410

    assert await within_a_second(is_gone)


async def test_a_recall_stops_clerks_at_every_node_and_its_cards_are_counted_apart(
    nodes: tuple[Served, Served],
) -> None:
    one, other = nodes
    (span,) = await one.batch()
    clerk = replace_client(await clerk_of(one, span), other)
    assert (await clerk.note("received", 100)).status_code == 303
    assert (await stock_of(one, span)).received == 100
    await one.do("batch.recall", batch=span.batch, reason="电话印错了", replacement=None)
    assert "请停止发放" in told((await clerk.open()).text)  # asked of the database, so at once

    async def is_gone() -> bool:
        return (await other.client.get(f"/S/{one.code(span)}")).status_code == 410

    assert await within_a_second(is_gone)
    assert (await one.client.get(f"/S/{one.code(span)}")).status_code == 410
    assert (await one.waterfall())["recalled"] >= 2


async def test_a_card_that_was_printed_before_says_so_at_every_node(
    nodes: tuple[Served, Served], clock: Clock
) -> None:
    one, other = nodes
    span = await printed(one)
    await publish(one, clock, limited(30))

    async def is_told() -> bool:
        return NEWS in (await other.client.get(f"/S/{one.code(span)}")).text

    assert await within_a_second(is_told)


async def test_a_rotated_key_is_taken_from_the_shared_file(nodes: tuple[Served, Served]) -> None:
    one, other = nodes
    (old,) = await one.batch()
    await one.do("key.rotate")
    (new,) = await one.batch()
    for span in (old, new):
        assert (await other.client.get(f"/S/{one.code(span)}")).status_code == 200
    assert len(other.state.office.signer.keys) == 2


@pytest.mark.slow
async def test_nodes_that_lost_their_database_still_show_pages_and_find_it_again(
    nodes: tuple[Served, Served], postgres: Postgres
) -> None:
    one, other = nodes
    (span,) = await one.batch()
    address = f"/S/{one.code(span)}"
    assert (await other.client.get(address)).headers["x-scan"] == "recorded"
    await asyncio.to_thread(postgres.stop)
    try:
        for node in nodes:
            answer = await node.client.get(address)
            assert (answer.status_code, answer.headers["x-scan"]) == (200, "spooled")
            ready = await node.client.get("/readyz")
            assert (ready.status_code, ready.json()["spooled"]) == (503, 1)
            assert (await node.client.get("/services/QC10")).status_code == 200
    finally:
        await asyncio.to_thread(postgres.start)

    async def is_recorded() -> bool:
        return (await other.client.get(address)).headers["x-scan"] == "recorded"

    assert await within_a_second(is_recorded)
    async with asyncio.timeout(5):
        for node in nodes:
            while (await node.client.get("/readyz")).json()["spooled"]:
                await asyncio.sleep(0.05)
    ids = await one.state.office.driver.read(lambda reader: reader.all("select id from scan"))
    assert sum((await one.waterfall()).values()) == len(ids) >= 4
    await one.do("batch.recall", batch=span.batch, reason="电话印错了", replacement=None)

    async def is_gone() -> bool:
        return (await other.client.get(address)).status_code == 410

    assert await within_a_second(is_gone)


async def test_what_a_device_sends_to_both_nodes_counts_once_and_a_revoked_one_is_out_at_both(
    nodes: tuple[Served, Served],
) -> None:
    one, other = nodes
    hall = await hall_of(one)
    terminal = await enrolled(one, hall.card.placement)
    elsewhere = replace(terminal, client=other.client)
    for turn in range(5):
        events = [terminal.touch(NOON - turn * 60_000 - number) for number in range(40)]
        told = await asyncio.gather(
            *(at.told(events, time=NOON) for at in (terminal, elsewhere) * 2),
        )
        assert told == [["stored"] * 40] * 4
    assert await hall.counted() == {("touch", "person"): 200}
    await one.do("device.revoke", device=terminal.id)
    for at in (terminal, elsewhere):
        assert (await at.send([], time=NOON)).status_code == 401
