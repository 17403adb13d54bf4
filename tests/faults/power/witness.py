"""The library that logs what a service asks of its data folder: how it is built, and its log."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Final, NamedTuple

from tests.faults.power import compiler

_SOURCE: Final = Path(__file__).with_name("witness.c")
_HEAD: Final = struct.Struct("=IIQQ")
_ASKED: Final = re.compile(rb"GET /S/([0-9A-Z]+)")
_OUTCOME: Final = re.compile(rb"\r\nx-scan: (\w+)\r\n")


class Kind(IntEnum):
    """What a record tells; `enum kind` of witness.c."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    RENAME = 4
    UNLINK = 5
    SYNC_BEGINS = 6
    SYNC_ENDS = 7
    ASKED = 8
    ANSWERED = 9


class Record(NamedTuple):
    """One thing that happened.

    `name` is a file of the folder, or "" for the folder itself; `place` the offset of a write, the
    new length of a truncation or the port of a client; `data` what was written or said, or the
    new name.
    """

    kind: Kind
    name: str
    place: int
    data: bytes


class Told(NamedTuple):
    """An answer to a scan: just before which number of records it was sent, and its outcome."""

    before: int
    code: str
    outcome: str


def build(folder: Path) -> Path:
    """Compile the library."""
    return compiler.library(_SOURCE, folder)


def environment(library: Path, *, folder: Path, log: Path) -> dict[str, str]:
    """With what a process is started so that it is watched."""
    return {"LD_PRELOAD": str(library), "POWER_FOLDER": str(folder), "POWER_LOG": str(log)}


def read_log(path: Path) -> list[Record]:
    """All that happened, in order."""
    text = memoryview(path.read_bytes())
    return list(_records(text))


def _records(text: memoryview) -> Iterator[Record]:
    at = 0
    while at < len(text):
        kind, name_bytes, place, data_bytes = _HEAD.unpack_from(text, at)
        at += _HEAD.size
        name = str(text[at : at + name_bytes], "utf-8")
        at += name_bytes
        yield Record(Kind(kind), name, place, bytes(text[at : at + data_bytes]))
        at += data_bytes


def answers(records: Sequence[Record]) -> list[Told]:
    """Every answer to a scan, in order; a client asks one thing at a time."""
    asked: dict[int, str] = {}
    told = []
    for number, record in enumerate(records):
        if record.kind is Kind.ASKED and (code := _ASKED.match(record.data)):
            asked[record.place] = code[1].decode()
        elif record.kind is Kind.ANSWERED and record.place in asked:
            outcome = _OUTCOME.search(record.data)
            assert outcome is not None, record.data
            told.append(Told(number, asked.pop(record.place), outcome[1].decode()))
    return told
