"""Clauses by which a law makes its short days working days.

行政复议法 88.2: its three, five, seven and ten days are working days. 行政强制法 69: all up to ten.
行政许可法 82: every time of the authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.domain.fact import Citation
from kiosk.domain.limit import Unit
from kiosk.editing.figure import durations
from kiosk.editing.law_text import LawText

_CLAUSE: Final = re.compile(r"(?P<days>[^。；\n]{0,80})(?:是指|均?为|以)工作日")
_UP_TO: Final = re.compile(r"[日天](?:以内|以下)")
MOST: Final = 3650


@dataclass(frozen=True, slots=True)
class Clause:
    """Where it stands, and which numbers of days it makes working days.

    A clause that names no number (`is_general`) may leave some times of the law alone: it allows
    working days and does not forbid others.
    """

    article: int
    paragraph: int
    days: frozenset[int]
    most: int

    @property
    def is_general(self) -> bool:
        """Whether the clause names no number of days."""
        return self.most == MOST

    def covers(self, days: int) -> bool:
        """Whether so many days are working days."""
        return days in self.days or days <= self.most

    def citation(self, law: str) -> Citation:
        """How the clause is cited in the law with this id."""
        return Citation(law, self.article, self.paragraph)

    def is_cited_by(self, citation: Citation) -> bool:
        """Whether a citation of the same law leads here."""
        return citation.article == self.article and citation.paragraph in (0, self.paragraph)


def clauses(text: LawText) -> tuple[Clause, ...]:
    """The clauses of a law that speak of working days in general."""
    return tuple(_clauses(text))


def _clauses(text: LawText) -> Iterator[Clause]:
    for number, article in text.articles.items():
        for place, paragraph in enumerate(article.paragraphs, 1):
            for match in _CLAUSE.finditer(paragraph.text):
                days = {d.value for d in durations(match["days"]) if d.unit is Unit.NATURAL_DAY}
                most = max(days, default=MOST) if _is_open(match["days"], days) else 0
                yield Clause(number, place, frozenset(days), most)


def _is_open(words: str, days: set[int]) -> bool:
    return not days or bool(_UP_TO.search(words))
