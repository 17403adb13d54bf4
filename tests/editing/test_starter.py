"""The starter catalogue: without a fault, and standing in texts that say what it says.

Real law texts are no part of the project. So the test writes texts of its own that hold, at every
place the catalogue cites, the figures that rest on it, and nothing else of the law.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import assets
from kiosk import editing
from kiosk.domain.catalogue import Law
from kiosk.domain.fact import Citation, Fact
from kiosk.domain.limit import Limit
from kiosk.editing.figure import shares, sums
from kiosk.editing.walk import facts, words
from kiosk.editing.wording import time_in_words
from tests.editing import limits
from tests.editing.make import TODAY, no_glyph_missing
from tests.editing.test_figures import in_chinese

FOLDER = assets.path("catalogue")

Words = dict[str, dict[Citation, list[str]]]


@pytest.fixture(scope="module")
def report() -> editing.Report:
    return editing.check(FOLDER, today=TODAY, missing_glyphs=no_glyph_missing)


def test_the_starter_catalogue_has_no_fault(report: editing.Report) -> None:
    assert report.listing.en == ""
    assert len(report.draft.services) == 18


def test_every_time_limit_is_what_was_read_in_the_law() -> None:
    assert limits.table() == limits.FILE.read_text(encoding="utf-8")


def test_what_is_open_is_listed_for_each_of_the_thirteen(report: editing.Report) -> None:
    marks = defaultdict(set)
    for fact in report.open_facts:
        marks[fact.service].add(fact.mark)
    for number in range(1, 14):
        assert marks[f"QC{number:02}"] == {"待填", "待核实"}


def test_the_starter_catalogue_stands_in_texts_that_say_what_it_says(
    report: editing.Report, tmp_path: Path
) -> None:
    laws = write_texts(report.draft, tmp_path)
    found = editing.compare(report.draft, tmp_path)
    assert [str(fault) for fault in found.faults] == []
    assert not laws & {law.law for law in found.not_compared}
    assert len(found.matched) >= 80


def test_a_changed_law_is_told_at_every_fact_that_rests_on_it(
    report: editing.Report, tmp_path: Path
) -> None:
    write_texts(report.draft, tmp_path)
    path = tmp_path / "xzfyf-2023.txt"
    path.write_text(path.read_text("utf-8").replace("六十日", "五十日"), "utf-8")
    found = editing.compare(report.draft, tmp_path)
    before = editing.compare(report.draft, tmp_path).matched
    assert {fault.code for fault in found.faults} == {"figure-not-in-law"}
    told = {(fault.path, fault.line) for fault in found.faults}
    rests = {
        (str(page.path), page.layout.line((*loc, "value")))
        for page in report.draft.pages
        for loc, fact in facts(page.record)
        if isinstance(fact, Limit) and fact.value == 60
        if any(name.startswith("xzfyf-2023") for name in fact.basis)
    }
    assert told == rests
    assert told.isdisjoint((match.path, match.line) for match in before)


def write_texts(draft: editing.Draft, folder: Path) -> set[str]:
    """A text for every law that is cited by its articles, never as a whole; their ids."""
    said = cited_words(draft)
    assert draft.shared is not None
    seen = {name for name, places in said.items() if all(place.article for place in places)}
    laws = [law for law in draft.shared.laws if law.articles and law.id in seen]
    for law in laws:
        (folder / f"{law.id}.txt").write_text(law_text(law, said[law.id]), "utf-8")
    return {law.id for law in laws}


def cited_words(draft: editing.Draft) -> Words:
    """What must stand where, by law and citation."""
    said: Words = defaultdict(lambda: defaultdict(list))
    for page in (*draft.pages, *draft.tables.values()):
        for _, fact in facts(page.record):
            for name in fact.basis:
                citation = Citation.parse(name)
                said[citation.law][citation] += spoken(fact)
    return said


def spoken(fact: Fact) -> list[str]:
    """The figures of a fact as a law would write them."""
    texts = [text for _, text in words(fact)]
    figures = [found.text for text in texts for found in (*shares(text), *sums(text))]
    if isinstance(fact, Limit):
        times = [(fact.value, fact.unit)]
        if fact.extension is not None:
            times.append((fact.extension.value, fact.extension.unit))
        for value, unit in times:
            if value is not None:
                written = time_in_words(value, unit).zh.removeprefix(str(value))
                figures.append(in_chinese(value) + written)
    return figures


def law_text(law: Law, said: dict[Citation, list[str]]) -> str:
    """Articles with as many paragraphs and items as are cited, holding the figures alone."""
    begins = law.in_force_from or "?"
    lines = [f"title: {law.title}", f"adopted: {law.adopted or ''}", f"in force from: {begins}"]
    lines += ["text from: invented", "---"]
    for article in range(1, (law.articles or 0) + 1):
        here = {c: figures for c, figures in said.items() if c.article == article}
        paragraphs = max((c.paragraph for c in here), default=0) or 1
        for paragraph in range(1, paragraphs + 1):
            head = f"第{in_chinese(article)}条" if paragraph == 1 else ""
            whole = [f for c, fs in here.items() if (c.paragraph or 1) == paragraph for f in fs]
            lines.append(f"{head}\t条文：{'；'.join(whole)}。")
            items = max((c.item for c in here if c.paragraph == paragraph), default=0)
            lines += [f"\t（{in_chinese(item)}）一项；" for item in range(1, items + 1)]
    return "\n".join(lines) + "\n"
