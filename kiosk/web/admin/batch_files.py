"""Print files of a batch, and pictures of its first card: drawn beside the service, not in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
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
    imprint_of,
    offer,
    order_name,
    order_of,
    read_issue,
    reasons,
    sample,
)
from kiosk.store.driver import Reader
from kiosk.web.admin.batch_preflight import standing_of
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
    issue, is_readable = await _issue(state, batch)
    order, imprint = _order(state, issue, most=MOST_CARDS[kind], is_readable=is_readable)
    file = await state.press.file(order, imprint, kind)
    await do_as(request, staff, "cards.download", {"batch": batch, "format": kind.value})
    return _attachment(file, order, imprint, kind)


async def picture(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """One side of the first card as PNG."""
    state, batch = state_of(request), request.path_params["batch"]
    issue, is_readable = await _issue(state, batch)
    first = replace(issue, ranges=tuple(replace(s, last=s.first) for s in issue.ranges[:1]))
    order, imprint = _order(state, first, is_readable=is_readable)
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


async def _issue(state: State, batch: str) -> tuple[Issue, bool]:
    """A batch, and whether pre-flight passed it as it would be printed now."""

    async def work(reader: Reader) -> tuple[Issue, bool]:
        issue = await read_issue(reader, batch)
        return issue, (await standing_of(state, reader, issue)).is_passed

    return await state.office.driver.read(work)


def _order(
    state: State, issue: Issue, *, is_readable: bool, most: int = 1
) -> tuple[Order, Imprint]:
    """What is to be drawn; raises Problem where there are more than `most` cards."""
    count = sum(len(span) for span in issue.ranges)
    if count > most:
        raise Problem("press-too-large", count=count, most=most, batch=issue.batch.id)
    catalogue, office = state.snapshot.catalogue, state.office
    order = order_of(issue, catalogue, office.signer.keys)
    operator = office.settings.site_operator
    return order, imprint_of(issue, catalogue, office=operator, is_readable=is_readable)


def _attachment(file: BinaryIO, order: Order, imprint: Imprint, kind: Format) -> Response:
    """The file under a name that a print shop understands, in ASCII for old programs."""
    is_specimen = bool(reasons(order, imprint))
    name = order_name(order, imprint, title=offer(order.design).title, is_specimen=is_specimen)
    plain = f"{imprint.batch}_{order.design}{'_specimen' if is_specimen else ''}.{kind}"
    size = file.seek(0, 2)
    file.seek(0)
    return StreamingResponse(
        _chunks(file),
        media_type=_TYPES[kind],
        headers={
            "content-length": str(size),
            "content-disposition": f'attachment; filename="{plain}"; '
            f"filename*=utf-8''{quote(f'{name}.{kind}')}",
        },
    )


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    try:
        while chunk := await asyncio.to_thread(file.read, _CHUNK):
            yield chunk
    finally:
        file.close()
