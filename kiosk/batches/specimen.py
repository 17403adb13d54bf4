"""Why a card is only a 样张: its address, a fact nobody has verified, a service not confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Set
from ipaddress import ip_address
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from cards.design import house_words
from kiosk.batches.designs import offer
from kiosk.batches.order import Copy, Imprint, Order
from kiosk.domain.catalogue import Desk
from kiosk.domain.face import After, Amount, Figure, First, Lines, Table
from kiosk.domain.fact import Fact, Verify
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service

Station: TypeAlias = First | Figure | Table | Lines | Amount | After

STATIONS: Final = ("first", "figure", "table", "bring", "cost", "after")
# What the fullest card prints, the process card: the leaflet has a term instead of a figure.
EVERYTHING: Final = frozenset({*STATIONS, "note"})


def reasons(order: Order, imprint: Imprint, *, language: str = "zh") -> tuple[str, ...]:
    """Every reason, once, as sentences in ``zh`` or ``en``; none where the cards may be printed."""
    prints = printed_by(order.design)
    found = (reason for copy in _kinds(order) for reason in reasons_of(copy, imprint, prints))
    return tuple(dict.fromkeys(reason.text(language) for reason in found))


def printed_by(design: str) -> Set[str]:
    """The parts of a service that a design prints; all where no design is named."""
    return offer(design).prints if design else EVERYTHING


def reasons_of(copy: Copy, imprint: Imprint, prints: Set[str] = EVERYTHING) -> Iterator[Problem]:
    """The reasons that hold for one card; `prints` names the parts that its design prints."""
    yield from _address(copy.url)
    if not imprint.is_readable:
        yield Problem("specimen-not-preflighted", batch=imprint.batch)
    for leading in copy.symbols:
        if leading.service:
            yield from _service(leading.service, imprint.desk(copy), prints)
    if not copy.each and copy.service is None and not imprint.is_confirmed:
        drafts = [s.id for s in imprint.services if not s.is_confirmed]
        yield Problem("specimen-catalogue-draft", services="、".join(drafts))


def kind_of(copy: Copy) -> tuple[str, str, str]:
    """What copies share that differ in their codes alone: service, district and address."""
    service = copy.service.id if copy.service else ""
    return service, copy.district_name if service else "", copy.url.removesuffix(copy.code)


def _kinds(order: Order) -> Iterator[Copy]:
    """One copy of each kind."""
    seen = set()
    for copy in order.kinds:
        kind = kind_of(copy)
        if kind not in seen:
            seen.add(kind)
            yield copy


def _address(url: str) -> Iterator[Problem]:
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme != "https":
        yield Problem("specimen-not-https", address=origin)
    if _is_local(parts.hostname or ""):
        yield Problem("specimen-local-address", address=origin)


# Ends of names that no public name server answers (RFC 6761, 6762, 8375, ICANN 2024) or that only
# routers give out.
_PRIVATE_ENDS = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".test", ".invalid")


def _is_local(host: str) -> bool:
    """Whether a phone outside this house could not open the host."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_ENDS)


def _service(service: Service, desk: Desk | None, prints: Set[str]) -> Iterator[Problem]:
    name = service.name.zh
    if not service.is_confirmed:
        yield Problem("specimen-draft", service=f"{service.id} {name}")
    for box, fact in _facts(service, desk, prints):
        if not fact.is_sure:
            yield Problem(_CODES[fact.verify], service=f"{service.id} {name}", box=box)


_CODES = {
    Verify.PARTIAL: "specimen-partial",
    Verify.KNOWLEDGE: "specimen-knowledge",
    Verify.OFFICE: "specimen-office",
}


def _facts(service: Service, desk: Desk | None, prints: Set[str]) -> Iterator[tuple[str, Fact]]:
    yield from printed_facts(service, prints)
    if "table" in prints and service.card.table.desk and desk:
        yield house_words()["desk"], desk


def printed_facts(service: Service, prints: Set[str] = EVERYTHING) -> Iterator[tuple[str, Fact]]:
    """Every fact that a card prints wherever it lies, with the name of its box as it stands there.

    The local desk comes to these where it is known. `prints` names the parts that the card has:
    the stations of a process card, note, and the term of a leaflet.
    """
    card = service.card
    stations: dict[str, Station] = {name: getattr(card, name) for name in STATIONS}
    for name, part in stations.items():
        if name in prints:
            yield "".join(part.label), part
    for name, key in _limits(service):
        if key and name in prints:
            part = card.after if name == "after" else card.figure
            yield "".join(part.label), service.limit(key)
    if "term" in prints:
        yield "".join(card.figure.label), service.lead.deadline
    if "note" in prints and card.note.text:
        yield house_words()["note"], card.note


def _limits(service: Service) -> Iterator[tuple[str, str | None]]:
    """The limits whose figures a card prints, by the part they stand in."""
    card = service.card
    yield "figure", card.figure.limit
    yield "term", service.lead.deadline.limit
    for stop in card.after.stops:
        yield "after", stop.limit
