"""What pages call the parts of a batch."""

from __future__ import annotations

from kiosk.batches import Offer, offer
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.period import Period
from kiosk.domain.placement import Placement
from kiosk.domain.problem import Problem
from kiosk.web.pages.texts import Language
from kiosk.web.state import State

SCAN_DAYS = 30


def design_of(name: str) -> Offer | None:
    """The design of a batch; None where this version no longer has it."""
    try:
        return offer(name)
    except Problem:
        return None


def service_names(catalogue: Catalogue, language: Language) -> dict[str, str]:
    """Names of services by id, hidden ones too."""
    named = {revision.service.id: revision.service.name for revision in catalogue.revisions}
    return {service: name.text(language) for service, name in named.items()}


def district_name(catalogue: Catalogue, placement: Placement, language: Language) -> str:
    """The district of a placement; its id where the catalogue no longer names it."""
    district = catalogue.districts.get(placement.district)
    if district is None:
        return placement.district
    return district.name if language == "zh" else district.en


def scan_period(state: State) -> Period:
    """The days of which batches show their scans."""
    return Period.until(state.office.zone.today(state.office.now()), days=SCAN_DAYS)
