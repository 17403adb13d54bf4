"""What was issued for a batch: every code with its placement, service and address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from kiosk.batches.designs import offer
from kiosk.batches.order import Copies, Copy, Imprint, Leading, Order
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.code import CodeKey, Signer
from kiosk.domain.placement import Batch, CodeRange, Placement
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service
from kiosk.store import batches, placements
from kiosk.store.driver import Reader


@dataclass(frozen=True, slots=True)
class Allotment:
    """A placement of a batch, and how many cards go there."""

    placement: Placement
    copies: int


@dataclass(frozen=True, slots=True)
class Issue:
    """A batch with all it was given, in the order of its placements."""

    batch: Batch
    allotments: tuple[Allotment, ...]
    ranges: tuple[CodeRange, ...]
    screens: tuple[CodeRange, ...]


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """One code. `service` is empty for the whole catalogue; `url` is what its symbol holds."""

    placement: str
    service: str
    code: str
    url: str


async def read_issue(reader: Reader, batch: str) -> Issue:
    """Everything about a batch; raises Problem."""
    found = await batches.find(reader, batch)
    if found is None:
        raise Problem("batch-not-found", batch=batch)
    rows = await reader.all(batches.PLACEMENTS, batch=batch)
    allotments = tuple(Allotment(placements.placement_of(row), row["copies"]) for row in rows)
    return Issue(
        found,
        allotments,
        tuple(await batches.ranges_of(reader, batch)),
        tuple(await batches.screens_of(reader, batch)),
    )


def codes(
    spans: Sequence[CodeRange], keys: Sequence[CodeKey], address: str
) -> Iterator[IssuedCode]:
    """Every code of the ranges, signed by the key each was made with; raises Problem."""
    signers = {key.id: Signer((key,)) for key in keys}
    for span in spans:
        signer = signers.get(span.key)
        if signer is None:
            raise Problem("code-key-retired", key=span.key)
        for serial in range(span.first, span.last + 1):
            code = signer.code(serial)
            yield IssuedCode(span.placement, span.service, code, f"{address}/S/{code}")


def ends(span: CodeRange, keys: Sequence[CodeKey]) -> tuple[str, str]:
    """The first and the last code of a range; raises Problem."""
    first, last = (
        next(codes([replace(span, first=serial, last=serial)], keys, "")).code
        for serial in (span.first, span.last)
    )
    return first, last


def issue_json(issue: Issue, keys: Sequence[CodeKey], *, screens: bool = False) -> dict[str, Any]:
    """A batch as programs read it; numbered copies as first and last of each placement.

    With `screens` also the halls' screen codes, each with the address that opens its screen.
    """
    by_id = {allotment.placement.id: allotment for allotment in issue.allotments}
    told: dict[str, Any] = {
        "batch": issue.batch.id,
        "design": issue.batch.design,
        "state": issue.batch.state.value,
    }
    if issue.batch.numbered:
        told["placements"] = [
            {**_run(span, keys), **_place(by_id, span.placement)} for span in issue.ranges
        ]
    else:
        told["codes"] = _listed(issue.ranges, keys, issue.batch.url, by_id)
    if screens:
        told["screens"] = [
            one | {"screen": f"{issue.batch.url}/kiosk/{one['code']}"}
            for one in _listed(issue.screens, keys, issue.batch.url, by_id)
        ]
    return told


def order_of(issue: Issue, catalogue: Catalogue, keys: Sequence[CodeKey]) -> Order:
    """What is to be printed for a batch, with the words in force; raises Problem."""
    make = _cards_of_all if offer(issue.batch.design).shows == "all" else _cards
    firsts = replace(issue, ranges=tuple(replace(span, last=span.first) for span in issue.ranges))
    copies = Copies(
        lambda: make(issue, catalogue, keys),
        cards_in(issue),
        kinds=tuple(make(firsts, catalogue, keys)),
    )
    return Order(issue.batch.design, copies, numbered=issue.batch.numbered)


def cards_in(issue: Issue) -> int:
    """How many different cards a batch has: a code each, or each with a code a service."""
    if offer(issue.batch.design).shows != "all":
        return sum(len(span) for span in issue.ranges)
    return sum(len(spans[0]) for spans in _by_placement(issue).values())


def first_card(issue: Issue) -> Issue:
    """The batch with the codes of its first card alone."""
    first = issue.ranges[:1]
    if offer(issue.batch.design).shows == "all":
        first = next(iter(_by_placement(issue).values()), ())
    return replace(issue, ranges=tuple(replace(span, last=span.first) for span in first))


def imprint_of(
    issue: Issue, catalogue: Catalogue, *, office: str | None, is_readable: bool = True
) -> Imprint:
    """What the cards of a batch share; not `is_readable` where pre-flight has not passed them."""
    imprint = imprint_for(issue.batch.id, issue.batch.url, catalogue, office=office)
    return replace(imprint, is_readable=is_readable)


def imprint_for(batch: str, url: str, catalogue: Catalogue, *, office: str | None) -> Imprint:
    """What the cards of a batch with this id and address share."""
    address = urlsplit(url)
    names = {district.id: district.name for district in catalogue.shared.districts}
    return Imprint(
        office=office,
        domain=address.netloc + address.path,
        batch=batch,
        law_date=min(service.checked_on for service in catalogue.services),
        services=catalogue.services,
        papers=catalogue.shared.papers,
        desks={
            (desk.service, names[desk.district]): desk
            for desk in catalogue.shared.desks
            if desk.district in names
        },
        is_confirmed=catalogue.is_confirmed,
    )


def service_of(catalogue: Catalogue, wanted: str) -> Service | None:
    """The service on a card; None for the whole catalogue. Raises Problem."""
    if not wanted:
        return None
    revision = catalogue.by_id.get(wanted)
    if revision is None or revision.service.slot is None:
        raise Problem("service-not-found", service=wanted)
    return revision.service


def _cards(issue: Issue, catalogue: Catalogue, keys: Sequence[CodeKey]) -> Iterator[Copy]:
    """A card a code."""
    places, counts = _places(issue, catalogue), _counts(issue)
    for issued in codes(issue.ranges, keys, issue.batch.url):
        service = service_of(catalogue, issued.service)
        count = counts[issued.placement]
        yield Copy(*places[issued.placement], service, issued.url, issued.code, count=count)


def _cards_of_all(issue: Issue, catalogue: Catalogue, keys: Sequence[CodeKey]) -> Iterator[Copy]:
    """Cards with a code a service: copy k has the k-th of every range of its placement."""
    places, counts = _places(issue, catalogue), _counts(issue)
    for placement, spans in _by_placement(issue).items():
        runs = [codes([span], keys, issue.batch.url) for span in spans]
        for issued in zip(*runs, strict=True):
            each = [
                Leading(service_of(catalogue, one.service), one.url, one.code) for one in issued
            ]
            yield Copy.of_all(*places[placement], each, count=counts[placement])


def _by_placement(issue: Issue) -> dict[str, tuple[CodeRange, ...]]:
    found: dict[str, tuple[CodeRange, ...]] = {}
    for span in issue.ranges:
        found[span.placement] = (*found.get(span.placement, ()), span)
    return found


def _places(issue: Issue, catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Name and district of every placement by its id."""
    places = (allotment.placement for allotment in issue.allotments)
    return {place.id: (place.name, catalogue.districts[place.district].name) for place in places}


def _counts(issue: Issue) -> dict[str, int]:
    """How many of each card are printed, by placement: numbered ones are all different."""
    if issue.batch.numbered:
        return {allotment.placement.id: 1 for allotment in issue.allotments}
    return {allotment.placement.id: allotment.copies for allotment in issue.allotments}


def _listed(
    spans: Sequence[CodeRange],
    keys: Sequence[CodeKey],
    address: str,
    by_id: Mapping[str, Allotment],
) -> list[dict[str, Any]]:
    return [
        {
            **_place(by_id, issued.placement),
            "service": issued.service or None,
            "code": issued.code,
            "url": issued.url,
        }
        for issued in codes(spans, keys, address)
    ]


def _place(by_id: Mapping[str, Allotment], wanted: str) -> dict[str, Any]:
    placement = by_id[wanted].placement
    return {
        "placement": placement.id,
        "name": placement.name,
        "district": placement.district,
    }


def _run(span: CodeRange, keys: Sequence[CodeKey]) -> dict[str, Any]:
    first, last = ends(span, keys)
    return {"service": span.service or None, "first": first, "last": last, "copies": len(span)}
