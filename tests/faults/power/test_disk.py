"""The disk of the power cuts: what must be on it, and what may be."""

from __future__ import annotations

import random

import pytest

from tests.faults.power.disk import SECTOR, Disk
from tests.faults.power.witness import Kind, Record

Cuts = list[dict[str, bytes]]


def write(text: bytes, place: int = 0, name: str = "a") -> Record:
    return Record(Kind.WRITE, name, place, text)


def truncate(length: int) -> Record:
    return Record(Kind.TRUNCATE, "a", length, b"")


def create(name: str) -> Record:
    return Record(Kind.CREATE, name, 0, b"")


def rename(name: str, new: str) -> Record:
    return Record(Kind.RENAME, name, 0, new.encode())


def begins(name: str = "a") -> Record:
    return Record(Kind.SYNC_BEGINS, name, 0, b"")


def ends(name: str = "a") -> Record:
    return Record(Kind.SYNC_ENDS, name, 0, b"")


def unlink(name: str) -> Record:
    return Record(Kind.UNLINK, name, 0, b"")


def cuts(*records: Record, **before: bytes) -> Cuts:
    """What lies there after each of many cuts at the same moment."""
    disk = Disk(before)
    for record in records:
        disk.play(record)
    chance = random.Random(1)
    return [disk.cut(chance) for _ in range(200)]


def contents(found: Cuts) -> set[bytes]:
    return {files["a"] for files in found}


def names(found: Cuts) -> set[str]:
    return {"".join(sorted(files)) for files in found}


def test_what_was_synced_is_there() -> None:
    assert contents(cuts(write(b"new"), begins(), ends(), a=b"old")) == {b"new"}


@pytest.mark.parametrize(
    "records",
    [
        (write(b"new"),),
        (write(b"new"), begins()),
        (begins(), write(b"new"), ends()),
        (write(b"new"), begins("b"), ends("b")),
        (begins(), write(b"new"), begins(), ends()),
    ],
    ids=["no sync", "not ended", "begun before", "of another file", "two at once"],
)
def test_what_no_sync_covers_may_be_there_or_not(records: tuple[Record, ...]) -> None:
    assert contents(cuts(*records, a=b"old", b=b"")) == {b"old", b"new"}


def test_of_two_syncs_at_once_both_end() -> None:
    assert contents(cuts(begins(), write(b"new"), begins(), ends(), ends(), a=b"old")) == {b"new"}


def test_a_write_is_torn_where_sectors_begin_and_a_gap_is_zeros() -> None:
    new = b"x" * (2 * SECTOR)
    edge = SECTOR - 12
    pieces = ((edge, SECTOR), (SECTOR, 2 * SECTOR), (2 * SECTOR, 3 * SECTOR - 12))
    possible = set()
    for mask in range(8):
        content = b""
        for number, (start, end) in enumerate(pieces):
            if mask >> number & 1:
                content = content.ljust(start, b"\0") + b"x" * (end - start)
        possible.add(content)
    assert contents(cuts(write(new, edge), a=b"")) == possible


def test_writes_may_change_places() -> None:
    found = contents(cuts(write(b"1"), write(b"2", SECTOR), a=b"0" * (SECTOR + 1)))
    assert {(content[:1], content[-1:]) for content in found} == {
        (first, last) for first in (b"0", b"1") for last in (b"0", b"2")
    }


def test_a_truncation_may_have_happened_or_not() -> None:
    assert contents(cuts(truncate(1), a=b"old")) == {b"old", b"o"}


def test_a_new_file_is_there_when_the_folder_was_synced_and_not_before() -> None:
    made = (create("b"), write(b"x", name="b"), begins("b"), ends("b"))
    assert names(cuts(*made)) == {"", "b"}
    assert cuts(*made, begins(""), ends(""))[0] == {"b": b"x"}
    assert names(cuts(begins(""), *made, ends(""))) == {"", "b"}


def test_a_removed_file_may_be_there_again() -> None:
    assert names(cuts(unlink("a"), a=b"")) == {"", "a"}
    assert names(cuts(unlink("a"), begins(""), ends(""), a=b"")) == {""}


def test_a_renamed_file_has_one_name_or_the_other() -> None:
    assert names(cuts(rename("a", "b"), a=b"")) == {"a", "b"}
    assert names(cuts(rename("a", "b"), begins(""), ends(""), a=b"")) == {"b"}


def test_a_file_of_the_same_name_is_another_file() -> None:
    again = (unlink("a"), create("a"), write(b"new"), begins(), ends())
    assert {files.get("a") for files in cuts(*again, a=b"old")} == {None, b"old", b"new"}


def test_shared_memory_is_not_on_the_disk() -> None:
    assert names(cuts(create("a-shm"), write(b"x", name="a-shm"))) == {""}
