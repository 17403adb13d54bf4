"""新建批次: what is typed or uploaded, what would be made of it, and making it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kiosk.batches import Format, Offer, Plan, designs, offer, sample, services_for
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import PlacementKind
from kiosk.domain.problem import Problem
from kiosk.editing import (
    BYTES_MAX,
    Placements,
    RowFault,
    read_placement_rows,
    read_placements,
    write_placements,
)
from kiosk.printing import MOST_CARDS
from kiosk.web.admin.page import admin_page, language_of, see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.forms import form_of
from kiosk.web.pages.texts import texts
from kiosk.web.requests import state_of
from kiosk.web.state import State

ROWS_AT_FIRST = 3
MORE_ROWS = 5
MOST_ROWS = 100
FAULTS_SHOWN = 30
SPOTS_SHOWN = 300
_NAME_MOST = 120
_NOT_NOW = frozenset({"press-busy", "press-stopped", "press-too-slow"})
_CELLS = ("district", "name", "kind", "copies")
_NEW_ROW: Mapping[str, str] = {
    "district": "",
    "name": "",
    "kind": PlacementKind.WINDOW,
    "copies": "",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form holds. `listed` is a file that was read without a fault, as its text."""

    design: str
    services: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    listed: str = ""
    listed_name: str = ""

    @property
    def typed(self) -> list[tuple[int, Mapping[str, str]]]:
        """The rows in which anything was typed, numbered as they stand."""
        return [
            (number, row)
            for number, row in enumerate(self.rows, start=1)
            if any(row[cell].strip() for cell in _CELLS if cell != "kind")
        ]

    def with_more_rows(self) -> Filled:
        """The form with some empty rows more."""
        rows = (*self.rows, *[_NEW_ROW] * MORE_ROWS)[:MOST_ROWS]
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong: as sentences above the form, and row by row where rows are wrong."""

    problems: tuple[Problem, ...] = ()
    typed: tuple[RowFault, ...] = ()
    listed: tuple[RowFault, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to mend."""
        return not (self.problems or self.typed or self.listed)


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The empty form."""
    return _form(request, staff, _empty())


async def empty_file(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """A file with the header only, for office programs: UTF-8 with BOM."""
    header = texts(language_of(request)).plain("batch_new.header")
    name = {"content-disposition": 'attachment; filename="placements.csv"'}
    return Response(f"\ufeff{header}\r\n", media_type="text/csv; charset=utf-8", headers=name)


async def send(request: Request, staff: Staff) -> ASGIApp:
    """What the button says: more rows, without the file, back to the form, look at it, make it."""
    form = form_of(request)
    state = state_of(request)
    asked, filled = form.get("do"), _filled(form)
    if asked == "drop":
        return _form(request, staff, replace(filled, listed="", listed_name=""))
    filled, faults = await _with_file(form, filled, state.snapshot.catalogue)
    if asked in ("rows", "back"):
        more = filled.with_more_rows() if asked == "rows" else filled
        return _form(request, staff, more, Told(listed=faults))
    plan = _plan(filled, faults, state)
    if isinstance(plan, Told):
        return _form(request, staff, filled, plan)
    if problem := await _undrawable(plan, state):
        return _form(request, staff, filled, Told((problem,)))
    if asked == "make":
        return await _make(request, staff, filled, plan)
    return _shown(request, staff, filled, plan)


async def _make(request: Request, staff: Staff, filled: Filled, plan: Plan) -> ASGIApp:
    args = {
        "design": plan.offer.id,
        "services": list(plan.services),
        "spots": [
            {"district": s.district, "name": s.name, "kind": s.kind.value, "copies": s.copies}
            for s in plan.spots
        ],
        "numbered": False,
    }
    try:
        made = await do_as(request, staff, "batch.create", args)
    except Problem as problem:
        return _form(request, staff, filled, Told((problem,)))
    return see_other(request, f"/admin/batches/{made['batch']}", made=1)


def _empty() -> Filled:
    return Filled("", (), (_NEW_ROW,) * ROWS_AT_FIRST)


def _filled(form: FormData) -> Filled:
    columns = [[str(cell) for cell in form.getlist(name)][:MOST_ROWS] for name in _CELLS]
    rows = tuple(dict(zip(_CELLS, cells, strict=True)) for cells in zip(*columns, strict=False))
    return Filled(
        design=_text(form, "design"),
        services=tuple(str(service) for service in form.getlist("service")),
        rows=rows or _empty().rows,
        listed=_text(form, "listed"),
        listed_name=_text(form, "listed_name")[:_NAME_MOST],
    )


async def _with_file(
    form: FormData, filled: Filled, catalogue: Catalogue
) -> tuple[Filled, tuple[RowFault, ...]]:
    """The form with the file that came along; a faulty file is told and not kept."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return filled, ()
    placed = await run_in_threadpool(read_placements, await file.read(), catalogue.districts)
    if placed.faults:
        return filled, placed.faults
    listed, name = write_placements(placed.spots), file.filename[:_NAME_MOST]
    return replace(filled, listed=listed, listed_name=name), ()


