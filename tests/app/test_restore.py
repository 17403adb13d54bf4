"""Putting back what an earlier program took, and refusing what is not what it says it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.app.backup import kind_of
from kiosk.app.proof import inspecting
from kiosk.app.restore import Restored, restoring
from kiosk.backup.archive import ignore
from kiosk.config import Settings
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.domain.proof import DayProof
from kiosk.store import schema
from tests.app import taking
from tests.backup.make import honest
from tests.store.rows import count_scans
from tests.stores import File, Store, in_folder

pytestmark = pytest.mark.on_every_store


@pytest.fixture
def target(spare: Store, tmp_path: Path) -> Settings:
    """Where to restore into: a folder that is not there yet, a database without anything."""
    return Settings(data_dir=in_folder(spare, tmp_path / "spare"), **spare.settings)


async def put_back(target: Settings, path: Path) -> Restored:
    with restoring(target, path) as restoration:
        return await restoration.run(lambda _: ignore)


async def nothing_is_there(spare: Store, target: Settings) -> bool:
    if isinstance(spare, File):
        return not [file for file in target.data_dir.iterdir() if file.name != "lock"]
    driver = await spare.open(Zone("Asia/Shanghai"))
    found = await driver.read(
        lambda reader: reader.all("select 1 from pg_tables where schemaname = current_schema()")
    )
    await driver.close()
    return not found


async def test_what_an_earlier_program_took_is_brought_up_to_date(
    store: Store, spare: Store, target: Settings, tmp_path: Path
) -> None:
    await taking.old(store, number=schema.known() - 1)
    path = await taking.take(store, tmp_path / "old.zip")
    await put_back(target, path)
    async with inspecting(target) as inspector:
        assert await inspector.complaints() == ()
        proofs = [proof async for proof in inspector.proofs()]
        number = await inspector.readers.read(schema.number)
    assert number == schema.known()
    assert [proof.rows for proof in proofs if isinstance(proof, DayProof)] == [300]
    assert all(not proof.differences for proof in proofs)


async def test_a_manifest_that_tells_other_numbers_leaves_nothing(
    store: Store, spare: Store, target: Settings, tmp_path: Path
) -> None:
    await taking.old(store, number=schema.known())
    honest = await taking.take(store, tmp_path / "honest.zip")
    lying = await taking.take(store, tmp_path / "lying.zip", **taking.extra_row(honest))
    with pytest.raises(Problem, match="backup-damaged"):
        await put_back(target, lying)
    assert await nothing_is_there(spare, target)
    await put_back(target, honest)
    driver = await spare.open(Zone("Asia/Shanghai"))
    assert await count_scans(driver) == 300
    await driver.close()


async def test_what_a_later_program_took_is_refused(
    store: Store, target: Settings, tmp_path: Path
) -> None:
    await taking.old(store, number=schema.known())
    path = await taking.take(store, tmp_path / "later.zip", schema=schema.known() + 1)
    with pytest.raises(Problem, match="backup-newer"):
        await put_back(target, path)


async def test_a_table_that_is_not_ours_does_not_keep_the_rest_from_coming_back(
    store: Store, spare: Store, target: Settings, tmp_path: Path
) -> None:
    await taking.old(store, number=schema.known())
    await taking.run(store, "create table notes (text text)", "insert into notes values ('mine')")
    restored = await put_back(target, await taking.take(store, tmp_path / "all.zip"))
    # A file is restored as it is; of a server's tables only those that this program makes.
    assert restored.unknown == (() if isinstance(store, File) else ("notes",))
    driver = await spare.open(Zone("Asia/Shanghai"))
    assert await count_scans(driver) == 300
    await driver.close()


async def test_a_backup_that_lacks_its_database_is_damaged(
    spare: Store, target: Settings, tmp_path: Path
) -> None:
    path = honest(tmp_path / "empty.zip", kind=kind_of(target.database_url))
    with pytest.raises(Problem, match="backup-damaged"):
        await put_back(target, path)
    assert await nothing_is_there(spare, target)
