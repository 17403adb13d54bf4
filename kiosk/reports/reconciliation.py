"""对账 as a table: read out of totals and entries, written as CSV, XLSX or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import BinaryIO

import xlsxwriter

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.digits import read_digits
from kiosk.domain.period import epoch_ms
from kiosk.domain.problem import Problem
from kiosk.domain.reconciliation import QUIET_MOST, Reckoned
from kiosk.domain.report import Imprint
from kiosk.domain.stock import Placed
from kiosk.reports.cell import inert, legible, width
from kiosk.reports.sheet import put
from kiosk.reports.style import Styles
from kiosk.reports.words import words
from kiosk.store import batches, totals
from kiosk.store.driver import Reader

Cell = str | int | date | None
FORMATS = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
    }
)
_NUMBERS = (
    *("planned", "printed", "received", "given", "left", "on_hand", "spoiled"),
    *("returned", "destroyed", "out", "gap", "wanted"),
)
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every placement of every batch that was not only planned, the newest batch first.

    A placement is silent whose cards are out, and were not scanned for `quiet_days` days.
    """

    lines: tuple[Reckoned, ...]
    quiet_days: int
    made_at: datetime
    language: str
    districts: Mapping[str, str]

    @property
    def silent(self) -> tuple[Reckoned, ...]:
        """The silent placements."""
        return tuple(line for line in self.lines if line.is_silent)

    def file_name(self, form: str, *, language: str | None = None) -> str:
        """What the file is called: words and the day only."""
        say = words(language or self.language)
        return f"{say('reconciliation.file', day=self.made_at.date())}.{form}"

    def write(self, form: str, target: BinaryIO) -> None:
        """Write as one of `FORMATS`; raises Problem."""
        writer = _WRITERS.get(form)
        if writer is None:
            raise Problem("report-format-unknown", name=form, known=", ".join(FORMATS))
        writer(self, target)


def read_quiet_days(text: str) -> int:
    """How many days, as somebody typed it; raises Problem."""
    days = read_digits(text, most=5)
    if days is None or not 1 <= days <= QUIET_MOST:
        raise Problem("quiet-days-faulty", most=QUIET_MOST)
    return days


async def reconcile(
    reader: Reader,
    placed: Sequence[Placed],
    *,
    catalogue: Catalogue,
    imprint: Imprint,
    quiet_days: int,
) -> Reconciliation:
    """Put scans beside what was noted of cards."""
    made_at, language = imprint.made_at, imprint.language
    first = made_at.date() - timedelta(days=quiet_days - 1)
    quiet = first, epoch_ms(datetime.combine(first, time.min, made_at.tzinfo))
    scanned = await totals.scans_of_placements(reader)
    in_use = await batches.in_use_since(reader)
    lines = []
    for one in placed:
        n, last = scanned.get((one.batch.id, one.placement.id), (0, None))
        in_use_at = in_use.get(one.batch.id)
        lines.append(Reckoned.of(one, scans=n, last_scan=last, in_use_at=in_use_at, quiet=quiet))
    names = {d.id: d.name if language == "zh" else d.en for d in catalogue.shared.districts}
    return Reconciliation(tuple(lines), quiet_days, made_at, language, names)


def columns(of: Reconciliation) -> list[tuple[str, Callable[[Reckoned], Cell]]]:
    """Titles and cells, in order; what was never noted is an empty cell."""
    say = words(of.language)

    def number(name: str) -> Callable[[Reckoned], Cell]:
        return lambda line: getattr(line.placed.stock, name)

    def screen(line: Reckoned) -> Cell:
        shown = line.placed.stock.screen
        return "" if shown is None else say(f"reconciliation.screen_{int(shown)}")

    def district(line: Reckoned) -> Cell:
        place = line.placed.placement
        return of.districts.get(place.district, place.district)

    return [
        (say("column.batch"), lambda line: line.placed.batch.id),
        (say("reconciliation.state"), lambda line: say(f"state.{line.placed.batch.state}")),
        (say("column.district_name"), district),
        (say("column.placement"), lambda line: line.placed.placement.id),
        (say("column.placement_name"), lambda line: line.placed.placement.name),
        (say("column.placement_kind"), lambda line: say(f"kind.{line.placed.placement.kind}")),
        *((say(f"reconciliation.{name}"), number(name)) for name in _NUMBERS),
        (say("reconciliation.screen"), screen),
        (say("column.scans"), lambda line: line.scans),
        (say("reconciliation.last_scan"), lambda line: line.last_scan),
        (
            say("reconciliation.silent", days=of.quiet_days),
            lambda line: say("reconciliation.yes") if line.is_silent else "",
        ),
    ]


def reconciliation_json(of: Reconciliation) -> dict[str, object]:
    """The table as programs read it; what nobody noted is null."""
    return {
        "made_at": of.made_at.isoformat(timespec="seconds"),
        "quiet_days": of.quiet_days,
        "silent": len(of.silent),
        "rows": [
            {
                "batch": line.placed.batch.id,
                "state": line.placed.batch.state.value,
                "placement": line.placed.placement.id,
                "name": line.placed.placement.name,
                "district": line.placed.placement.district,
                "kind": line.placed.placement.kind.value,
                **{name: getattr(line.placed.stock, name) for name in _NUMBERS},
                "screen": line.placed.stock.screen,
                "scans": line.scans,
                "last_scan": line.last_scan.isoformat() if line.last_scan else None,
                "silent": line.is_silent,
            }
            for line in of.lines
        ],
    }


def _write_json(of: Reconciliation, target: BinaryIO) -> None:
    target.write(json.dumps(reconciliation_json(of), ensure_ascii=False, indent=1).encode())


def _write_csv(of: Reconciliation, target: BinaryIO) -> None:
    """UTF-8 with BOM, CRLF, as the other reports: no cell comes alive in a spreadsheet."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    shown = columns(of)
    writer.writerow([title for title, _ in shown])
    for line in of.lines:
        cells = [cell(line) for _, cell in shown]
        writer.writerow([inert(c) if isinstance(c, str) else "" if c is None else c for c in cells])
    text.detach()


def _write_xlsx(of: Reconciliation, target: BinaryIO) -> None:
    say, shown = words(of.language), columns(of)
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        created = of.made_at.astimezone(UTC)
        workbook.set_properties({"title": say("reconciliation.title"), "created": created})
        styles = Styles.of(workbook)
        sheet = workbook.add_worksheet(say("reconciliation.title"))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(of.lines), 1), len(shown) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for place, (title, cell) in enumerate(shown):
            texts = [c for line in of.lines if isinstance(c := cell(line), str)]
            widest = max([width(title) + 3, *(width(text) + 2 for text in texts)])
            sheet.set_column(place, place, min(widest, _WIDEST))
            sheet.write_string(0, place, legible(title), styles.head)
        for row, line in enumerate(of.lines, start=1):
            for place, (_, cell) in enumerate(shown):
                value = cell(line)
                put(sheet, (row, place), "" if value is None else value, styles=styles)


_WRITERS: Mapping[str, Callable[[Reconciliation, BinaryIO], None]] = MappingProxyType(
    {"csv": _write_csv, "xlsx": _write_xlsx, "json": _write_json}
)