def _plan(filled: Filled, faults: tuple[RowFault, ...], state: State) -> Plan | Told:
    """What is asked for, or all that is wrong with it."""
    catalogue, problems = state.snapshot.catalogue, list[Problem]()
    chosen, services = None, tuple[str, ...]()
    try:
        chosen, services = _chosen(filled, catalogue)
    except Problem as problem:
        problems.append(problem)
    typed = read_placement_rows(filled.typed, catalogue.districts)
    listed = _listed(filled, catalogue)
    faults = (*faults, *listed.faults)
    if not typed.faults and not faults:
        problems += _misplaced(typed, listed, filled.listed_name)
    told = Told(tuple(problems), typed.faults, faults)
    if chosen is None or not told.is_well:
        return told
    return Plan(
        offer=chosen,
        services=services,
        spots=typed.spots or listed.spots,
        address=state.office.settings.public_url,
    )


async def _undrawable(plan: Plan, state: State) -> Problem | None:
    """Why such a card cannot be drawn: a batch that nobody can print is not made."""
    settings = state.office.settings
    order, imprint = sample(
        plan.services[0],
        plan.spots[0].district,
        plan.address,
        state.snapshot.catalogue,
        design=plan.offer.id,
        office=settings.site_operator,
    )
    try:
        await state.press.pictures(order, imprint)
    except Problem as problem:
        return None if problem.code in _NOT_NOW else problem
    return None


def _chosen(filled: Filled, catalogue: Catalogue) -> tuple[Offer, tuple[str, ...]]:
    """The design and its services; those ticked for a design that shows all are let be."""
    if not filled.design:
        raise Problem("design-missing")
    chosen = offer(filled.design)
    if chosen.is_per_service and not filled.services:
        raise Problem("services-missing", design=chosen.title)
    wanted = filled.services if chosen.is_per_service else None
    return chosen, services_for(chosen.id, wanted, catalogue)


def _misplaced(typed: Placements, listed: Placements, file: str) -> Iterator[Problem]:
    if typed.spots and listed.spots:
        yield Problem("placements-twice", file=file)
    if not typed.spots and not listed.spots:
        yield Problem("placements-missing")


def _listed(filled: Filled, catalogue: Catalogue) -> Placements:
    """The placements of the file that was read before."""
    if not filled.listed:
        return Placements((), ())
    return read_placements(filled.listed.encode(), catalogue.districts)


def _form(request: Request, staff: Staff, filled: Filled, told: Told = Told()) -> ASGIApp:
    """The form with all that was typed, and what is wrong with it."""
    state, language = state_of(request), language_of(request)
    catalogue = state.snapshot.catalogue
    listed = _listed(filled, catalogue)
    faults: dict[int, list[tuple[str, str]]] = {}
    for fault in told.typed:
        faults.setdefault(fault.row, []).append((fault.column, fault.sentence.text(language)))
    return admin_page(
        request,
        staff,
        "batch-new",
        status=200 if told.is_well else 422,
        filled=filled,
        problems=[problem.text(language) for problem in told.problems],
        row_faults=faults,
        file_faults=[(f.row, f.sentence.text(language)) for f in told.listed[:FAULTS_SHOWN]],
        file_faults_left=max(0, len(told.listed) - FAULTS_SHOWN),
        listed=listed.spots,
        designs=designs(),
        services=catalogue.services,
        districts=catalogue.shared.districts,
        kinds=list(PlacementKind),
        most_rows=MOST_ROWS,
        most_bytes=BYTES_MAX,
        more_rows=MORE_ROWS,
    )


def _shown(request: Request, staff: Staff, filled: Filled, plan: Plan) -> ASGIApp:
    """What would be made, before it is made."""
    state, language = state_of(request), language_of(request)
    catalogue = state.snapshot.catalogue
    known = {(p.district, p.name, p.kind) for p in state.snapshot.placements.values()}
    office = state.office.settings.site_operator
    halls = [spot for spot in plan.spots if spot.kind is PlacementKind.KIOSK]
    return admin_page(
        request,
        staff,
        "batch-plan",
        filled=filled,
        plan=plan,
        spots=[(spot, (spot.district, spot.name, spot.kind) in known) for spot in plan.spots],
        shown=SPOTS_SHOWN,
        halls=len(halls),
        services=[catalogue.by_id[service].service for service in plan.services if service],
        districts=catalogue.districts,
        reasons=plan.reasons(catalogue, office=office, language=language),
        is_too_large=len(plan.spots) * plan.kinds > MOST_CARDS[Format.PDF],
    )


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
