"""下载报表: which days, broken down by what, as which file; the sums stand beside it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.period import Period
from kiosk.domain.problem import Problem
from kiosk.domain.report import Ask, Dimension, Report
from kiosk.reports import FORMATS, Format, columns
from kiosk.store import totals
from kiosk.web.admin.page import address, admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.admin.waterfall import steps
from kiosk.web.files.report import download as file_of
from kiosk.web.files.report import make_report
from kiosk.web.requests import state_of

PRESETS = (
    "day",
    "service",
    "district",
    "placement",
    "source",
    "service,district",
    "day,service,district",
    "batch,placement,service",
)
OWN = "own"
USUAL_DAYS = 30
SHOWN = 8
_PREVIEW_MOST = 5_000
_WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_IN_FIELD = {
    "report-days-reversed": "to",
    "report-too-long": "to",
    "report-by-missing": "by",
    "report-by-repeated": "by",
    "report-by-unknown": "by",
    "report-too-large": "by",
    "report-format-unknown": "format",
}

# Told in the words of the form, which knows no ids.
_BY_FAULTS = {"report-by-missing": "by_missing", "report-by-repeated": "by_repeated"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form holds, as it was typed; `by` is a preset or `OWN`."""

    first: str
    last: str
    by: str
    columns: tuple[str, ...]
    format: str

    @property
    def dimensions(self) -> str:
        """What to break down by, as `Ask` reads it."""
        return ",".join(filter(None, self.columns)) if self.by == OWN else self.by

    def ask(self) -> Ask:
        """What is asked for; raises Problem."""
        return Ask.read(iso(self.first), iso(self.last), self.dimensions)

    def query(self) -> dict[str, str]:
        """What leads back to this form but for its days, and names the same report elsewhere."""
        return {"by": self.dimensions, "format": self.format}


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The form, and the sums of what it asks for."""
    wanted = _wanted(request)
    try:
        ask = wanted.ask()
        Format.read(wanted.format)
        return await _page(request, staff, wanted, ask)
    except Problem as problem:
        return await _page(request, staff, wanted, problem=problem)


async def download(request: Request, staff: Staff) -> ASGIApp:
    """The file; the log says who took it. What is wrong is told beside the form."""
    wanted = _wanted(request)
    try:
        ask, form = wanted.ask(), Format.read(wanted.format)
        answer = await file_of(await make_report(state_of(request), ask), form)
    except Problem as problem:
        return await _page(request, staff, wanted, problem=problem)
    await do_as(request, staff, "report.download", ask.asked | {"format": form.name})
    return answer


def iso(text: str) -> str:
    """A day as people write it (2026/11/1, 2026年11月1日, 20261101), as ISO writes it."""
    text = text.strip()
    digits = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    found = digits or _WRITTEN.fullmatch(text)
    return "-".join(part.zfill(2) for part in found.groups()) if found else text


def _wanted(request: Request) -> Wanted:
    asked, state = request.query_params, state_of(request)
    today = state.office.zone.today(state.office.now())
    usual = Period.until(today, days=USUAL_DAYS)
    by = asked.get("by", PRESETS[0])
    is_known = by in PRESETS or by == OWN
    chosen = asked.getlist("column") if is_known else by.split(",")
    return Wanted(
        first=asked.get("from", usual.first.isoformat()),
        last=asked.get("to", usual.last.isoformat()),
        by=by if is_known else OWN,
        columns=tuple(chosen[: len(Dimension)]),
        format=asked.get("format", "xlsx"),
    )


async def _page(
    request: Request,
    staff: Staff,
    wanted: Wanted,
    ask: Ask | None = None,
    *,
    problem: Problem | None = None,
) -> ASGIApp:
    state, language = state_of(request), language_of(request)
    whole, is_short = (None, False) if ask is None else await _preview(request, ask)
    rows = whole if is_short else None
    today = state.office.zone.today(state.office.now())
    return admin_page(
        request,
        staff,
        "report",
        problem=problem,
        faulty=_field(problem, wanted) if problem else None,
        by_fault=_BY_FAULTS.get(problem.code) if problem else None,
        wanted=wanted,
        presets=PRESETS,
        dimensions=list(Dimension),
        formats=list(FORMATS),
        spans=[
            (key, address(request, "/admin/report", **_days(period), **wanted.query()))
            for key, period in _spans(today).items()
        ],
        whole=whole,
        rows=rows,
        heads=[column.title for column in columns(rows)] if rows else [],
        cells=_cells(rows) if rows else [],
        most=_PREVIEW_MOST,
        steps=steps(whole) if whole else (),
        file=FORMATS[wanted.format].file_name(whole)[0 if language == "zh" else 1] if whole else "",
    )


async def _preview(request: Request, ask: Ask) -> tuple[Report, bool]:
    """The report where it is short enough to look into; else its sums alone, and False."""
    state, language = state_of(request), language_of(request)
    try:
        await state.office.driver.read(lambda reader: totals.lines(reader, ask, most=_PREVIEW_MOST))
    except Problem as problem:
        if problem.code != "report-too-large":
            raise
        sums = Ask(ask.period, (Dimension.SOURCE,))
        return await make_report(state, sums, language=language), False
    return await make_report(state, ask, language=language), True


def _cells(report: Report) -> list[list[tuple[object, bool]]]:
    """The first lines as the file has them; whether each cell is a count."""
    shown = columns(report)
    return [
        [(column.cell(line), isinstance(column.cell(line), int)) for column in shown]
        for line in report.lines[:SHOWN]
    ]


def _field(problem: Problem, wanted: Wanted) -> str | None:
    """The field that a problem lies in."""
    if problem.code == "report-day-faulty":
        return "from" if problem.places["text"] == iso(wanted.first) else "to"
    return _IN_FIELD.get(problem.code)


def _days(period: Period) -> Mapping[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _spans(today: date) -> Mapping[str, Period]:
    """Days that are asked for often."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return {
        "week": Period.until(today, days=7),
        "thirty": Period.until(today, days=30),
        "month": Period(month, today),
        "last_month": Period(before.replace(day=1), before),
        "year": Period(today.replace(month=1, day=1), today),
    }
