"""The reconciliation as files: the same numbers, and no cell comes alive."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timezone
from io import BytesIO, StringIO

import openpyxl
import pytest

from kiosk.domain.placement import Batch, BatchState, Placement, PlacementKind
from kiosk.domain.problem import Problem
from kiosk.domain.reconciliation import Reckoned
from kiosk.domain.stock import Entry, EntryKind, Placed, Stock
from kiosk.reports import Reconciliation, read_quiet_days

LIVE = '=HYPERLINK("http://x")'


def line(name: str, *entries: tuple[EntryKind, int], scans: int = 0) -> Reckoned:
    batch = Batch("B0001", "a5-process", BatchState.IN_USE, False, "", 0, "a")
    noted = tuple(Entry(n, 1, kind, count, "a") for n, (kind, count) in enumerate(entries, 1))
    placement = Placement("P0001", "370102", name, PlacementKind.KIOSK)
    placed = Placed(batch, placement, Stock.of(100, noted), noted)
    last = date(2026, 11, 2) if scans else None
    return Reckoned(placed, scans, last, None, not scans)


def written(form: str, language: str = "zh") -> bytes:
    lines = (
        line(LIVE, (EntryKind.RECEIVED, 100), (EntryKind.LEFT, 80), (EntryKind.SCREEN, 0)),
        line("乙", scans=7),
    )
    made_at = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)  # noqa: UP017
    names = {"370102": "历下区"}
    made = Reconciliation(lines, 30, made_at, language, names)
    target = BytesIO()
    made.write(form, target)
    return target.getvalue()


def test_csv_has_every_number_under_its_name_and_nothing_where_nothing_was_noted() -> None:
    text = written("csv").decode("utf-8-sig")
    head, first, second = csv.reader(StringIO(text))
    rows = [dict(zip(head, row, strict=True)) for row in (first, second)]
    assert rows[0]["投放点"] == f"'{LIVE}"
    assert (rows[0]["收到"], rows[0]["在外"], rows[0]["清点时少了"]) == ("100", "20", "20")
    assert (rows[0]["印制"], rows[0]["大厅屏幕"], rows[0]["30天没有扫码"]) == ("", "不正常", "是")
    assert (rows[1]["有效扫码次数"], rows[1]["最近扫码"]) == ("7", "2026-11-02")
    assert (rows[1]["30天没有扫码"], rows[1]["在外"], rows[1]["区县"]) == ("", "", "历下区")


def test_xlsx_has_the_same_as_dates_and_numbers() -> None:
    sheet = openpyxl.load_workbook(BytesIO(written("xlsx"))).active
    assert sheet is not None
    head, first, second = ([cell.value for cell in row] for row in sheet.iter_rows())
    told, other = (dict(zip(head, row, strict=True)) for row in (first, second))
    assert (told["投放点"], told["收到"], told["印制"]) == (LIVE, 100, None)
    assert sheet.cell(2, head.index("投放点") + 1).data_type == "s"
    assert other["最近扫码"] == datetime(2026, 11, 2)  # noqa: DTZ001
    assert written("xlsx") == written("xlsx")


def test_json_tells_unknown_apart_from_none() -> None:
    told = json.loads(written("json"))
    assert (told["silent"], told["quiet_days"]) == (1, 30)
    assert told["rows"][0]["printed"] is None
    assert told["rows"][0]["screen"] is False


def test_it_speaks_english_and_refuses_other_files() -> None:
    assert b"With the public" in written("csv", "en")
    with pytest.raises(Problem, match="report-format-unknown"):
        written("pdf")


@pytest.mark.parametrize("text", ["0", "367", "x", "", "-1", "１", "0" * 6 + "9" * 12])
def test_days_are_a_number_of_days(text: str) -> None:
    with pytest.raises(Problem, match="quiet-days-faulty"):
        read_quiet_days(text)
