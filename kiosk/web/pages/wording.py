"""How the catalogue's facts are said on a page: limits, articles, dates, places."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar

from kiosk.domain.catalogue import Catalogue, District, Law
from kiosk.domain.fact import Citation, Fact, Verify
from kiosk.domain.limit import Limit, Unit
from kiosk.domain.workflow import Service
from kiosk.web.pages.texts import Language, Texts, texts

HOTLINE = "12348"  # 公共法律服务热线, national
CITY_HOTLINE = "12345"  # 政务服务便民热线

_CHINA = timezone(timedelta(hours=8))
_Told = TypeVar("_Told", bound=Fact)


@dataclass(frozen=True, slots=True)
class Figure:
    """A limit as it is drawn: the figure large, its unit beside it; `number` may be absent."""

    number: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Articles of one law, as a page names them."""

    law: Law | None
    name: str
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the question where to go: in the case `when`, `where`."""

    when: str | None
    where: str


class Wording:
    """Says the facts of one catalogue in one language."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.language = language
        self._catalogue = catalogue
        self._texts: Texts = texts(language)

    def figure(self, limit: Limit) -> Figure:
        """Figure and unit of a limit; a unit without a figure is a word."""
        return self.amount(limit.value if limit.unit.is_counted else None, limit.unit)

    def amount(self, value: int | None, unit: Unit) -> Figure:
        """A number of units."""
        word = self._texts(f"unit.{unit.value}")
        if self.language == "en" and value == 1:
            word = word.removesuffix("s")
        return Figure(None if value is None else str(value), word)

    def citations(self, basis: Iterable[str]) -> tuple[Cited, ...]:
        """Citations by law, in the order in which the laws are first named."""
        articles: dict[str, set[int]] = {}
        for citation in map(Citation.parse, basis):
            articles.setdefault(citation.law, set()).update({citation.article} - {0})
        return tuple(self._cited(law, sorted(numbers)) for law, numbers in articles.items())

    def day(self, moment: date | int) -> str:
        """A day, of a date or of epoch milliseconds in Jinan's time."""
        if isinstance(moment, int):
            moment = datetime.fromtimestamp(moment / 1000, _CHINA).date()
        if self.language == "en":
            return f"{moment.day} {moment:%B %Y}"
        return f"{moment.year}年{moment.month}月{moment.day}日"

    def district(self, district: District | None) -> str:
        """The place a page speaks for; the whole city where none is known."""
        if district is None:
            return self._texts("where.city")
        return district.name if self.language == "zh" else district.en

    def service(self, id: str) -> Service | None:  # noqa: A002 - the word of the catalogue
        """The public service `id`; None where the public has none of that id."""
        found = self._catalogue.find(id)
        return found.service if found else None

    def variant(self, service: Service, id: str) -> str:  # noqa: A002 - the word of the catalogue
        """The name of a procedure of a service."""
        named = (one.name.text(self.language) for one in service.variants if one.id == id)
        return next(named, id)

    def sentence(self, service: Service) -> str:
        """The first limit of a service as one sentence, for those who read no Chinese figure."""
        said = service.lead.deadline
        if said.limit is None:
            return said.text or ""
        limit = service.limit(said.limit)
        unit = texts("zh")(f"unit.{limit.unit.value}")
        return f"{said.before or ''}{limit.value or ''}{unit}{said.after or ''}"

    def _cited(self, law: str, numbers: list[int]) -> Cited:
        known = self._catalogue.laws.get(law)
        return Cited(known, known.short if known else law, tuple(numbers))


def cases(text: str) -> tuple[Case, ...]:
    """Read ``甲 → 乙；丙 → 丁`` as its cases; a text without an arrow is one answer."""
    return tuple(_case(part.strip()) for part in text.split("；"))


def _case(text: str) -> Case:
    when, arrow, where = text.partition("→")
    return Case(when.strip(), where.strip()) if arrow else Case(None, text)


def told(facts: Iterable[_Told]) -> tuple[_Told, ...]:
    """The facts that the public is told: what the office has still to fill in is left out."""
    return tuple(fact for fact in facts if fact.verify is not Verify.OFFICE)


def is_hedged(facts: Iterable[Fact]) -> bool:
    """Whether the public must be sent to ask about one of these facts."""
    return any(not fact.is_sure for fact in told(facts))


def is_sure(record: Fact) -> bool:
    """Whether a record and all it holds may be told without sending the reader to ask."""
    return not is_hedged(facts_in(record))


def bases(*records: Fact) -> tuple[str, ...]:
    """Every citation of records and of what they hold, as far as the public is told."""
    return tuple(citation for fact in told(facts_in(records)) for citation in fact.basis)


def facts_in(record: object) -> Iterator[Fact]:
    """Every fact inside a record of the catalogue, in reading order, itself first."""
    if isinstance(record, tuple):
        for part in record:
            yield from facts_in(part)
    elif dataclasses.is_dataclass(record):
        if isinstance(record, Fact):
            yield record
        for field in dataclasses.fields(record):
            yield from facts_in(getattr(record, field.name))
