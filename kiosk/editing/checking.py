"""The whole check of a catalogue: all faults at once, and the list of what is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from kiosk.domain.catalogue import Shared
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service
from kiosk.editing.draft import Draft, read
from kiosk.editing.fault import LOOKED_FOR, Fault, FaultList
from kiosk.editing.open_fact import OpenFact, open_facts
from kiosk.editing.page import Page
from kiosk.editing.rules import OF_FOLDER, RULES, Context, knows_limits, times
from kiosk.editing.wording import MORE


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `draft` may be published where there are no faults.

    At most `fault.LISTED` faults are listed, in the order of file and line; at least `unlisted`
    more were found.
    """

    draft: Draft
    faults: tuple[Fault, ...]
    unlisted: int
    open_facts: tuple[OpenFact, ...]

    @property
    def count(self) -> int:
        """How many faults were found."""
        return len(self.faults) + self.unlisted

    @property
    def listing(self) -> Bilingual:
        """The faults line by line, and how many are not listed."""
        return Bilingual(zh="\n".join(self._lines("zh")), en="\n".join(self._lines("en")))

    def _lines(self, language: str) -> Iterator[str]:
        yield from (fault.text(language) for fault in self.faults)
        if self.unlisted:
            yield MORE.text(language).format(count=self.unlisted)


def check(
    path: Path,
    *,
    today: date,
    missing_glyphs: Callable[[str], set[str]],
    shared: Shared | None = None,
) -> Report:
    """Check a catalogue folder, or one service file beside the `shared` facts of a catalogue.

    `today` decides which laws are in force. `missing_glyphs` gives the characters of a text that
    the print font lacks. Nothing is raised for what the files hold.
    """
    draft = read(path, shared=shared)
    context = _context(draft, today, missing_glyphs)
    faults = [*draft.faults, *_broken_rules(draft, context)]
    if draft.names is not None:
        faults += [fault for rule in OF_FOLDER for fault in rule(draft)]
    found = FaultList.of(faults)
    return Report(draft, found.listed, found.unlisted, open_facts(draft.services, draft.shared))


@dataclass(frozen=True, slots=True)
class Whole:
    """A catalogue without faults, fit to be published."""

    services: tuple[Service, ...]
    shared: Shared


def checked(
    path: Path, *, today: date, missing_glyphs: Callable[[str], set[str]] = lambda _: set()
) -> Whole:
    """The catalogue of a folder; raises the Problem ``catalogue-faulty`` with all its faults."""
    report = check(path, today=today, missing_glyphs=missing_glyphs)
    shared = report.draft.shared
    if report.faults or shared is None:
        raise Problem("catalogue-faulty", count=report.count, faults=report.listing)
    return Whole(report.draft.services, shared)


def _context(draft: Draft, today: date, missing_glyphs: Callable[[str], set[str]]) -> Context:
    sources, districts = draft.entries("sources"), draft.entries("districts")
    return Context(
        today=today,
        missing_glyphs=missing_glyphs,
        services=draft.names,
        laws=draft.entries("laws"),
        sources=None if sources is None else frozenset(sources),
        districts=None if districts is None else frozenset(districts),
        times={p.record.id: times(p.record) for p in draft.pages if knows_limits(p)},
    )


def _broken_rules(draft: Draft, context: Context) -> Iterator[Fault]:
    for page in (*draft.pages, *draft.tables.values()):
        yield from _of_page(page, context)


def _of_page(page: Page[Any], context: Context) -> Iterator[Fault]:
    for rule in RULES[type(page.record)]:
        for finding in islice(rule(page, context), LOOKED_FOR):
            if not page.is_put_in(finding.loc):
                yield page.fault(finding)
