"""The catalogue against the texts of the laws: every citation, every time, share and sum.

When the office lays in the text of a new law, the facts that no longer stand in it are listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.domain.catalogue import Law
from kiosk.domain.fact import Bilingual, Citation, Fact
from kiosk.domain.limit import Limit, Unit
from kiosk.editing.draft import Draft
from kiosk.editing.fault import Fault, FaultList
from kiosk.editing.figure import shares, sums
from kiosk.editing.law_text import LawText
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.citations import read_citation
from kiosk.editing.schema import Finding, found
from kiosk.editing.shelf import is_version_known, take_down, versions_differ
from kiosk.editing.standing import Fails, Quote, Stands, quantity_stands, time_stands
from kiosk.editing.walk import facts, words
from kiosk.editing.wording import NO_TEXT, NO_VERSION, time_in_words
from kiosk.editing.working_days import clauses


@dataclass(frozen=True, slots=True)
class Match:
    """A figure that stands in the law, and how it was recognised there."""

    path: str
    line: int
    figure: Bilingual
    citation: str
    how: Bilingual

    def text(self, language: str) -> str:
        """``path:line: figure, citation: how it was recognised`` in ``zh`` or ``en``."""
        place, figure = f"{self.path}:{self.line}", self.figure.text(language)
        return f"{place}: {figure} ← {self.citation}: {self.how.text(language)}"


@dataclass(frozen=True, slots=True)
class NotCompared:
    """What could not be compared of a law, why, and every ``path:line`` that rests on it."""

    law: str
    title: str
    why: Bilingual
    places: tuple[str, ...]

    def text(self, language: str) -> str:
        """``law title: why: path:line, line`` in ``zh`` or ``en``, each path once."""
        lines: dict[str, list[str]] = {}
        for place in self.places:
            path, _, line = place.rpartition(":")
            lines.setdefault(path, []).append(line)
        places = "; ".join(f"{path}:{', '.join(there)}" for path, there in lines.items())
        return f"{self.law} {self.title}: {self.why.text(language)}: {places}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it. Faults are in the order of file and line; `unlisted` more were found."""

    faults: tuple[Fault, ...]
    unlisted: int
    not_compared: tuple[NotCompared, ...]
    matched: tuple[Match, ...]


def compare(draft: Draft, folder: Path) -> Comparison:
    """Compare what `draft` cites with the law texts (``*.txt``) of a folder.

    Nothing is raised for what the files hold. Every citation must exist in the text of its law,
    and every time limit's figure and unit, and every share and sum in a sentence that cites
    articles, must stand in what is cited.
    """
    shelf = take_down(folder)
    laws = draft.entries("laws") or {}
    work = _Work(draft, {name: (law, shelf.find(law)) for name, law in laws.items()})
    for page in (*draft.pages, *draft.tables.values()):
        for loc, fact in facts(page.record):
            work.fact(page, loc, fact)
    work.versions()
    listed = FaultList.of([*shelf.faults, *work.faults])
    return Comparison(
        listed.listed, listed.unlisted, tuple(work.not_compared()), tuple(work.matched)
    )


