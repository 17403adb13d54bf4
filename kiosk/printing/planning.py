"""What a batch will be, told before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import Spot
from kiosk.printing.choosing import Offer
from kiosk.printing.issued import imprint_for, service_of
from kiosk.printing.order import Copy, Imprint, Order
from kiosk.printing.specimen import reasons

_ANY_CODE = "0" * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A batch that is asked for. `services` are ids, an empty one stands for the whole catalogue.

    `address` goes into the symbols, before ``/S/`` and the code.
    """

    offer: Offer
    services: tuple[str, ...]
    spots: tuple[Spot, ...]
    address: str

    @property
    def codes(self) -> int:
        """How many codes will be issued: one a service and placement."""
        return len(self.services) * len(self.spots)

    @property
    def cards(self) -> int:
        """How many cards will be printed."""
        return len(self.services) * sum(spot.copies for spot in self.spots)

    def reasons(
        self, catalogue: Catalogue, *, office: str | None, language: str = "zh"
    ) -> tuple[str, ...]:
        """Why its cards would only be a 样张, in ``zh`` or ``en``."""
        districts = {spot.district: None for spot in self.spots}
        return planned_reasons(
            self.services, districts, self.address, catalogue, office=office, language=language
        )


def sample(
    service: str,
    district: str,
    address: str,
    catalogue: Catalogue,
    *,
    design: str,
    office: str | None,
) -> tuple[Order, Imprint]:
    """A card to look at before there is a batch: its code is nobody's. Raises Problem."""
    place = catalogue.districts[district].name
    copy = Copy("", place, service_of(catalogue, service), f"{address}/S/{_ANY_CODE}", _ANY_CODE)
    return Order(design, (copy,)), imprint_for("–", address, catalogue, office=office)


def planned_reasons(
    services: Iterable[str],
    districts: Iterable[str],
    address: str,
    catalogue: Catalogue,
    *,
    office: str | None,
    language: str = "zh",
) -> tuple[str, ...]:
    """Why cards of services in districts are only a 样张; a copy of each kind tells.

    Raises Problem where a service is not on the card any more.
    """
    url = f"{address}/S/{_ANY_CODE}"
    named = [catalogue.districts[district].name for district in districts]
    copies = tuple(
        Copy("", district, service_of(catalogue, service), url, _ANY_CODE)
        for service in services
        for district in named
    )
    imprint = imprint_for("", address, catalogue, office=office)
    return reasons(Order("", copies), imprint, language=language)
