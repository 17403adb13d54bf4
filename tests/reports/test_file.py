import io
import re
import zipfile
from typing import BinaryIO, cast

import pytest

from kiosk.domain.problem import Problem
from kiosk.reports import FORMATS, Format
from tests.reports.ledger import Ledger, written


async def test_a_file_is_named_in_chinese_and_in_ascii_after_its_days(ledger: Ledger) -> None:
    report = await ledger.report("day", "2026-11-01", "2026-11-30")
    assert Format.read("xlsx").file_name(report) == (
        "泉城明白卡_扫码统计_2026-11-01至2026-11-30_v1.xlsx",
        "Quancheng-Mingbai-Card_scans_2026-11-01_to_2026-11-30_v1.xlsx",
    )


@pytest.mark.parametrize("form", sorted(FORMATS))
async def test_no_file_name_can_make_a_header_line(ledger: Ledger, form: str) -> None:
    report = await ledger.report("day", issuer='"\r\nSet-Cookie: a=b')
    for name in FORMATS[form].file_name(report):
        assert re.fullmatch(r"[\w.-]+", name)
        assert len(name) < 100


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        Format.read("pdf")
    assert caught.value.text("zh") == "没有格式“pdf”；可以是：csv, xlsx, json。"


@pytest.mark.parametrize("form", sorted(FORMATS))
async def test_the_same_report_gives_the_same_bytes(city: Ledger, form: str) -> None:
    asked = ("day,service,placement", "2026-11-01", "2026-11-30")
    assert written(await city.report(*asked), form) == written(await city.report(*asked), form)


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_a_period_that_is_over_gives_the_same_bytes_for_ever(city: Ledger, form: str) -> None:
    asked = ("day,service,placement", "2026-11-01", "2026-11-30")
    one = written(await city.report(*asked, made_at="2026-12-01T00:00:00Z"), form)
    assert written(await city.report(*asked, made_at="2027-06-01T00:00:00Z"), form) == one


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_a_target_need_only_be_written_to(city: Ledger, form: str) -> None:
    report = await city.report("day")
    target = WriteOnly()
    FORMATS[form].write(report, cast("BinaryIO", target))
    assert bytes(target.got) == written(report, form)
    assert not target.closed


async def test_a_workbook_can_be_written_where_nothing_can_be_moved(city: Ledger) -> None:
    report = await city.report("day")
    target = WriteOnly()
    FORMATS["xlsx"].write(report, cast("BinaryIO", target))
    with zipfile.ZipFile(io.BytesIO(target.got)) as parts:
        assert parts.testzip() is None
    assert not target.closed


class WriteOnly(io.RawIOBase):
    """A pipe's end: it cannot be read, and not be moved in."""

    def __init__(self) -> None:
        super().__init__()
        self.got = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type] # whatever is a buffer
        self.got += piece
        return len(piece)
