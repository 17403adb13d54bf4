"""The spool: kept durably, moved once, and taken over from a process that died."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.driver import StoreFailure
from kiosk.store.spool import Depth, Spool, depth_of
from kiosk.store.sqlite_library import sqlite3
from tests.store.rows import NOON, scan


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    taken = Spool.take(tmp_path)
    yield taken
    taken.close()


def test_what_is_kept_comes_back_whole_and_in_order(spool: Spool) -> None:
    scans = [scan(number, shard=number, at=NOON - number, rules="2025-01") for number in range(5)]
    spool.keep(scans)
    spool.keep(scans[:2])
    assert spool.oldest(9) == scans
    assert spool.depth() == depth_of(spool.path.parent) == Depth(5, NOON - 4)
    spool.forget(scans[:3])
    assert spool.oldest(1) == scans[3:4]
    assert spool.depth() == Depth(2, NOON - 4)


def test_every_process_has_its_own(spool: Spool, tmp_path: Path) -> None:
    other = Spool.take(tmp_path)
    assert other.path != spool.path
    assert list(Spool.left(tmp_path)) == []
    other.keep([scan(1)])
    other.close()
    (left,) = Spool.left(tmp_path)
    assert left.oldest(9) == [scan(1)]
    left.close()


def test_what_a_killed_process_kept_is_there(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from kiosk.store.spool import Spool\n"
        "from tests.store.rows import scan\n"
        "spool = Spool.take(Path(sys.argv[1]))\n"
        "spool.keep([scan(number) for number in range(100)])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], check=False)
    assert done.returncode == -9
    (left,) = Spool.left(tmp_path)
    assert len(left.oldest(999)) == 100
    left.close()


def test_it_syncs_what_it_keeps(spool: Spool) -> None:
    told = [
        spool._connection.execute(f"pragma {name}").fetchone()
        for name in ("synchronous", "journal_mode")
    ]
    assert told == [(3,), ("delete",)]  # extra: the removal of the journal too


def test_a_full_disk_keeps_what_was_kept(spool: Spool) -> None:
    spool.keep([scan(0)])
    spool._connection.execute("pragma max_page_count = 4")
    with pytest.raises(StoreFailure, match="full"):
        spool.keep([scan(number) for number in range(1, 999)])
    assert spool.oldest(9) == [scan(0)]
    spool._connection.execute("pragma max_page_count = 99999")
    spool.keep([scan(1)])
    assert spool.depth().waiting == 2


def test_a_file_that_is_no_spool_is_told_and_left(tmp_path: Path) -> None:
    broken = tmp_path / "spool-0.sqlite3"
    broken.write_bytes(b"nothing of ours" * 999)
    with pytest.raises(StoreFailure, match=r"spool-0.sqlite3: file is not a database"):
        depth_of(tmp_path)
    assert list(Spool.left(tmp_path)) == []
    taken = Spool.take(tmp_path)
    assert taken.path.name == "spool-1.sqlite3"
    taken.close()
    assert broken.read_bytes() == b"nothing of ours" * 999


def test_an_empty_folder_has_none(tmp_path: Path) -> None:
    assert depth_of(tmp_path) == Depth(0, None)
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(f"file:{tmp_path}/spool-0.sqlite3?mode=ro", uri=True).execute("select 1")
