"""Print files of a batch, and pictures of its cards: drawn beside the service, not in it."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kiosk.batches import Format, Imprint, Order, first_card, imprint_of, offer, order_of, sample
from kiosk.domain.problem import Problem
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.files.print_file import Wish, issue_of, ordered, print_file
from kiosk.web.requests import state_of

_KINDS = (Format.PDF, Format.ZIP)


async def download(request: Request, staff: Staff) -> ASGIApp:
    """The print file as it is asked for; the log says who took it."""
    kind = next((kind for kind in _KINDS if kind == request.path_params["kind"]), None)
    if kind is None:
        raise Problem("not-found")
    wish = replace(Wish.read(request.query_params, usual=kind), format=kind)
    return await _taken(request, staff, wish)


async def chosen(request: Request, staff: Staff) -> ASGIApp:
    """The same where the format is asked for with the rest."""
    return await _taken(request, staff, Wish.read(request.query_params, usual=Format.PDF))


async def preview(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """The first page of one side as it will be printed, as PNG."""
    wish = Wish.read(request.query_params, usual=Format.PDF)
    state = state_of(request)
    asked = await ordered(state, request.path_params["batch"], wish)
    sides = await state.press.previews(asked.order, asked.imprint, wish.making)
    return _side(request, sides)


async def picture(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """One side of the first card as PNG."""
    state, batch = state_of(request), request.path_params["batch"]
    issue, is_readable = await issue_of(state, batch)
    first, catalogue, office = first_card(issue), state.snapshot.catalogue, state.office
    order = order_of(first, catalogue, office.signer.keys)
    operator = office.settings.site_operator
    imprint = imprint_of(first, catalogue, office=operator, is_readable=is_readable)
    return await _first_card(request, order, imprint)


async def sample_picture(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """One side of a card of a design, before there is a batch."""
    state, asked = state_of(request), request.query_params
    catalogue, settings = state.snapshot.catalogue, state.office.settings
    design = offer(request.path_params["design"])
    usual = catalogue.services[0].id if design.is_per_service else ""
    service = asked.get("service") or usual if design.is_per_service else usual
    district = asked.get("district", "")
    if district not in catalogue.districts:
        district = catalogue.shared.districts[0].id
    order, imprint = sample(
        service,
        district,
        settings.public_url,
        catalogue,
        design=design.id,
        office=settings.site_operator,
    )
    return await _first_card(request, order, imprint)


async def _taken(request: Request, staff: Staff, wish: Wish) -> ASGIApp:
    batch = request.path_params["batch"]
    answer = await print_file(state_of(request), batch, wish)
    await do_as(request, staff, "cards.download", {"batch": batch, **wish.noted})
    return answer


async def _first_card(request: Request, order: Order, imprint: Imprint) -> Response:
    return _side(request, await state_of(request).press.pictures(order, imprint))


def _side(request: Request, sides: tuple[bytes, ...]) -> Response:
    number = int(request.path_params["side"])
    if not 1 <= number <= len(sides):
        raise Problem("not-found")
    return Response(sides[number - 1], media_type="image/png")
