"""What a card says becomes data: its words box by box, with the facts and laws they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cards import design
from cards.design import Content, Design, Item, box_titles, house_words
from cards.design.list_plan import Index, Leads, Register, Roll
from cards.design.placed import placed_boxes
from cards.design.plan import AnyBox, FigureBox, ForkBox, Path, Words
from cards.design.words import span_words
from kiosk.batches.content import catalogue_content, service_content
from kiosk.batches.issue import imprint_for
from kiosk.batches.labels import station_labels
from kiosk.batches.order import Copy, Imprint
from kiosk.batches.refusals import refusals
from kiosk.domain.catalogue import Catalogue, Desk
from kiosk.domain.fact import Citation, Fact
from kiosk.domain.printed import PrintedBox, PrintedCard, PrintedFact, PrintedLaw
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service
from kiosk.store.prints import Place

# The words of a design that a service's own card texts fill in; all others belong to the batch.
_CARD_WORDS = ("band", "title", "sub", "note")
_LEAD_WORDS = {"question": "question", "answer": "question", "bring": "bring", "cost": "cost"}
_SERVICE_WORDS = {"name_en": "name", "summary_en": "summary"}
_DESK = "desk"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Says what cards of a design say in one catalogue. `office` is the operator's name."""

    catalogue: Catalogue
    design: str
    batch: str
    url: str
    office: str | None = None

    def card(self, place: Place) -> PrintedCard | None:
        """The card of a service in a district; None where the service is not on the card."""
        wanted, district = place
        if not wanted:
            return self._card(None, Copy("", "", None, "", ""))
        revision = self.catalogue.by_id.get(wanted)
        if revision is None or revision.service.slot is None:
            return None
        held = self.catalogue.districts.get(district)
        copy = Copy("", held.name if held else "", revision.service, "", "")
        return self._card(revision.service, copy, number=revision.number)

    def cards(self, places: Iterable[Place]) -> Mapping[Place, PrintedCard]:
        """The cards of a batch, those that are the same in each district once.

        Raises Problem where a service is not on the card any more. Each different card is composed
        once: scans wait for the transaction in which cards are kept.
        """
        shows = self._plan().plan.shows
        composed: dict[Place, PrintedCard] = {}
        for service, district in places:
            wanted = service if shows == "service" else ""
            for place in ((wanted, ""), place_of_card((wanted, district), self.catalogue)):
                if place not in composed:
                    card = self.card(place)
                    if card is None:
                        raise Problem("service-not-found", service=wanted)
                    composed[place] = card
        return {
            (service, district): card
            for (service, district), card in composed.items()
            if not district or card != composed[service, ""]
        }

    def _plan(self) -> Design:
        with refusals(self.design):
            return design.load(self.design)

    def _card(self, service: Service | None, copy: Copy, *, number: int = 0) -> PrintedCard:
        imprint = imprint_for(self.batch, self.url, self.catalogue, office=self.office)
        desk = imprint.desk(copy)
        if service is None:
            content = catalogue_content(imprint, specimen=False)
        else:
            content = service_content(service, copy, imprint, specimen=False)
        teller = _Teller(content, service, desk, imprint)
        plan = self._plan().plan
        boxes = tuple(
            told
            for face in plan.faces
            for placed in placed_boxes(plan, face)
            for told in teller.boxes(placed.box, f"{face.name}.{placed.name}")
        )
        return PrintedCard(
            service=service.id if service else "",
            revision=number,
            boxes=boxes,
            laws=_laws(boxes, self.catalogue),
        )


def place_of_card(place: Place, catalogue: Catalogue) -> Place:
    """Whose card a place has: districts without a desk of their own all have the same."""
    service, _ = place
    return place if place in catalogue.desks else (service, "")


