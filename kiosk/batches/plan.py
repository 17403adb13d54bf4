"""What a batch will be, told before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.batches.designs import Offer, offer
from kiosk.batches.issue import imprint_for, service_of
from kiosk.batches.order import Copy, Imprint, Leading, Order
from kiosk.batches.specimen import reasons
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import Spot

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
        return self.kinds * sum(spot.copies for spot in self.spots)

    @property
    def kinds(self) -> int:
        """How many different cards each placement gets."""
        return self.offer.kinds(len(self.services))

    def reasons(
        self, catalogue: Catalogue, *, office: str | None, language: str = "zh"
    ) -> tuple[str, ...]:
        """Why its cards would only be a 样张, in ``zh`` or ``en``."""
        districts = {spot.district: None for spot in self.spots}
        return planned_reasons(
            self.services,
            districts,
            self.address,
            catalogue,
            office=office,
            language=language,
            design=self.offer.id,
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
    """A card to look at before there is a batch: its code is nobody's. Raises Problem.

    `service` counts only where the design has a card a service.
    """
    place, url = catalogue.districts[district].name, f"{address}/S/{_ANY_CODE}"
    shows = offer(design).shows
    if shows == "all":
        each = [Leading(service, url, _ANY_CODE) for service in catalogue.services]
        copy = Copy.of_all("", place, each)
    else:
        one = service_of(catalogue, service) if shows == "service" else None
        copy = Copy("", place, one, url, _ANY_CODE)
    return Order(design, (copy,)), imprint_for("–", address, catalogue, office=office)


def planned_reasons(  # noqa: PLR0913 - a batch that is not there yet has no name for all this
    services: Iterable[str],
    districts: Iterable[str],
    address: str,
    catalogue: Catalogue,
    *,
    office: str | None,
    language: str = "zh",
    design: str = "",
) -> tuple[str, ...]:
    """Why cards of services in districts are only a 样张; a copy of each kind tells.

    Without a design everything a card may print counts. Raises Problem where a service is not on
    the card any more.
    """
    url = f"{address}/S/{_ANY_CODE}"
    named = [catalogue.districts[district].name for district in districts]
    copies = tuple(
        Copy("", district, service_of(catalogue, service), url, _ANY_CODE)
        for service in services
        for district in named
    )
    imprint = imprint_for("", address, catalogue, office=office)
    return reasons(Order(design, copies), imprint, language=language)
