"""Figures in sentences: a time that a text names is a limit of the service, or an extension.

A figure that stands in a sentence alone would stay behind when the law, and the limit, change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kiosk.domain.fact import Bilingual
from kiosk.domain.workflow import Service
from kiosk.editing.draft import Papers
from kiosk.editing.figure import Duration, durations, english_durations
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context, Time
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import broken_lines, texts
from kiosk.editing.wording import time_in_words


def figures(page: Page[Service], context: Context) -> Iterator[Finding]:
    """The times in the texts of a service."""
    known = context.times.get(page.record.id)
    if known is None:
        return
    for loc, text in texts(page.record):
        if loc[0] != "blanks":  # what editors are told, not the public
            yield from _unknown(loc, _spoken(loc, text), known)
    for loc, lines in broken_lines(page.record):
        yield from _unknown(loc, _across(lines), known)


def figures_of_papers(page: Page[Papers], context: Context) -> Iterator[Finding]:
    """The times in the table of papers, against the services that each paper leads to."""
    for index, paper in enumerate(page.record.papers):
        if all(service in context.times for service in paper.services):
            known = frozenset().union(*(context.times[service] for service in paper.services))
            for loc, text in texts(paper):
                yield from _unknown(("papers", index, *loc), _spoken(loc, text), known)


def _spoken(loc: Loc, text: str) -> tuple[Duration, ...]:
    return english_durations(text) if loc[-1] == "en" else durations(text)


def _across(lines: tuple[str, ...]) -> Iterator[Duration]:
    """Times that a line's end cuts in two: 3个工作 / 日内."""
    within = Counter(duration for line in lines for duration in durations(line))
    yield from (Counter(durations("".join(lines))) - within).elements()


def _unknown(loc: Loc, spoken: Iterable[Duration], known: frozenset[Time]) -> Iterator[Finding]:
    for duration in spoken:
        if (duration.value, duration.unit) not in known:
            figure = duration.text
            yield found(loc, "figure-without-limit", figure=figure, known=_listed(duration, known))


def _listed(duration: Duration, known: frozenset[Time]) -> Bilingual:
    """The known times, those with the same figure first."""
    order = sorted(known, key=lambda time: (time[0] != duration.value, time[1], time[0]))
    words = [time_in_words(*time) for time in order]
    return Bilingual(
        zh="、".join(word.zh for word in words) or "–",
        en=", ".join(word.en for word in words) or "–",
    )
