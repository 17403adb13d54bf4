"""数量: what became of a batch's cards, placement by placement; links of clerks; packing slips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.batches import read_placed, read_stock
from kiosk.domain.clerk import DAYS, ClerkLink, ClerkSigner
from kiosk.domain.digits import read_digits
from kiosk.domain.period import day_of
from kiosk.domain.placement import PlacementKind, Step
from kiosk.domain.problem import Problem
from kiosk.domain.stock import (
    DEVIATION_PERCENT,
    NOTE_MOST,
    Entry,
    EntryKind,
    Placed,
    standing,
    total,
)
from kiosk.store import batches, clerks
from kiosk.store.driver import Reader
from kiosk.web.admin.batch.labels import district_name
from kiosk.web.admin.page import admin_page, language_of, page_asked, see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.forms import form_of, text_of
from kiosk.web.public.clerk import read_number
from kiosk.web.requests import state_of
from kiosk.web.state import State

PLACED = 100


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as the desk shows it; one that another took the place of does not stand."""

    entry: Entry
    at: datetime
    stands: bool


async def show(request: Request, staff: Staff) -> ASGIApp:
    """All placements of a batch; ``?page=`` where there are more than one page holds."""
    state, wanted = state_of(request), request.path_params["batch"]
    office = state.office
    today = office.zone.moment(office.now()).day

    async def work(
        reader: Reader,
    ) -> tuple[tuple[Placed, ...], tuple[Step, ...], Mapping[str, ClerkLink]]:
        placed = await read_stock(reader, wanted)
        links = await clerks.open_links(reader, wanted, today=today)
        return placed, await batches.life(reader, wanted), links

    placed, life, links = await office.driver.read(work)
    page, pages = page_asked(request, len(placed), each=PLACED)
    language, catalogue = language_of(request), state.snapshot.catalogue
    return admin_page(
        request,
        staff,
        "stock",
        batch=placed[0].batch,
        life=[(step, office.zone.clock(step.at)) for step in life],
        placed=placed[(page - 1) * PLACED : page * PLACED],
        total=total([one.stock for one in placed]),
        districts={
            one.placement.id: district_name(catalogue, one.placement, language) for one in placed
        },
        links=links,
        is_received=all(one.stock.received for one in placed),
        page=page,
        pages=pages,
        clock=office.zone.clock,
        percent=DEVIATION_PERCENT,
    )


async def show_placement(request: Request, staff: Staff) -> ASGIApp:
    """One placement: its entries, its link, and a form for a further entry."""
    return await _page(request, staff)


async def record(request: Request, staff: Staff) -> ASGIApp:
    """Note something; what a press may not be off by is asked about first."""
    form = form_of(request)
    typed = {name: text_of(form, name) for name in ("kind", "n", "note", "corrects", "sure")}
    args = {
        "batch": request.path_params["batch"],
        "placement": request.path_params["placement"],
        "kind": typed["kind"],
        "n": read_number(typed["n"]),
        "note": typed["note"],
        "corrects": read_digits(typed["corrects"], most=9),
        "is_sure": bool(typed["sure"]),
    }
    try:
        await do_as(request, staff, "stock.record", args)
    except Problem as problem:
        return await _page(request, staff, problem=problem, typed=typed)
    return see_other(request, _path(request), noted=1)


async def make_links(request: Request, staff: Staff) -> ASGIApp:
    """Give each placement a link that has none."""
    batch = request.path_params["batch"]
    await do_as(request, staff, "clerk.add", {"batch": batch, "placement": None, "days": DAYS})
    return see_other(request, f"/admin/batches/{batch}/stock")


async def change_link(request: Request, staff: Staff) -> ASGIApp:
    """End a placement's link, or give it one."""
    form = form_of(request)
    args = {name: request.path_params[name] for name in ("batch", "placement")}
    try:
        if text_of(form, "do") == "revoke":
            await do_as(request, staff, "clerk.revoke", args)
        else:
            await do_as(request, staff, "clerk.add", args | {"days": DAYS})
    except Problem as problem:
        return await _page(request, staff, problem=problem)
    return see_other(request, _path(request))


def link_address(state: State, link: ClerkLink) -> str:
    """The address of a clerk's link."""
    token = ClerkSigner(state.office.signer.keys).token(link.id)
    return f"{state.office.settings.public_url}/C/{token}"


def _path(request: Request) -> str:
    batch, placement = request.path_params["batch"], request.path_params["placement"]
    return f"/admin/batches/{batch}/stock/{placement}"


async def _page(
    request: Request,
    staff: Staff,
    *,
    problem: Problem | None = None,
    typed: Mapping[str, str] | None = None,
) -> ASGIApp:
    state = state_of(request)
    office, batch = state.office, request.path_params["batch"]
    placement = request.path_params["placement"]
    today = office.zone.moment(office.now()).day

    async def work(reader: Reader) -> tuple[Placed, ClerkLink | None]:
        placed = await read_placed(reader, batch, placement)
        links = await clerks.open_links(reader, batch, today=today)
        return placed, links.get(placement)

    placed, link = await office.driver.read(work)
    held = {entry.number for entry in standing(placed.entries)}
    asked = request.query_params.get("correct", (typed or {}).get("corrects", ""))
    mended = next((e for e in placed.entries if str(e.number) == asked and e.number in held), None)
    is_hall = placed.placement.kind is PlacementKind.KIOSK
    return admin_page(
        request,
        staff,
        "stock-placement",
        problem=problem,
        form=typed,
        placed=placed,
        district=district_name(state.snapshot.catalogue, placed.placement, language_of(request)),
        items=[
            Item(entry, office.zone.clock(entry.at), entry.number in held)
            for entry in reversed(placed.entries)
        ],
        mended=mended,
        kinds=[kind for kind in EntryKind if is_hall or kind is not EntryKind.SCREEN],
        is_unsure=problem is not None and problem.code == "stock-deviation",
        link=link,
        link_until=day_of(link.until) if link else None,
        link_address=link_address(state, link) if link else None,
        most=NOTE_MOST,
        is_noted="noted" in request.query_params and problem is None,
    )
