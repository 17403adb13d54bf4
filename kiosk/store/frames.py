"""A file of frames: groups of scans one behind another, each under a checksum over all of it.

The first bytes tell where the first frame begins that still matters. They need no sync: frames
that are read again are moved again, and their scans are counted once by their ids.
What a power cut or a kill left half written fails its checksum and is passed over.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from kiosk.domain.scan import Scan

FIRST: Final = 64
"""Where frames begin."""
_START: Final = struct.Struct("<8sQI")  # mark, where the first frame is, checksum
_START_MARK: Final = b"mbkspool"
_HEAD: Final = struct.Struct("<8sIIQI")  # mark, bytes that follow, scans, oldest, checksum
_MARK: Final = b"mbkframe"
_CHECKED: Final = slice(8, 24)  # of a head, beside all that follows it
_PIECE: Final = 1 << 16


class Frame(NamedTuple):
    """A group: from which byte to which, how many scans, when the oldest of them was opened."""

    start: int
    end: int
    scans: int
    oldest: int


def framed(scans: Sequence[Scan]) -> bytes:
    """A frame of scans, as it lies in the file."""
    rows = [[_plain(value) for value in scan] for scan in scans]
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    place = (_MARK, len(body), len(scans), min(scan.at for scan in scans))
    sum_of = zlib.crc32(body, zlib.crc32(_HEAD.pack(*place, 0)[_CHECKED]))
    return _HEAD.pack(*place, sum_of) + body


def scans_of(file: int, frame: Frame) -> list[Scan]:
    """The scans of a whole frame; raises OSError."""
    start = frame.start + _HEAD.size
    body = os.pread(file, frame.end - start, start)
    return [Scan(*(_value(told) for told in row)) for row in json.loads(body)]


def frames(file: int, *, is_whole: bool = True) -> Iterator[Frame]:
    """The frames that matter, in order; raises OSError.

    Whether each `is_whole` may be left unproved where only their number is asked for.
    """
    size = os.fstat(file).st_size
    at = _first(file, size)
    while 0 <= at <= size - _HEAD.size:
        frame = _frame(file, at, size, is_whole=is_whole)
        if frame is None:
            at = _next_mark(file, at + 1)
        else:
            yield frame
            at = frame.end


def begin(file: int, start: int) -> None:
    """Note where the first frame that matters begins; raises OSError."""
    place = _START.pack(_START_MARK, start, 0)[:-4]
    os.pwrite(file, place + zlib.crc32(place).to_bytes(4, "little"), 0)


def _first(file: int, size: int) -> int:
    told = os.pread(file, _START.size, 0)
    if len(told) == _START.size and told.startswith(_START_MARK):
        _, start, sum_of = _START.unpack(told)
        if zlib.crc32(told[:-4]) == sum_of and FIRST <= start <= size:
            return int(start)
    return FIRST


def _frame(file: int, at: int, size: int, *, is_whole: bool) -> Frame | None:
    head = os.pread(file, _HEAD.size, at)
    if len(head) < _HEAD.size or not head.startswith(_MARK):
        return None
    _, length, count, oldest, sum_of = _HEAD.unpack(head)
    end = at + _HEAD.size + length
    if end > size:
        return None
    if is_whole:
        body = os.pread(file, length, at + _HEAD.size)
        if len(body) < length or zlib.crc32(body, zlib.crc32(head[_CHECKED])) != sum_of:
            return None
    return Frame(at, end, count, oldest)


def _next_mark(file: int, at: int) -> int:
    """Where the next frame may begin; -1 where there is none."""
    while piece := os.pread(file, _PIECE, at):
        found = piece.find(_MARK)
        if found >= 0:
            return at + found
        if len(piece) < len(_MARK):
            break
        at += len(piece) - len(_MARK) + 1
    return -1


def _plain(value: object) -> object:
    return [value.hex()] if isinstance(value, bytes) else value


def _value(told: Any) -> Any:
    return bytes.fromhex(told[0]) if isinstance(told, list) else told