class _Work:
    """One comparison under way. `cited` are the lines that rest on each law."""

    def __init__(self, draft: Draft, laws: dict[str, tuple[Law, LawText | None]]) -> None:
        self.draft, self.laws = draft, laws
        self.clauses = {law.id: clauses(text) for law, text in laws.values() if text is not None}
        self.cited: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self.faults: list[Fault] = []
        self.matched: list[Match] = []

    def fact(self, page: Page[Any], loc: Loc, fact: Fact) -> None:
        """One fact: its citations, then its figures in what they lead to."""
        quotes = list(self.quotes(page, loc, fact))
        if not quotes:
            return
        for place, figure, outcome in _figures(loc, fact, quotes):
            if isinstance(outcome, Stands):
                path, line = str(page.path), page.layout.line(place)
                self.matched.append(Match(path, line, figure, outcome.citation, outcome.how))
            elif len(quotes) == len(fact.basis):  # else it may stand in a law that has no text
                self.faults.append(page.fault(found(place, outcome.code, **outcome.places)))

    def quotes(self, page: Page[Any], loc: Loc, fact: Fact) -> Iterator[Quote]:
        """The words that a fact cites, as far as there are texts."""
        for index, name in enumerate(fact.basis):
            citation, place = read_citation(name), (*loc, "basis", index)
            if citation is None or citation.law not in self.laws:
                continue
            self.cited[citation.law].add((str(page.path), page.layout.line(place)))
            text = self.laws[citation.law][1]
            if text is None:
                continue
            passage = text.passage(citation)
            if passage:
                yield Quote(citation, passage, self.clauses[citation.law])
            else:
                self.faults.append(page.fault(_absent(place, citation, text)))

    def versions(self) -> None:
        """Of every law that is cited: whether its text is of the version in the table."""
        table = self.draft.tables.get("laws")
        for index, (law, text) in enumerate(self.laws.values()):
            if text is None or law.id not in self.cited:
                continue
            for finding in _versions(("laws", index), law, text):
                fault = Fault.of(finding.code, str(self.draft.path), 1, **finding.places)
                self.faults.append(fault if table is None else table.fault(finding))

    def not_compared(self) -> Iterator[NotCompared]:
        """The laws that are cited and have no text, and texts of which the version is unknown."""
        for name, places in self.cited.items():
            law, text = self.laws[name]
            if text is None:
                lines = tuple(f"{path}:{line}" for path, line in sorted(places))
                yield NotCompared(name, law.title, NO_TEXT, lines)
            elif not is_version_known(law, text):
                yield NotCompared(name, law.title, NO_VERSION, (str(text.path),))


def _figures(
    loc: Loc, fact: Fact, quotes: list[Quote]
) -> Iterator[tuple[Loc, Bilingual, Stands | Fails]]:
    """Every figure of a fact with its place, and whether it stands in the quotes."""
    for place, value, unit in _times(loc, fact):
        yield place, time_in_words(value, unit), time_stands(value, unit, quotes)
    for place, text in words(fact, loc):
        for read in (shares, sums):
            for quantity in read(text):
                figure = Bilingual(zh=quantity.text, en=quantity.text)
                known = [(quote, q) for quote in quotes for q in read(quote.passage)]
                basis = ", ".join(str(quote.citation) for quote in quotes)
                missing = Fails("quantity-not-in-law", {"figure": quantity.text, "basis": basis})
                yield place, figure, quantity_stands(quantity.value, known) or missing


def _times(loc: Loc, fact: Fact) -> Iterator[tuple[Loc, int, Unit]]:
    if not isinstance(fact, Limit):
        return
    if fact.value is not None and fact.unit.is_counted:
        yield (*loc, "value"), fact.value, fact.unit
    if fact.extension is not None and fact.extension.unit.is_counted:
        yield (*loc, "extension"), fact.extension.value, fact.extension.unit


def _absent(place: Loc, citation: Citation, text: LawText) -> Finding:
    """What of a citation is missing: the article, its paragraph, or the item."""
    title, number = text.title, citation.article
    article = text.articles.get(number)
    if not number:  # only a law that nobody has seen may be cited as a whole
        return found(place, "law-as-a-whole", title=title, law=citation.law)
    if article is None:
        return found(place, "no-article", title=title, article=number, last=text.last)
    at, count = citation.paragraph, len(article.paragraphs)
    if at > count:
        return found(place, "no-paragraph", title=title, article=number, paragraph=at, count=count)
    items = len(article.paragraphs[at - 1].items)
    places = {"title": title, "article": number, "paragraph": at, "item": citation.item}
    return found(place, "no-item", **places, count=items)


def _versions(loc: Loc, law: Law, text: LawText) -> Iterator[Finding]:
    differing = versions_differ(law, text)
    if differing is not None:
        code, table, found_there = differing
        key = "in_force_from" if code == "version-differs" else "adopted"
        yield found((*loc, key), code, title=law.title, table=table, text=found_there)
    if law.articles is not None and law.articles != text.last:
        places = {"title": law.title, "table": law.articles, "text": text.last}
        yield found((*loc, "articles"), "last-article-differs", **places)
