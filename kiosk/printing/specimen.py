"""Why a card is only a 样张: its address, a fact nobody has verified, a service not confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from cards.design import house_words
from kiosk.domain.fact import Fact, Verify
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service
from kiosk.printing.order import Copy, Imprint, Order


def reasons(order: Order, imprint: Imprint, *, language: str = "zh") -> tuple[str, ...]:
    """Every reason, once, as sentences in ``zh`` or ``en``; none where the cards may be printed."""
    found = (reason for copy in order.copies for reason in reasons_of(copy, imprint))
    return tuple(dict.fromkeys(reason.text(language) for reason in found))


def reasons_of(copy: Copy, imprint: Imprint) -> Iterator[Problem]:
    """The reasons that hold for one card."""
    yield from _address(copy.url)
    if not imprint.is_readable:
        yield Problem("specimen-not-preflighted", batch=imprint.batch)
    if copy.service:
        yield from _service(copy.service, copy, imprint)
    elif not imprint.is_confirmed:
        drafts = [s.id for s in imprint.services if not s.is_confirmed]
        yield Problem("specimen-catalogue-draft", services="、".join(drafts))


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


def _service(service: Service, copy: Copy, imprint: Imprint) -> Iterator[Problem]:
    name = service.name.zh
    if not service.is_confirmed:
        yield Problem("specimen-draft", service=f"{service.id} {name}")
    for box, fact in _facts(service, copy, imprint):
        if not fact.is_sure:
            yield Problem(_CODES[fact.verify], service=f"{service.id} {name}", box=box)


_CODES = {
    Verify.PARTIAL: "specimen-partial",
    Verify.KNOWLEDGE: "specimen-knowledge",
    Verify.OFFICE: "specimen-office",
}


def _facts(service: Service, copy: Copy, imprint: Imprint) -> Iterator[tuple[str, Fact]]:
    yield from printed_facts(service)
    desk = imprint.desk(copy)
    if service.card.table.desk and desk:
        yield house_words()["desk"], desk


def printed_facts(service: Service) -> Iterator[tuple[str, Fact]]:
    """Every fact that a card prints wherever it lies, with the name of its box as it stands there.

    The local desk comes to these where it is known.
    """
    card = service.card
    keys = [("figure", card.figure.limit), *(("after", stop.limit) for stop in card.after.stops)]
    labelled = (card.first, card.figure, card.table, card.bring, card.cost, card.after)
    for part in labelled:
        yield "".join(part.label), part
    for box, key in keys:
        if key:
            part = card.figure if box == "figure" else card.after
            yield "".join(part.label), service.limit(key)
    if card.note.text:
        yield house_words()["note"], card.note