class _Teller:
    """Tells the words of a design's boxes, filled in with what one card says."""

    def __init__(
        self, content: Content, service: Service | None, desk: Desk | None, imprint: Imprint
    ) -> None:
        self._content = content
        self._service = service
        self._desk = desk
        self._imprint = imprint
        self._titles = {**box_titles(), **(station_labels(service) if service else {})}

    def boxes(self, box: AnyBox, name: str) -> Iterator[PrintedBox]:
        """What stands in a box; several where it has parts, nothing where it has no words."""
        match box:
            case Words():
                yield from self._words(box, name)
            case Path():
                yield from self._path(box, name)
            case ForkBox():
                yield from self._station("first", name)
            case FigureBox():
                yield from self._station("figure", name)
            case Leads() | Index() | Register() | Roll():
                yield from self._list(box, name)
            case _:
                return

    def _list(self, box: Leads | Index | Register | Roll, name: str) -> Iterator[PrintedBox]:
        """A box that holds several services."""
        match box:
            case Leads():
                lines = (f"{lead.over} {lead.title} {lead.numbers}" for lead in self._content.leads)
                yield self._told(name, box.name, lines, (PrintedFact(source="papers"),))
            case Index():
                entries = (e for group in self._content.index.values() for e in group)
                lines = (f"{entry.text} {entry.numbers}" for entry in entries)
                facts = (PrintedFact(source=f"{s.id}.card.item") for s in self._imprint.services)
                yield self._told(name, box.name, lines, tuple(facts))
            case Register():
                items = [item for slot, item in self._content.items.items() if slot in box.slots]
                lines = (f"{item.number} {item.name} {item.english}" for item in items)
                facts = (PrintedFact(source=f"{item.id}.name") for item in items)
                yield self._told(name, box.name, lines, tuple(facts))
            case Roll():
                for slot in box.slots:
                    if (item := self._content.items.get(slot)) is not None:
                        yield self._row(item, f"{name}.{item.id}")

    def _words(self, box: Words, name: str) -> Iterator[PrintedBox]:
        # The batch's own number would make each batch's words others than the next one's.
        words = {name: text for name, text in self._content.words.items() if name != "batch"}
        shown = [s for s in box.spans if s.when is None and span_words(s) <= words.keys()]
        if not shown:
            return
        named = {word for span in shown for word in span_words(span)}
        facts = tuple(self._word_facts(named))
        line = " ".join(span.text.format_map(words) for span in shown)
        yield self._told(name, box.name, (line,), facts)

    def _path(self, box: Path, name: str) -> Iterator[PrintedBox]:
        for station in box.stations:
            held = self._content.stations.get(station)
            yield from self._station(station, f"{name}.{station}")
            if isinstance(held, design.Table) and held.desk:
                yield self._desk_box(name, held.desk[1])
        if (note := self._content.words.get("note")) is not None:
            facts = (self._fact("card.note"),)
            yield self._told(f"{name}.note", f"{box.name}.note", (note,), facts)

    def _station(self, station: str, name: str) -> Iterator[PrintedBox]:
        """A station goes by the label that the card prints, on a path or by itself."""
        held = self._content.stations.get(station)
        if held is not None:
            facts = self._station_facts(station)
            yield self._told(name, f"path.{station}", _lines(held), facts)

    def _row(self, item: Item, name: str) -> PrintedBox:
        """One service of a leaflet; its time is one line, as a person reads it."""
        term = item.term
        time = f"{term.before}{term.figure or ''}{term.unit or ''}{term.after}"
        lines = tuple(filter(None, (item.name, *item.texts, time, item.cost)))
        service = next(s for s in self._imprint.services if s.id == item.id)
        sources = (f"{item.id}.card.band", f"{item.id}.card.title", f"{item.id}.card.sub")
        deadline = service.lead.deadline
        facts = [PrintedFact(source=source) for source in sources]
        facts.append(PrintedFact(source=f"{item.id}.lead.deadline", basis=deadline.basis))
        if deadline.limit:
            basis = service.limit(deadline.limit).basis
            facts.append(PrintedFact(source=f"{item.id}.limit.{deadline.limit}", basis=basis))
        facts.append(PrintedFact(source=f"{item.id}.lead.cost"))
        return PrintedBox(
            box=name, title=item.name, lines=lines, facts=tuple(facts), service=item.id
        )

    def _word_facts(self, named: AbstractSet[str]) -> Iterator[PrintedFact]:
        for word in _CARD_WORDS:
            if word in named:
                yield self._fact(f"card.{word}")
        for places, of in ((_LEAD_WORDS, "lead."), (_SERVICE_WORDS, "")):
            for word, place in places.items():
                if word in named:
                    yield PrintedFact(source=f"{of}{place}")

    def _desk_box(self, name: str, text: str) -> PrintedBox:
        basis = self._desk.basis if self._desk else ()
        return PrintedBox(
            box=f"{name}.{_DESK}",
            title=house_words()["desk"],
            lines=(text,),
            facts=(PrintedFact(source=_DESK, basis=basis),),
            is_open=text == house_words()["ask"],
        )

    def _told(
        self, name: str, part: str, lines: Iterable[str], facts: tuple[PrintedFact, ...]
    ) -> PrintedBox:
        plain = tuple(line.replace("**", "") for line in lines)
        return PrintedBox(box=name, title=self._titles.get(part, part), lines=plain, facts=facts)

    def _fact(self, source: str) -> PrintedFact:
        """A fact of the card's texts by its place in the service's file (``card.note``)."""
        card = self._service.card if self._service else None
        held = getattr(card, source.removeprefix("card."), None)
        return PrintedFact(source=source, basis=held.basis if isinstance(held, Fact) else ())

    def _station_facts(self, station: str) -> tuple[PrintedFact, ...]:
        """The fact of a station, and the limits whose figures it prints."""
        service = self._service
        if service is None:
            return ()
        keys = {
            "figure": (service.card.figure.limit,),
            "after": tuple(stop.limit for stop in service.card.after.stops),
        }.get(station, ())
        limits = (
            PrintedFact(source=f"limit.{key}", basis=service.limit(key).basis)
            for key in keys
            if key
        )
        return (self._fact(f"card.{station}"), *limits)


def _lines(station: design.Station) -> tuple[str, ...]:
    """A station as a person reads it, a line for each thing it says."""
    match station:
        case design.Fork():
            return tuple(f"{side.over} {side.title} {side.do}" for side in station.sides)
        case design.Figure():
            figure = f"{station.figure}{station.unit}" if station.figure else ""
            return tuple(filter(None, (figure, "".join(station.rule))))
        case design.Table():
            return tuple(f"{when} → {then}" for when, then in station.rows)
        case design.Paragraphs():
            return station.lines
        case design.Amount():
            return tuple(filter(None, (station.amount, station.text)))
        case design.Stops():
            return tuple(
                " ".join(filter(None, (f"{s.figure}{s.unit}" if s.figure else s.head, s.text)))
                for s in station.stops
            )


def _laws(boxes: Iterable[PrintedBox], catalogue: Catalogue) -> tuple[PrintedLaw, ...]:
    cited = {
        Citation.parse(citation).law
        for box in boxes
        for fact in box.facts
        for citation in fact.basis
    }
    held = (catalogue.laws[law] for law in sorted(cited) if law in catalogue.laws)
    return tuple(
        PrintedLaw(
            id=law.id,
            title=law.title,
            number=law.number,
            in_force_from=law.in_force_from,
            in_force_until=law.in_force_until,
        )
        for law in held
    )
