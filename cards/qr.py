"""An address becomes the modules of a QR symbol. The only user of the qrcode library.

The library encodes, corrects and lays out; choosing the mask is done here on integers, because
its own search costs six times as much as all the rest (see `cards.penalty`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from qrcode import base, util
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode

from cards.marks import Matrix
from cards.penalty import penalty
from cards.refusal import Refusal

MASKS: Final = range(8)
VERSIONS: Final = range(1, 41)

_UPPER_TAIL = re.compile(r"/[CS]/[0-9A-Z]+\Z")


class Level(StrEnum):
    """Error correction: the share of a symbol that may be lost is about 7, 15, 25, 30 %."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


class AddressTooLong(Refusal):
    """No symbol, or none of the version asked for, holds the address."""

    def __init__(self, address: str, level: Level) -> None:
        super().__init__(address)
        self.address = address
        self.level = level


def modules_of(version: int) -> int:
    """Modules on a side of a symbol of this version."""
    return version * 4 + 17


def version_for(addresses: Iterable[str], *, level: Level = Level.Q) -> int:
    """The smallest version that holds each of the addresses, so that a batch has one size."""
    longest: dict[tuple[int, int], str] = {}
    for address in addresses:
        longest.setdefault(_lengths(address), address)
    return max((_smallest(address, level) for address in longest.values()), default=1)


def encode(
    address: str, *, level: Level = Level.Q, version: int | None = None, mask: int | None = None
) -> Matrix:
    """The symbol of an address: lower-case part in a byte segment, ``/S/CODE`` alphanumeric.

    Without `version` the smallest that holds it. Without `mask` the one with the least penalty, of
    equals the first. Raises AddressTooLong.
    """
    fitted = _smallest(address, level)
    if fitted > (version or fitted):
        raise AddressTooLong(address, level)
    layout = _layout(version or fitted, level)
    codewords = util.create_data(version or fitted, _LEVELS[level], _segments(address))
    plain = layout.place(codewords)
    if mask is not None:
        return Matrix(_rows(plain ^ layout.masks[mask], layout.size))
    candidates = (plain ^ masked for masked in layout.masks)
    best = min(candidates, key=lambda modules: penalty(modules, layout.size))
    return Matrix(_rows(best, layout.size))


@dataclass(frozen=True, slots=True)
class Block:
    """Codewords that are corrected together, by their numbers in the symbol.

    `correction` of them are for error correction: half as many wrong ones can be put right.
    """

    codewords: tuple[int, ...]
    correction: int


@dataclass(frozen=True, slots=True)
class Structure:
    """Which modules make a codeword and which codewords a block, of one version and level.

    `codewords` hold the places of eight modules each, a place being ``row * size + column``.
    """

    size: int
    codewords: tuple[tuple[int, ...], ...]
    blocks: tuple[Block, ...]


@cache
def structure(version: int, level: Level) -> Structure:
    """How a symbol is built (ISO/IEC 18004, 7.6 and 7.7.3)."""
    places = _layout(version, level).places
    blocks = base.rs_blocks(version, _LEVELS[level])
    total = sum(block.total_count for block in blocks)
    data = [block.data_count for block in blocks]
    correction = [block.total_count - block.data_count for block in blocks]
    order = [*_interleaved(data), *_interleaved(correction)]
    return Structure(
        modules_of(version),
        tuple(places[8 * number : 8 * number + 8] for number in range(total)),
        tuple(
            Block(tuple(n for n, of in enumerate(order) if of == block), correction[block])
            for block in range(len(blocks))
        ),
    )


def _interleaved(counts: list[int]) -> Iterable[int]:
    """The block of each codeword in the order they are placed, the blocks taking turns."""
    for turn in range(max(counts)):
        for block, count in enumerate(counts):
            if turn < count:
                yield block


_LEVELS = {
    Level.L: ERROR_CORRECT_L,
    Level.M: ERROR_CORRECT_M,
    Level.Q: ERROR_CORRECT_Q,
    Level.H: ERROR_CORRECT_H,
}


