"""Print files of a batch, and pictures of its first card: drawn beside the service, not in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.printing import (
    MOST_CARDS,
    Format,
    Imprint,
    Issue,
    Order,
    cards_in,
    first_card,
    imprint_of,
    offer,
    order_name,
    order_of,
    read_issue,
    reasons,
    sample,
)
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.requests import state_of
from kiosk.web.state import State

_CHUNK = 256 * 1024
_TYPES = {Format.PDF: "application/pdf", Format.ZIP: "application/zip"}


async def download(request: Request, staff: Staff) -> ASGIApp:
    """The print file as PDF, or a PDF a card in a zip; the log says who took it."""
    state, batch = state_of(request), request.path_params["batch"]
    kind = next((kind for kind in _TYPES if kind == request.path_params["kind"]), None)
    if kind is None:
        raise Problem("not-found")
    issue = await state.office.driver.read(lambda reader: read_issue(reader, batch))
    order, imprint = _order(state, issue, most=MOST_CARDS[kind])
    file = await state.press.file(order, imprint, kind)
    await do_as(request, staff, "cards.download", {"batch": batch, "format": kind.value})
    return _attachment(file, order, imprint, kind)


async def picture(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """One side of the first card as PNG."""
    state, batch = state_of(request), request.path_params["batch"]
    issue = await state.office.driver.read(lambda reader: read_issue(reader, batch))
    order, imprint = _order(state, first_card(issue))
    return await _side(request, order, imprint)


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
    return await _side(request, order, imprint)


async def _side(request: Request, order: Order, imprint: Imprint) -> Response:
    sides = await state_of(request).press.pictures(order, imprint)
    number = int(request.path_params["side"])
    if not 1 <= number <= len(sides):
        raise Problem("not-found")
    return Response(sides[number - 1], media_type="image/png")


def _order(state: State, issue: Issue, *, most: int = 1) -> tuple[Order, Imprint]:
    """What is to be drawn; raises Problem where there are more than `most` cards."""
    count = cards_in(issue)
    if count > most:
        raise Problem("press-too-large", count=count, most=most, batch=issue.batch.id)
    catalogue, office = state.snapshot.catalogue, state.office
    order = order_of(issue, catalogue, office.signer.keys)
    return order, imprint_of(issue, catalogue, office=office.settings.site_operator)


def _attachment(file: BinaryIO, order: Order, imprint: Imprint, kind: Format) -> Response:
    """The file under a name that a print shop understands, in ASCII for old programs."""
    is_specimen = bool(reasons(order, imprint))
    name = order_name(order, imprint, title=offer(order.design).title, is_specimen=is_specimen)
    plain = f"{imprint.batch}_{order.design}{'_specimen' if is_specimen else ''}.{kind}"
    size = file.seek(0, 2)
    file.seek(0)
    return StreamingResponse(
        chunks(file),
        media_type=_TYPES[kind],
        headers={
            "content-length": str(size),
            "content-disposition": f'attachment; filename="{plain}"; '
            f"filename*=utf-8''{quote(f'{name}.{kind}')}",
        },
    )


async def chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    """A file piece by piece; it is closed when all was sent, or nobody takes it any more."""
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk
    finally:
        file.close()
