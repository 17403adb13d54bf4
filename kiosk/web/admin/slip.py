"""Packing slips of a batch, or of one placement: a PDF, with a link for each that lacks one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.batches.slips import LinksAt, read_slips
from kiosk.domain.clerk import DAYS
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.http.attachment import streamed
from kiosk.web.requests import state_of


async def download(request: Request, staff: Staff) -> ASGIApp:
    """The PDF; links that are lacking are made, and the log says who took it. Raises Problem."""
    state, batch = state_of(request), request.path_params["batch"]
    placement = request.path_params.get("placement")
    office = state.office
    args = {"batch": batch, "placement": placement, "days": DAYS}
    await do_as(request, staff, "clerk.add", args)
    today = office.zone.moment(office.now()).day
    links_at = LinksAt(office.settings.public_url, office.signer.keys, today)
    slips = await office.driver.read(
        lambda reader: read_slips(
            reader,
            batch,
            placement,
            catalogue=state.snapshot.catalogue,
            links_at=links_at,
        )
    )
    where = f"_{placement}" if placement else ""
    file = await state.press.slips(slips, title=f"装箱单 {batch}")
    await do_as(request, staff, "cards.slips", {"batch": batch})
    plain, name = f"{batch}_packing-slips{where}.pdf", f"{batch}_装箱单{where}.pdf"
    return streamed(file, name, plain, media_type="application/pdf")
