"""扫码统计: the first page of the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.jump import PAST_DAYS
from kiosk.domain.report import Imprint
from kiosk.domain.uncounted import Uncounted
from kiosk.reports import SPANS, Overview, Share, Table, overview, words
from kiosk.store import implausible
from kiosk.web.admin import clock
from kiosk.web.admin.chart import chart
from kiosk.web.admin.page import address, admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.admin.waterfall import WHOLE, steps
from kiosk.web.pages.markup import number
from kiosk.web.pages.texts import Language, texts
from kiosk.web.requests import state_of
from kiosk.web.state import State

USUAL_DAYS = 30
FIRST_SHOWN = 12
MOST_SHOWN = 300
JUMPS_SHOWN = 5
_WIDE, _NARROW = 720, 340


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table of shares; its bar is `width` of a hundred."""

    share: Share
    name: str
    note: str
    width: float


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The figures of ``?days=`` 1, 7 or 30."""
    state, language = state_of(request), language_of(request)
    days = _days(request.query_params.get("days", ""))
    uncounted = await state.uncounted()
    found = await _read(state, days, language, uncounted)
    spans = [(n, address(request, "/admin", days=n)) for n in SPANS]
    losses = uncounted.by_day(found.headlines[-1].period)
    figures = [(day, None if line is None else line.scans) for day, line in found.days]
    unfinished = found.trend.unfinished_from
    stale = await state.stale()
    apart = await state.office.driver.read(implausible.waiting)
    return admin_page(
        request,
        staff,
        "overview",
        stop=await clock.last_stop(state),
        found=found,
        days=days,
        spans=spans,
        headlines=list(zip(found.headlines, spans, strict=True)),
        newest=list(reversed(found.days)),
        made_at=found.trend.imprint.made_at,
        losses=losses,
        losses_told=_days_told(losses, language),
        waiting=uncounted.waiting,
        stale=stale.wrong,
        stale_due=stale.due,
        charts=[
            (name, chart(figures, width=width, unfinished=unfinished))
            for name, width in (("wide", _WIDE), ("narrow", _NARROW))
        ],
        unfinished=unfinished,
        implausible=sum(one.n for one in apart),
        jumps=found.jumps[:JUMPS_SHOWN],
        past_days=PAST_DAYS,
        steps=steps(found.of_period),
        services=_rows(found.services, lambda share: (share.name, share.id)),
        districts=_rows(found.districts, lambda share: (share.name, "")),
        placements=_rows(found.placements, lambda share: _placement(share, found, state, language)),
        silent=sum(not share.line.scans for share in found.placements.shares),
        has_batches=bool(state.snapshot.batches),
        first_shown=FIRST_SHOWN,
        most_shown=MOST_SHOWN,
    )


async def _read(state: State, days: int, language: Language, uncounted: Uncounted) -> Overview:
    office, catalogue = state.office, state.snapshot.catalogue
    imprint = Imprint.of(office.zone, office.now(), language=language)
    return await office.driver.read(
        lambda reader: overview(
            reader,
            days=days,
            catalogue=catalogue,
            imprint=imprint,
            zone=office.zone,
            uncounted=uncounted,
        )
    )


def _days(asked: str) -> int:
    return next((n for n in SPANS if str(n) == asked), USUAL_DAYS)


def _days_told(losses: Sequence[tuple[date, int]], language: Language) -> str:
    said = texts(language)
    between = "、" if language == "zh" else ", "
    return between.join(said.plain("overview.loss_day", day=day, n=number(n)) for day, n in losses)


def _rows(table: Table, told: Callable[[Share], tuple[str, str]]) -> list[Row]:
    most = max((share.line.scans for share in table.shares), default=0)
    return [
        Row(share, *told(share), width=round(share.line.scans / most * WHOLE, 1) if most else 0.0)
        for share in table.shares
    ]


def _placement(share: Share, found: Overview, state: State, language: Language) -> tuple[str, str]:
    """A placement's name, and where and of what kind it is."""
    place = found.places.get(share.id)
    if place is None:
        return share.name, ""
    district = state.snapshot.catalogue.districts.get(place.district)
    where = "" if district is None else district.name if language == "zh" else district.en
    kind = words(language)(f"kind.{place.kind.value}")
    return share.name, " · ".join(part for part in (where, kind) if part)
