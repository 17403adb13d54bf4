"""Addresses become symbols that others read."""

from __future__ import annotations

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData
from segno import consts

from cards import penalty
from cards.marks import Matrix
from cards.qr import AddressTooLong, Level, encode, modules_of, structure, version_for

ADDRESS = "https://mbk.jinan.gov.cn/S/7K3MQ2XA9PRD"
HOSTS = r"https?://[a-z0-9]{1,12}(\.[a-z0-9]{2,9}){1,3}(/[a-z]{1,8})?"
_ECC = {Level.L: 1, Level.M: 0, Level.Q: 3, Level.H: 2}  # the library's own numbers


def _picture(matrix: Matrix, scale: int = 4) -> Image.Image:
    size = matrix.size + 8
    picture = Image.new("L", (size, size), 255)
    for x, y, length in matrix.runs:
        picture.paste(0, (x + 4, y + 4, x + 4 + length, y + 5))
    return picture.resize((size * scale, size * scale), Image.Resampling.NEAREST)


def _library(address: str, level: Level, version: int, mask: int) -> Matrix:
    """The same symbol by the library's plain path, with a mask given."""
    cut = address.index("/S/")
    symbol = QRCode(version=version, error_correction=_ECC[level], border=0, mask_pattern=mask)
    symbol.add_data(QRData(address[:cut].encode(), mode=MODE_8BIT_BYTE))
    symbol.add_data(QRData(address[cut:].encode(), mode=MODE_ALPHA_NUM))
    symbol.make(fit=False)
    rows = symbol.get_matrix()
    return Matrix(tuple("".join("1" if module else "0" for module in row) for row in rows))


def _second_encoder(address: str, level: Level, version: int, mask: int) -> Matrix:
    """The same symbol by segno, given the same segments."""
    cut = address.index("/S/")
    segments = [(address[:cut], consts.MODE_BYTE), (address[cut:], consts.MODE_ALPHANUMERIC)]
    symbol = segno.make(
        segments,  # type: ignore[arg-type]  # it takes them, and says so in its encoder
        version=version,
        error=level.value,
        mask=mask,
        boost_error=False,
        micro=False,
    )
    return Matrix(tuple("".join("01"[module] for module in row) for row in symbol.matrix))


def _judged(matrix: Matrix) -> int:
    modules = int("".join(matrix.rows)[::-1], 2)
    return penalty.penalty(modules, matrix.size)


def test_the_usual_address_takes_version_four_at_level_q() -> None:
    assert encode(ADDRESS).size == modules_of(4) == 33


# Addresses that fill their symbol to the last bit: where there is room left segno 1.6.6 puts a
# needless 0x00 before the padding, since our addresses end on a byte.
FULL = [
    (Level.M, 3, 30),
    (Level.Q, 3, 20),
    (Level.M, 4, 50),
    (Level.Q, 4, 34),
    (Level.H, 4, 22),
    (Level.Q, 5, 48),
    (Level.H, 5, 32),
]


@pytest.mark.parametrize("mask", range(8))
@pytest.mark.parametrize(("level", "version", "length"), FULL)
def test_a_second_encoder_makes_the_same_symbol(
    level: Level, version: int, length: int, mask: int
) -> None:
    address = "https://".ljust(length, "a") + "/S/7K3MQ2XA9PRD"
    ours = encode(address, level=level, version=version, mask=mask)
    assert ours == _second_encoder(address, level, version, mask)


@settings(max_examples=25, deadline=None)
@given(code=st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=12, max_size=12))
def test_whatever_the_code_a_second_encoder_agrees_on_the_judged_symbol(code: str) -> None:
    address = "https://mbk.sifaju.jinan.gov.cn/mb" + f"/S/{code}"
    ours = encode(address)
    (mask,) = [mask for mask in range(8) if encode(address, mask=mask) == ours]
    assert _second_encoder(address, Level.Q, 4, mask) == ours


@pytest.mark.parametrize("version", [1, 4, 7, 14, 40])
@pytest.mark.parametrize("level", Level)
def test_the_structure_names_every_codeword_once(level: Level, version: int) -> None:
    built = structure(version, level)
    places = [place for codeword in built.codewords for place in codeword]
    assert len(set(places)) == len(places) == 8 * len(built.codewords)
    numbers = [number for block in built.blocks for number in block.codewords]
    assert sorted(numbers) == list(range(len(built.codewords)))


@pytest.mark.parametrize(
    ("version", "level", "blocks"),
    [
        (4, Level.Q, [(50, 26)] * 2),
        (4, Level.H, [(25, 16)] * 4),
        (5, Level.Q, [(33, 18)] * 2 + [(34, 18)] * 2),
    ],
)
def test_blocks_are_those_of_the_standards_table(
    version: int, level: Level, blocks: list[tuple[int, int]]
) -> None:
    found = [(len(block.codewords), block.correction) for block in structure(version, level).blocks]
    assert found == blocks


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("version", [6, 7, 10])
def test_a_symbol_is_the_librarys_with_the_mask_that_reads_best(level: Level, version: int) -> None:
    candidates = [_library(ADDRESS, level, version, mask) for mask in range(8)]
    best = min(candidates, key=_judged)
    assert encode(ADDRESS, level=level, version=version) == best


def test_an_independent_reader_sees_the_address_and_the_level() -> None:
    (found,) = zxingcpp.read_barcodes(_picture(encode(ADDRESS, level=Level.H)))
    assert found.text == ADDRESS
    assert found.ec_level == "H"


@settings(max_examples=60, deadline=None)
@given(
    host=st.from_regex(HOSTS, fullmatch=True),
    code=st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=12, max_size=12),
    level=st.sampled_from(list(Level)),
)
def test_whatever_the_host_and_code_the_reader_sees_exactly_the_address(
    host: str, code: str, level: Level
) -> None:
    address = f"{host}/S/{code}"
    (found,) = zxingcpp.read_barcodes(_picture(encode(address, level=level)))
    assert found.text == address


def test_the_same_address_gives_the_same_symbol() -> None:
    assert encode(ADDRESS) == encode(ADDRESS)


def test_an_address_without_a_code_is_one_byte_segment() -> None:
    (found,) = zxingcpp.read_barcodes(_picture(encode("http://localhost:8000/services/QC10")))
    assert found.text == "http://localhost:8000/services/QC10"


def test_the_code_in_a_segment_of_its_own_never_costs_a_version_and_often_saves_one() -> None:
    hosts = ["https://" + "a" * length for length in range(5, 40)]
    own = [version_for([f"{host}/S/7K3MQ2XA9PRD"]) for host in hosts]
    bytes_only = [version_for([f"{host}/s/7k3mq2xa9prd"]) for host in hosts]
    assert all(a <= b for a, b in zip(own, bytes_only, strict=True))
    assert own != bytes_only


def test_a_batch_has_the_size_its_longest_address_needs() -> None:
    long = "https://mbk.sifaju.jinan.gov.cn/mingbaika/S/7K3MQ2XA9PRD"
    assert version_for([ADDRESS, long]) == version_for([long]) > version_for([ADDRESS])
    assert version_for([]) == 1


def test_an_address_that_fits_no_symbol_is_refused() -> None:
    with pytest.raises(AddressTooLong) as refused:
        version_for(["https://" + "a" * 3000])
    assert refused.value.level is Level.Q


def test_a_version_too_small_for_the_address_is_refused() -> None:
    with pytest.raises(AddressTooLong) as refused:
        encode(ADDRESS, version=2)
    assert refused.value.address == ADDRESS