@dataclass(frozen=True, slots=True)
class _Layout:
    """What is the same in every symbol of one version and level.

    `places` are the bit numbers of the data modules in the order they are filled; `masks` hold
    each mask's data modules together with the function patterns and its own format information.
    """

    size: int
    places: tuple[int, ...]
    masks: tuple[int, ...]

    def place(self, codewords: list[int]) -> int:
        """The data modules of `codewords`, unmasked."""
        bits = f"{int.from_bytes(bytes(codewords), 'big'):0{8 * len(codewords)}b}"
        modules = bytearray(b"0") * (self.size * self.size)
        # The last few places of some versions carry no data (remainder bits, 7.7.3): they stay 0.
        for place, bit in zip(self.places, bits, strict=False):
            modules[-1 - place] = 49 if bit == "1" else 48
        return int(modules, 2)


@cache
def _layout(version: int, level: Level) -> _Layout:
    size = modules_of(version)
    blank = _function_patterns(version, level, 0)
    places = tuple(y * size + x for x, y in _zigzag(size) if blank[y][x] is None)
    masks = tuple(_masked(version, level, mask) for mask in MASKS)
    return _Layout(size, places, masks)


def _function_patterns(version: int, level: Level, mask: int) -> list[list[bool | None]]:
    """The symbol without data: None where a data module goes."""
    symbol = QRCode(version=version, error_correction=_LEVELS[level])
    size = symbol.modules_count = modules_of(version)
    symbol.modules = [[None] * size for _ in range(size)]
    for row, column in ((0, 0), (size - 7, 0), (0, size - 7)):
        symbol.setup_position_probe_pattern(row, column)
    symbol.setup_position_adjust_pattern()
    symbol.setup_timing_pattern()
    symbol.setup_type_info(test=False, mask_pattern=mask)
    if version >= 7:
        symbol.setup_type_number(test=False)
    modules: list[list[bool | None]] = symbol.modules
    return modules


def _masked(version: int, level: Level, mask: int) -> int:
    inverted = util.mask_func(mask)
    total = 0
    for y, row in enumerate(_function_patterns(version, level, mask)):
        for x, module in enumerate(row):
            dark = inverted(y, x) if module is None else module
            total |= dark << y * len(row) + x
    return total


def _zigzag(size: int) -> Iterable[tuple[int, int]]:
    """Columns in pairs from the right, upwards and downwards in turn (ISO/IEC 18004, 7.7.3)."""
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        rows = range(size - 1, -1, -1) if upwards else range(size)
        for y in rows:
            yield right, y
            yield right - 1, y
        upwards = not upwards


def _rows(modules: int, size: int) -> tuple[str, ...]:
    bits = f"{modules:0{size * size}b}"[::-1]
    return tuple(bits[start : start + size] for start in range(0, size * size, size))


def _split(address: str) -> tuple[str, str]:
    tail = _UPPER_TAIL.search(address)
    return (address[: tail.start()], tail.group()) if tail else (address, "")


def _lengths(address: str) -> tuple[int, int]:
    head, tail = _split(address)
    return len(head.encode()), len(tail)


def _segments(address: str) -> list[util.QRData]:
    head, tail = _split(address)
    segments = [util.QRData(head.encode(), mode=util.MODE_8BIT_BYTE)]
    if tail:
        segments.append(util.QRData(tail.encode(), mode=util.MODE_ALPHA_NUM))
    return segments


def _smallest(address: str, level: Level) -> int:
    head, tail = _lengths(address)
    for version in VERSIONS:
        widths = util.mode_sizes_for_version(version)
        bits = 4 + widths[util.MODE_8BIT_BYTE] + 8 * head
        if tail:
            bits += 4 + widths[util.MODE_ALPHA_NUM] + tail // 2 * 11 + tail % 2 * 6
        if bits <= util.BIT_LIMIT_TABLE[_LEVELS[level]][version]:
            return version
    raise AddressTooLong(address, level)
