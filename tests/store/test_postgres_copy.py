"""Tables out of a PostgreSQL database and into another: every value, in the right order."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kiosk.domain.period import Zone
from kiosk.store import postgres_copy
from kiosk.store.driver import Transaction
from kiosk.store.postgres import PostgresDriver, View
from kiosk.store.schema import bring, known
from tests.store.rows import NOON
from tests.stores import Store, dump

pytestmark = pytest.mark.on_postgres

VALUES = ["", "\\N", "\\.", "a\tb\nc\r\\d", "泉城明白卡 𠮷", "'\"{},NULL", "x" * 200_000]


async def opened(store: Store) -> PostgresDriver:
    driver = await store.open(Zone("Asia/Shanghai"))
    assert isinstance(driver, PostgresDriver)
    return driver


async def migrated(driver: PostgresDriver) -> None:
    await driver.write(lambda tx: bring(tx, driver.schema, to=known(), now=NOON))


async def test_every_value_comes_through(store: Store, spare: Store) -> None:
    one, other = await opened(store), await opened(spare)
    await migrated(one)
    await migrated(other)

    async def fill(tx: Transaction) -> None:
        for number, value in enumerate(VALUES):
            await tx.run(
                "insert into log (number, at, actor, act, subject, detail)"
                " values (:number, :at, '', '', :value, '')",
                number=number,
                at=-number,
                value=value,
            )
        await tx.run(
            "insert into device_key (day, key) values (:day, :key)", day=1, key=bytes(range(256))
        )

    await one.write(fill)
    for driver in (one, other):  # bytes and nulls
        await driver.write(lambda tx: tx.run("create table extra (id bytea, text text)"))
    await one.write(lambda tx: tx.run("insert into extra values (:id, null)", id=bytes(range(256))))

    pieces: dict[str, list[bytes]] = {}
    shapes = await one.read(postgres_copy.shapes)
    rows = {}
    for shape in shapes:

        async def out(view: View, shape: postgres_copy.TableShape = shape) -> int:
            kept = pieces.setdefault(shape.name, [])
            return await postgres_copy.copy_out(view, shape, kept.append)

        rows[shape.name] = await one.read(out)
    assert (rows["log"], rows["extra"]) == (len(VALUES), 1)
    assert "device_key" not in rows
    assert await one.read(postgres_copy.left_out) == ("device_key",)

    async def put(view: View) -> None:
        await postgres_copy.clear(view, shapes)
        for shape in shapes:
            given = await postgres_copy.copy_in(view, shape, _each(pieces[shape.name]))
            assert given == rows[shape.name]

    await other.write(put)
    await one.close()
    await other.close()
    assert await dump(store) == await dump(spare)


async def test_a_table_comes_after_those_it_refers_to(store: Store) -> None:
    driver = await opened(store)
    await migrated(driver)
    assert not await driver.read(postgres_copy.is_empty)
    order = [shape.name for shape in await driver.read(postgres_copy.shapes)]
    assert order.index("batch") < order.index("batch_placement")
    assert order.index("code_key") < order.index("code_range")
    assert order.index("edition") < order.index("revision")
    await driver.close()


async def _each(pieces: list[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
