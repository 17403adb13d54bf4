"""Reports as text: CSV for office programs, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

from kiosk.domain.edition import Edition
from kiosk.domain.report import BETWEEN_SETS, Line, Report, Value
from kiosk.reports import note
from kiosk.reports.cell import inert
from kiosk.reports.column import columns, total_cells
from kiosk.reports.words import words


def write_csv(report: Report, target: BinaryIO) -> None:
    """UTF-8 with BOM, CRLF, RFC 4180: header, lines, total, an empty line, notes.

    Excel reads UTF-8 only with the BOM. All lines have the same number of fields, so that strict
    readers take the file; the figures end with the line that begins with 合计. Ids are written as
    they are: none has a leading zero or over 15 digits, which is where Excel would spoil them,
    and ``="370102"`` would be a formula to Excel and no id to any program.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    shown = columns(report)
    writer.writerow([column.title for column in shown])
    cells = [column.cell for column in shown]
    for line in report.lines:
        writer.writerow([_plain(cell(line)) for cell in cells])
    writer.writerow(total_cells(report))
    for row in ((), *_note_rows(report)):
        writer.writerow([*map(_plain, row), *[""] * (len(shown) - len(row))])
    text.detach()


def write_json(report: Report, target: BinaryIO) -> None:
    """One object, a line of text for each row; null stands for no service and no batch."""
    period = report.ask.period
    head = {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "timezone": report.imprint.timezone,
        "by": [by.value for by in report.ask.by],
    }
    unsealed = report.unsealed_from
    tail = {
        "total": _counts(report.total),
        "waterfall": {
            "all": report.waterfall.all,
            **{klass.value: number for klass, number in report.waterfall.parts},
        },
        "device_touches": {
            "device_time": report.clocks.device,
            "receipt_time": report.clocks.receipt,
        },
        "unrecorded": report.unrecorded,
        "rules": report.rules,
        "editions": [_edition(one) for one in report.editions],
        "spooled": report.spooled,
        "implausible": report.implausible,
        "unsealed_from": None if unsealed is None else unsealed.isoformat(),
    }
    for piece in (_json(head)[:-1], ', "rows": [', *_rows(report), "], ", _json(tail)[1:], "\n"):
        target.write(piece.encode())


def _plain(cell: Value | int) -> str | int:
    return inert(cell) if isinstance(cell, str) else str(cell)


def _note_rows(report: Report) -> Iterable[tuple[str | int, ...]]:
    """Without the time of making: a period that is over gives the same bytes every time."""
    say = words(report.imprint.language)
    yield tuple(say(f"about.{title}") for title in ("item", "value", "meaning"))
    for told in (
        *note.status(report),
        *note.facts(report),
        *note.waterfall(report),
        *note.clocks(report),
        *note.missing(report),
        *note.classing(report),
    ):
        yield told.item, told.value, told.meaning


def _rows(report: Report) -> Iterator[str]:
    names = [by.value for by in report.ask.by]
    before = "\n"
    for line in report.lines:
        key = dict(zip(names, map(_json_value, line.key), strict=True))
        yield before + _json({**key, **_counts(line)})
        before = ",\n"
    if report.lines:
        yield "\n"


def _counts(line: Line) -> dict[str, int]:
    return {
        "scans": line.scans,
        "repeats": line.repeats,
        "views": line.views,
        "touches": line.touches,
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.number,
        "since": edition.since.isoformat() if edition.since else None,
        "rules": BETWEEN_SETS.join(edition.rules),
        "scans": edition.scans,
    }


def _json_value(value: Value) -> str | None:
    return value.isoformat() if isinstance(value, date) else value or None


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
