"""装箱单: what the packing slips of a batch say, for the desk and for the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.batches.designs import offer
from kiosk.batches.stock import kinds_of, read_stock
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clerk import ClerkLink, ClerkSigner
from kiosk.domain.code import CodeKey
from kiosk.domain.period import day_of
from kiosk.domain.problem import Problem
from kiosk.domain.stock import Placed
from kiosk.store import batches, clerks
from kiosk.store.driver import Reader


@dataclass(frozen=True, slots=True)
class LinksAt:
    """Where clerks' links open, who signs them, and the day (20261124) on which they must hold."""

    url: str
    keys: tuple[CodeKey, ...]
    today: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One sheet. `address` is what the clerk's symbol opens, None where there is no link.

    `token` are the letters of the address, `until` the last day it opens. `services` are ids.
    """

    batch: str
    design: str
    services: tuple[str, ...]
    district: str
    placement: str
    name: str
    kind: str
    planned: int
    kinds: int
    printed: int | None
    address: str | None = None
    token: str = ""
    until: date | None = None


async def read_slips(
    reader: Reader,
    batch: str,
    placement: str | None,
    *,
    catalogue: Catalogue,
    links_at: LinksAt,
) -> tuple[Slip, ...]:
    """The slips of a batch's placements, or of one; raises Problem."""
    placed = await read_stock(reader, batch)
    links = await clerks.open_links(reader, batch, today=links_at.today)
    services = (await batches.services(reader)).get(batch, ())
    wanted = [one for one in placed if placement in (None, one.placement.id)]
    if not wanted:
        raise Problem("batch-placement-not-found", batch=batch, placement=placement)
    return tuple(
        _slip(one, links.get(one.placement.id), services, catalogue, links_at) for one in wanted
    )


def _slip(
    placed: Placed,
    link: ClerkLink | None,
    services: tuple[str, ...],
    catalogue: Catalogue,
    links_at: LinksAt,
) -> Slip:
    batch, place = placed.batch, placed.placement
    district = catalogue.districts.get(place.district)
    token = ClerkSigner(links_at.keys).token(link.id) if link else ""
    return Slip(
        batch=batch.id,
        design=_title(batch.design),
        services=tuple(service for service in services if service),
        district=district.name if district else place.district,
        placement=place.id,
        name=place.name,
        kind=place.kind.value,
        planned=placed.stock.planned,
        kinds=max(1, kinds_of(batch.design, len(services))),
        printed=placed.stock.printed,
        address=f"{links_at.url}/C/{token}" if link else None,
        token=token,
        until=day_of(link.until) if link else None,
    )


def _title(design: str) -> str:
    try:
        return offer(design).title
    except Problem:
        return design  # it was there when the batch was made
