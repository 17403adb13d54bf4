"""The spool: kept durably, moved once, and taken over from a process that died."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.scan import Scan
from kiosk.store import spool as spools
from kiosk.store.driver import StoreFailure, Trouble
from kiosk.store.spool import Depth, Spool, depth_of, scans_in
from kiosk.store.sqlite_library import sqlite3
from tests.store.rows import NOON, scan


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    taken = Spool.take(tmp_path)
    yield taken
    taken.close()


def test_what_is_kept_comes_back_whole_and_in_order(spool: Spool) -> None:
    scans = [scan(number, shard=number, at=NOON - number, rules="2025-01") for number in range(5)]
    assert spool.keep(scans[:3]) == Depth(3, NOON - 2)
    spool.keep(scans[3:])
    assert spool.oldest(9) == scans
    assert spool.depth() == depth_of(spool.path.parent) == Depth(5, NOON - 2)
    assert spool.forget(2) == Depth(3, NOON - 2)
    assert spool.oldest(2) == scans[2:4]
    assert spool.forget(1) == Depth(2, NOON - 4)
    assert depth_of(spool.path.parent) == Depth(2, NOON - 4)
    assert [one for some in scans_in(spool.path) for one in some] == scans[3:]


def test_an_emptied_file_is_short_and_is_filled_again(spool: Spool) -> None:
    spool.keep([scan(number) for number in range(100)])
    spool.oldest(100)
    assert spool.forget(100) == depth_of(spool.path.parent) == Depth(0, None)
    assert spool.path.stat().st_size == 64
    spool.keep([scan(7)])
    assert spool.oldest(9) == [scan(7)]
    assert depth_of(spool.path.parent).waiting == 1


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


def test_it_syncs_once_for_a_group_however_large(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    for name in ("fsync", "fdatasync"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda file, real=real: synced.append(real(file)))
    monkeypatch.setattr(spools, "_sync", os.fdatasync)
    spool.keep([scan(number) for number in range(3_000)])
    spool.keep([scan(3_000)])
    spool.oldest(4_000)
    spool.forget(3_001)
    assert len(synced) == 2


def test_a_full_disk_keeps_what_was_kept_and_nothing_of_what_it_refused(spool: Spool) -> None:
    spool.keep([scan(0)])
    refused = [scan(number) for number in range(1, 999)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, hard))
    try:
        with pytest.raises(StoreFailure, match="too large") as told:
            spool.keep(refused)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert told.value.trouble is Trouble.FULL
    spool.keep([scan(1)])
    assert spool.oldest(9) == [scan(0), scan(1)]
    assert depth_of(spool.path.parent).waiting == 2


def test_what_a_failed_sync_covered_is_not_kept(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.keep([scan(0)])

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(spools, "_sync", fail)
        with pytest.raises(StoreFailure) as told:
            spool.keep([scan(1)])
    assert told.value.trouble is Trouble.SYNC
    assert depth_of(spool.path.parent).waiting == 1
    spool.keep([scan(2)])
    assert spool.oldest(9) == [scan(0), scan(2)]


def test_a_torn_end_is_passed_over_and_cut_off(tmp_path: Path) -> None:
    spool = Spool.take(tmp_path)
    spool.keep([scan(0)])
    whole = spool.path.read_bytes()
    spool.keep([scan(1), scan(2)])
    torn = spool.path.read_bytes()
    spool.close()
    for end in range(len(whole), len(torn), 5):
        spool.path.write_bytes(torn[:end])
        assert depth_of(tmp_path).waiting == 1
        again = Spool.take(tmp_path)
        assert again.oldest(9) == [scan(0)]
        assert again.path.stat().st_size == len(whole)
        again.close()


def test_a_frame_that_was_damaged_takes_no_other_with_it(tmp_path: Path) -> None:
    spool = Spool.take(tmp_path)
    ends = []
    for number in range(3):
        spool.keep([scan(number)])
        ends.append(spool.path.stat().st_size)
    spool.close()
    text = bytearray(spool.path.read_bytes())
    for place in (*range(ends[0], ends[0] + 30), *range(ends[0] + 30, ends[1], 11)):
        spool.path.write_bytes(text[:place] + bytes([text[place] ^ 0xFF]) + text[place + 1 :])
        again = Spool.take(tmp_path)
        assert again.oldest(9) == [scan(0), scan(2)]
        again.close()


def test_a_beginning_that_was_damaged_brings_back_what_was_moved_and_loses_nothing(
    tmp_path: Path,
) -> None:
    spool = Spool.take(tmp_path)
    for number in range(3):
        spool.keep([scan(number)])
    spool.oldest(9)
    spool.forget(2)
    spool.close()
    assert depth_of(tmp_path).waiting == 1
    with spool.path.open("r+b") as file:
        file.seek(9)
        file.write(b"\xff")
    again = Spool.take(tmp_path)
    assert again.oldest(9) == [scan(0), scan(1), scan(2)]
    again.close()


def before(path: Path, scans: list[Scan]) -> None:
    """A spool as the program before this one left it."""
    columns = ", ".join(f"{column} not null" for column in Scan._fields)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"create table scan_waiting ({columns}, primary key (id, shard))")
        connection.executemany(
            f"insert into scan_waiting values ({', '.join('?' * len(Scan._fields))})", scans
        )
        connection.commit()


def test_what_the_program_before_this_one_kept_is_taken_over_once(tmp_path: Path) -> None:
    old = tmp_path / "spool-0.sqlite3"
    scans = [scan(number, at=NOON + number) for number in range(1_200)]
    before(old, scans)
    assert depth_of(tmp_path) == Depth(1_200, NOON)
    assert [one for some in scans_in(old) for one in some] == scans
    (left,) = Spool.left(tmp_path)
    assert left.oldest(9_999) == scans
    assert not old.exists()
    assert depth_of(tmp_path) == Depth(1_200, NOON)
    left.close()


def test_what_another_process_still_keeps_in_the_old_form_stays_with_it(tmp_path: Path) -> None:
    old = tmp_path / "spool-0.sqlite3"
    before(old, [scan(1)])
    holder = spools._locked(old)
    assert holder is not None
    taken = Spool.take(tmp_path)
    assert taken.path.name == "spool-1.frames"
    assert (old.exists(), depth_of(tmp_path).waiting) == (True, 1)
    taken.close()
    os.close(holder)


def test_a_file_that_is_no_spool_is_told_and_left(tmp_path: Path) -> None:
    broken = tmp_path / "spool-0.sqlite3"
    broken.write_bytes(b"nothing of ours" * 999)
    with pytest.raises(StoreFailure, match=r"spool-0.sqlite3: file is not a database"):
        depth_of(tmp_path)
    assert list(Spool.left(tmp_path)) == []
    taken = Spool.take(tmp_path)
    assert taken.path.name == "spool-1.frames"
    taken.close()
    assert broken.read_bytes() == b"nothing of ours" * 999


def test_an_empty_folder_has_none(tmp_path: Path) -> None:
    assert depth_of(tmp_path) == Depth(0, None)
    assert list(Spool.left(tmp_path)) == []
