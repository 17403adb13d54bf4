"""One batch: what it is, where its cards lie, its codes, its files and its life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.batches import (
    Allotment,
    Format,
    Issue,
    Standing,
    cards_in,
    codes,
    ends,
    kinds_of,
    planned_reasons,
    read_issue,
)
from kiosk.domain.code import grouped
from kiosk.domain.placement import LIFE
from kiosk.domain.problem import Problem
from kiosk.printing import most_cards
from kiosk.reports import scans_by_placement
from kiosk.store.driver import Reader
from kiosk.web.admin.batch.labels import (
    SCAN_DAYS,
    design_of,
    district_name,
    scan_period,
    service_names,
)
from kiosk.web.admin.batch.preflight import verdict_shown
from kiosk.web.admin.page import admin_page, language_of, page_asked
from kiosk.web.admin.session import Staff
from kiosk.web.files.readiness import standing_of
from kiosk.web.pages.texts import Language
from kiosk.web.requests import state_of
from kiosk.web.state import State

PLACED = 100


@dataclass(frozen=True, slots=True)
class Printed:
    """A code as it is printed; `last` ends a run of numbered copies."""

    service: str
    code: str
    last: str


@dataclass(frozen=True, slots=True)
class Place:
    """A placement of a batch, with its codes, and its screen's address where it is a hall."""

    allotment: Allotment
    district: str
    codes: Sequence[Printed]
    screen: str | None
    scans: int


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The page; ``?page=`` where there are more placements than one holds. Raises Problem."""
    state, wanted = state_of(request), request.path_params["batch"]
    language, period = language_of(request), scan_period(state)

    async def work(reader: Reader) -> tuple[Issue, Mapping[str, int], Standing]:
        issue = await read_issue(reader, wanted)
        scans = await scans_by_placement(reader, period, wanted)
        return issue, scans, await standing_of(state, reader, issue)

    issue, scans, found = await state.office.driver.read(work)
    page, pages = page_asked(request, len(issue.allotments), each=PLACED)
    shown = issue.allotments[(page - 1) * PLACED : page * PLACED]
    services = tuple(dict.fromkeys(span.service for span in issue.ranges))
    try:
        printed, screens = _codes(state, issue, shown)
        why, refused, different = _reasons(state, issue, found, language), None, cards_in(issue)
    except Problem as problem:
        printed, screens, why, refused, different = {}, {}, (), problem.text(language), 0
    places = _places(state, shown, printed, screens, scans=scans, language=language)
    return admin_page(
        request,
        staff,
        "batch",
        batch=issue.batch,
        made_at=state.office.zone.clock(issue.batch.made_at),
        design=design_of(issue.batch.design),
        services=[service for service in services if service],
        names=service_names(state.snapshot.catalogue, language),
        cards=kinds_of(issue.batch.design, len(services))
        * sum(allotment.copies for allotment in issue.allotments),
        codes=sum(len(span) for span in issue.ranges),
        different=different,
        count=len(issue.allotments),
        places=places,
        page=page,
        pages=pages,
        scans=sum(scans.values()),
        days=SCAN_DAYS,
        reasons=why,
        refused=refused,
        most={
            kind.value: most_cards(kind, numbered=issue.batch.numbered)
            for kind in (Format.PDF, Format.ZIP)
        },
        life=LIFE,
        preflight=verdict_shown(found, state, language),
        examining=state.examinations.progress(wanted),
        trouble=state.examinations.failure(wanted),
        is_made="made" in request.query_params,
        is_stale=issue.batch.id in state.changed,
    )


def _places(
    state: State,
    shown: Sequence[Allotment],
    printed: Mapping[str, Sequence[Printed]],
    screens: Mapping[str, str],
    *,
    scans: Mapping[str, int],
    language: Language,
) -> list[Place]:
    return [
        Place(
            allotment,
            district_name(state.snapshot.catalogue, allotment.placement, language),
            printed.get(allotment.placement.id, ()),
            screens.get(allotment.placement.id),
            scans.get(allotment.placement.id, 0),
        )
        for allotment in shown
    ]


def _codes(
    state: State, issue: Issue, shown: Sequence[Allotment]
) -> tuple[Mapping[str, Sequence[Printed]], Mapping[str, str]]:
    """The codes of the placements shown, and the address of each hall's screen.

    Raises Problem where the key that signed them is retired.
    """
    wanted, keys = {allotment.placement.id for allotment in shown}, state.office.signer.keys
    printed: dict[str, list[Printed]] = {}
    for span in issue.ranges:
        if span.placement in wanted:
            first, last = (grouped(code) for code in ends(span, keys))
            found = Printed(span.service, first, last)
            printed.setdefault(span.placement, []).append(found)
    halls = [span for span in issue.screens if span.placement in wanted]
    screens: dict[str, str] = {}
    for issued in codes(halls, keys, issue.batch.url):
        screens.setdefault(issued.placement, f"{issue.batch.url}/kiosk/{issued.code}")
    return printed, screens


def _reasons(state: State, issue: Issue, found: Standing, language: Language) -> tuple[str, ...]:
    """Why the cards are only a 样张."""
    unread = Problem("specimen-not-preflighted", batch=issue.batch.id).text(language)
    others = planned_reasons(
        dict.fromkeys(span.service for span in issue.ranges),
        dict.fromkeys(allotment.placement.district for allotment in issue.allotments),
        issue.batch.url,
        state.snapshot.catalogue,
        office=state.office.settings.site_operator,
        language=language,
        design=issue.batch.design,
    )
    return others if found.is_passed else (unread, *others)
