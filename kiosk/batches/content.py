"""A service's short forms as a card prints them: figures from its limits, never typed again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cards import design
from cards.design import Content, house_words
from kiosk.batches.order import Copy, Imprint
from kiosk.batches.refusals import refusals
from kiosk.batches.specimen import printed_by, reasons_of
from kiosk.domain.catalogue import Desk, PaperLead
from kiosk.domain.face import After, CardTexts, Stop
from kiosk.domain.limit import Limit
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service

_WITHIN = "内"
FORK = 2  # the first two papers are the fork that decides everything; the rest stand in the index


def plan_of(name: str) -> design.Design:
    """A design by its name. Raises Problem."""
    with refusals(name):
        return design.load(name)


def content_of(plan: design.Design, copy: Copy, imprint: Imprint) -> design.Content:
    """All that a card says besides its symbols and codes; 样张 where it is one. Raises Problem."""
    specimen = any(reasons_of(copy, imprint, printed_by(plan.id)))
    if plan.plan.shows != "service":
        return catalogue_content(imprint, specimen=specimen)
    if copy.service is None:
        raise Problem("services-missing", design=plan.id)
    return service_content(copy.service, copy, imprint, specimen=specimen)


def service_content(service: Service, copy: Copy, imprint: Imprint, *, specimen: bool) -> Content:
    """What a card of one service says at one placement."""
    card = service.card
    words = _common_words(imprint) | {
        "id": service.id,
        "band": card.band,
        "title": card.title,
        "sub": card.sub,
        "question": service.lead.question[0],
        "answer": "".join(service.lead.question[1:]),
        "bring": service.lead.bring,
        "cost": service.lead.cost,
        "name_en": service.name.en,
        "summary_en": service.summary.en,
    }
    if card.note.text:
        words["note"] = card.note.text
    return Content(
        words=words,
        stations=dict(_stations(service, imprint.desk(copy))),
        is_draft=not service.is_confirmed,
        specimen=specimen,
    )


def catalogue_content(imprint: Imprint, *, specimen: bool) -> Content:
    """What a card of the whole catalogue says, and one with a symbol a service."""
    fork = imprint.papers[:FORK]
    led = {service for paper in fork for service in paper.services}
    rest = [service for service in imprint.services if service.id not in led]
    return Content(
        words=_common_words(imprint) | {"count": str(len(imprint.services))},
        leads=tuple(_lead(paper) for paper in fork),
        index=_index(rest),
        items={service.slot: _item(service) for service in imprint.services if service.slot},
        is_draft=not imprint.is_confirmed,
        specimen=specimen,
    )


def desk_text(desk: Desk | None) -> str:
    """The local desk in one line, or whom to ask for it."""
    known = (desk.name, desk.address, desk.phone) if desk else ()
    # An ideographic space: it parts the three and lets a line end there.
    return "\u3000".join(part for part in known if part) or house_words()["ask"]


def limit_words(limit: Limit) -> tuple[str, str] | None:
    """Figure and unit of a limit; None where it has no figure."""
    if limit.value is None or not limit.unit.is_counted:
        return None
    return str(limit.value), house_words()[limit.unit.value]


def _common_words(imprint: Imprint) -> dict[str, str]:
    words = {
        "domain": imprint.domain,
        "law_date": imprint.law_date.isoformat(),
        "batch": imprint.batch,
    }
    return words | ({"office": imprint.office} if imprint.office else {})


def _stations(service: Service, desk: Desk | None) -> Iterator[tuple[str, design.Station]]:
    card = service.card
    first, second = card.first.sides
    sides = tuple(design.Side(s.over, s.title, s.do, s.here) for s in (first, second))
    yield "first", design.Fork(card.first.label, (sides[0], sides[1]))
    yield "figure", _figure(service)
    yield "table", _table(card, desk)
    yield "bring", design.Paragraphs(card.bring.label, card.bring.lines)
    yield "cost", design.Amount(card.cost.label, card.cost.amount, card.cost.text)
    yield "after", _stops(service, card.after)


def _figure(service: Service) -> design.Figure:
    fact = service.card.figure
    counted = limit_words(service.limit(fact.limit)) if fact.limit else None
    if counted is None:
        return design.Figure(fact.label, fact.rule)
    figure, unit = counted
    return design.Figure(fact.label, fact.rule, figure, unit + (fact.after or ""), fact.urgent)


def _table(card: CardTexts, desk: Desk | None) -> design.Table:
    rows = tuple((row.when, row.then) for row in card.table.rows)
    row = (house_words()["desk"], desk_text(desk)) if card.table.desk else None
    return design.Table(card.table.label, rows, row)


def _stops(service: Service, after: After) -> design.Stops:
    return design.Stops(after.label, tuple(_stop(service, stop) for stop in after.stops))


def _stop(service: Service, stop: Stop) -> design.Stop:
    counted = limit_words(service.limit(stop.limit)) if stop.limit else None
    figure, unit = counted or (None, None)
    return design.Stop("".join(stop.lines), figure, unit, stop.head)


def _lead(paper: PaperLead) -> design.Lead:
    numbers = "/".join(service.removeprefix("QC") for service in paper.services)
    title = paper.short or paper.title
    return design.Lead(paper.means, title, numbers, paper.do, paper.en or "")


def _item(service: Service) -> design.Item:
    """A service among the others; the question that a reader knows it by comes first."""
    card = service.card
    return design.Item(
        id=service.id,
        number=service.number,
        name=card.band,
        english=service.name.en,
        texts=(card.title, card.sub),
        term=_term(service),
        cost=service.lead.cost,
    )


def _term(service: Service) -> design.Term:
    """The first screen's time; 内 goes to the unit, as on every card."""
    deadline = service.lead.deadline
    counted = limit_words(service.limit(deadline.limit)) if deadline.limit else None
    if counted is None:
        return design.Term(deadline.text or deadline.before or "")
    figure, unit = counted
    after = deadline.after or ""
    if after.startswith(_WITHIN):
        unit, after = unit + _WITHIN, after.removeprefix(_WITHIN)
    return design.Term(deadline.before or "", figure, unit, after, deadline.urgent)


def _index(services: Sequence[Service]) -> dict[str, tuple[design.Entry, ...]]:
    """By family; services of one item share a line."""
    numbers: dict[tuple[str, str], list[str]] = {}
    for service in services:
        numbers.setdefault((service.family.value, service.card.item), []).append(service.number)
    index: dict[str, tuple[design.Entry, ...]] = {}
    for (family, item), found in numbers.items():
        index[family] = (*index.get(family, ()), design.Entry(item, "/".join(found)))
    return index
