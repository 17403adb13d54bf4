"""Whether a figure stands in the words of the law that are cited for it, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kiosk.domain.fact import Bilingual, Citation
from kiosk.domain.limit import Unit
from kiosk.editing.figure import Duration, Quantity, durations
from kiosk.editing.wording import time_in_words
from kiosk.editing.working_days import Clause


@dataclass(frozen=True, slots=True)
class Quote:
    """What is cited: its words, and the working-day clauses of its law."""

    citation: Citation
    passage: str
    clauses: tuple[Clause, ...]

    @property
    def is_clause(self) -> bool:
        """Whether a clause itself is cited: the days it lists set no time."""
        return any(clause.is_cited_by(self.citation) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Stands:
    """The figure stands in the law at `citation`."""

    citation: str
    how: Bilingual


@dataclass(frozen=True, slots=True)
class Fails:
    """It does not: the fault's code and its places."""

    code: str
    places: Mapping[str, object]


def time_stands(value: int, unit: Unit, quotes: Iterable[Quote]) -> Stands | Fails:
    """Look for a time in the cited words: as written, or by a clause on working days.

    行政复议法 30.1 writes 五日 and means working days, because 88.2 says so; a natural day is
    refused there, a working day asks that the clause be cited too.
    """
    sources = [quote for quote in quotes if not quote.is_clause]
    cited = [quote.citation for quote in quotes]
    failure: Fails | None = None
    for quote in sources:
        for time in durations(quote.passage):
            outcome = _judge(Duration(value, unit, time.text), time, quote, cited)
            if isinstance(outcome, Stands):
                return outcome
            failure = failure or outcome
    return failure or _absent(time_in_words(value, unit), sources)


def quantity_stands(wanted: Decimal, found: Iterable[tuple[Quote, Quantity]]) -> Stands | None:
    """Look for a share or a sum among those of the cited words."""
    for quote, quantity in found:
        if quantity.value == wanted:
            return Stands(str(quote.citation), _as_written(quantity.text))
    return None


def _judge(
    wanted: Duration, time: Duration, quote: Quote, cited: list[Citation]
) -> Stands | Fails | None:
    if time.value != wanted.value:
        return None
    clause = next((c for c in quote.clauses if c.covers(wanted.value)), None)
    in_days = time.unit is Unit.NATURAL_DAY
    if wanted.unit is Unit.WORKING_DAY and in_days and clause is not None:
        return _by_clause(wanted, clause, quote, cited)
    if time.unit is not wanted.unit:
        return None
    if in_days and clause is not None and not clause.is_general:
        return Fails("working-days-in-law", _places(wanted, clause, quote))
    return Stands(str(quote.citation), _as_written(time.text))


def _by_clause(
    wanted: Duration, clause: Clause, quote: Quote, cited: list[Citation]
) -> Stands | Fails:
    same_law = [citation for citation in cited if citation.law == quote.citation.law]
    if not any(clause.is_cited_by(citation) for citation in same_law):
        return Fails("clause-not-cited", _places(wanted, clause, quote))
    written, place = _as_written(wanted.text), clause.citation(quote.citation.law)
    return Stands(
        str(quote.citation),
        Bilingual(
            zh=f"{written.zh}，{place} 定为工作日",
            en=f"{written.en}, working days by {place}",
        ),
    )


def _places(wanted: Duration, clause: Clause, quote: Quote) -> dict[str, object]:
    figure = time_in_words(wanted.value, wanted.unit)
    return {"figure": figure, "clause": str(clause.citation(quote.citation.law))}


def _as_written(text: str) -> Bilingual:
    return Bilingual(zh=f"条文写“{text}”", en=f"written “{text}”")


def _absent(figure: Bilingual, quotes: list[Quote]) -> Fails:
    known = dict.fromkeys(time.text for quote in quotes for time in durations(quote.passage))
    basis = ", ".join(str(quote.citation) for quote in quotes)
    places = {"figure": figure, "basis": basis or "–", "known": "、".join(known) or "–"}
    return Fails("figure-not-in-law", places)
