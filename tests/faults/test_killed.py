"""kill -9 inside the process: a publication is whole or not there, a stored scan stays stored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kiosk.app.folder import Folder
from kiosk.app.proof import Inspector
from kiosk.config import Settings
from kiosk.store import catalogues
from kiosk.store.driver import Reader
from tests.make import NOON, starter
from tests.reports.ledger import Ledger, opened
from tests.store.keeping import city, dump, ledger_at
from tests.stores import File

KILLS = int(os.environ.get("FAULT_KILLS", "5"))
pytestmark = pytest.mark.faults


def killed(work: str, folder: Path) -> list[list[str]]:
    """What was told as done, by rounds that each ended with a kill."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", work, str(folder), str(KILLS)],
        check=True,
        capture_output=True,
        text=True,
    )
    told: list[list[str]] = json.loads(done.stdout)
    assert len(told) == KILLS
    assert all(told)
    return told


async def test_a_publication_that_is_killed_half_way_leaves_whole_editions_only(
    tmp_path: Path,
) -> None:
    async with opened(File(tmp_path)):
        pass
    told = killed("publishing", tmp_path)
    last = max(int(number) for words in told for number in words)
    database = tmp_path / "kiosk.sqlite3"
    editions = [int(str(row[1])) for row in dump(database, "edition")]
    revisions = Counter(int(str(row[3])) for row in dump(database, "revision"))
    assert sorted(editions) == list(range(1, len(editions) + 1))
    assert len(editions) >= last  # what was told is there; the one under way may be too
    assert revisions == dict.fromkeys(editions, len(starter().services))

    async def names(reader: Reader, number: int) -> set[str]:
        catalogue = await catalogues.in_force(reader, NOON + number)
        return {revision.service.name.zh for revision in catalogue.revisions}

    async with ledger_at(database) as ledger:
        for number in editions[:: max(1, len(editions) // 50)]:
            found = await ledger.driver.read(lambda reader: names(reader, number))  # noqa: B023
            assert found == {str(number)}
    print(f"\nkills {KILLS}, editions {len(editions)}")  # noqa: T201 - the figures are the point


async def test_a_scan_that_was_told_as_stored_is_stored_once_after_every_kill(
    tmp_path: Path,
) -> None:
    async with opened(File(tmp_path)) as ledger:
        await city(ledger)
    told = killed("recording", tmp_path)
    acknowledged = [word for words in told for word in words]
    assert len(set(acknowledged)) == len(acknowledged)
    async with ledger_at(tmp_path / "kiosk.sqlite3") as after:
        rows = await _ids(after)
        assert set(acknowledged) <= rows
        inspector = Inspector(after.driver, Folder(tmp_path), Settings())
        assert await inspector.complaints() == ()
        assert [proof.differences async for proof in inspector.proofs()] == [(), ()]
    lost = len(set(acknowledged) - rows)
    print(  # noqa: T201 - the figures are the point
        f"\nkills {KILLS}, acknowledged {len(acknowledged)}, stored {len(rows)}, lost {lost}"
    )


async def _ids(ledger: Ledger) -> set[str]:
    rows = await ledger.driver.read(lambda reader: reader.all("select id from scan"))
    return {bytes(row["id"]).hex() for row in rows}
