"""Finished faces and files are examined: every rule, and every symbol through the battery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from cards.marks import Face, Symbol
from cards.preflight.battery import Battery, load_battery
from cards.preflight.document import Document
from cards.preflight.file import FilePage, pages_of
from cards.preflight.finished import clean_shot, page_findings, subject_of, written
from cards.preflight.reading import Reader, identify, read
from cards.preflight.report import FaceReport, Finding, SymbolReport, finding
from cards.preflight.rules import (
    address_finding,
    edge_findings,
    face_findings,
    module_findings,
    symbol_findings,
)
from cards.preflight.subject import turned_back
from cards.preflight.trial import Progress, tried
from cards.qr import Level


def examine_face(
    face: Face,
    addresses: Sequence[str],
    battery: Battery,
    *,
    name: str,
    progress: Progress = lambda _: None,
) -> FaceReport:
    """A face as its print file holds it. `addresses` are what symbols of the card may open."""
    document = written([face])
    inspector = _Inspector(battery, frozenset(addresses), progress)
    reports = [inspector.symbol(face, symbol, document) for symbol in face.symbols()]
    return FaceReport(
        name=name,
        width=face.width,
        height=face.height,
        findings=(
            *face_findings(face, battery),
            *page_findings(document, 0, battery),
        ),
        symbols=tuple(reports),
    )


def missing_findings(
    reports: Sequence[FaceReport], addresses: Sequence[str], battery: Battery
) -> tuple[Finding, ...]:
    """The addresses that no symbol of a card opens; `reports` are of all its faces."""
    opened = {symbol.address for report in reports for symbol in report.symbols}
    return tuple(
        finding(battery, "no-symbol", address=address)
        for address in dict.fromkeys(addresses)
        if address not in opened
    )


def examine_file(
    data: bytes,
    battery: Battery,
    *,
    name: str,
    dpi: int | None = None,
    progress: Progress = lambda _: None,
) -> tuple[FaceReport, ...]:
    """Every page of a PDF, or a picture; `dpi` is that of a picture that does not tell its own.

    What it should open is not known, so whatever it says is taken for right; inks are not seen.
    Raises NoPrintFile and NoScale.
    """
    return tuple(
        _page(page, battery, name=name, progress=progress)
        for page in pages_of(data, battery, dpi=dpi)
    )


def unread_addresses(cards: Sequence[tuple[Sequence[Face], Sequence[str]]]) -> list[str]:
    """Which addresses of cards are not read by both readers from their finished, clean faces.

    Every face has a symbol.
    """
    document = written([face for faces, _ in cards for face in faces])
    rules, numbers, unread = load_battery(), count(), list[str]()
    for faces, addresses in cards:
        shots = [
            clean_shot(document, number, symbol, rules)
            for face, number in zip(faces, numbers, strict=False)
            for symbol in face.symbols()
        ]
        for reader in Reader:
            seen = frozenset[str]().union(*(read(reader, shot) for shot in shots))
            unread += [address for address in addresses if address not in seen]
    return list(dict.fromkeys(unread))


class _Inspector:
    """Examines the symbols of one face."""

    def __init__(self, battery: Battery, addresses: frozenset[str], progress: Progress) -> None:
        self.battery = battery
        self.addresses = addresses
        self.progress = progress

    def symbol(self, face: Face, symbol: Symbol, document: Document) -> SymbolReport:
        found = list(symbol_findings(symbol, face, self.battery))
        told = identify(symbol.matrix)
        address = told.text if told else ""
        level = told.level if told else Level.L
        if address not in self.addresses:
            found.append(finding(self.battery, "stray", text=address or "–"))
        found += address_finding(address, symbol.matrix.size, level, self.battery)
        subject = subject_of(document, 0, symbol, address=address, battery=self.battery)
        upright = turned_back(subject, told.turns if told else 0)
        subject = replace(upright, others=self.addresses)
        report = tried(subject, level, self.battery, progress=self.progress)
        return _with(report, found)


def _page(page: FilePage, battery: Battery, *, name: str, progress: Progress) -> FaceReport:
    reports = []
    for seen in page.symbols:
        subject = seen.subject
        found = [
            *module_findings(subject.module, subject.matrix.size, battery, exact=False),
            *edge_findings(seen.place, page.trim, battery),
            *address_finding(subject.address, subject.matrix.size, seen.level, battery),
        ]
        reports.append(_with(tried(subject, seen.level, battery, progress=progress), found))
    missing = () if reports or not page.is_alone else (finding(battery, "missing"),)
    return FaceReport(
        name=f"{name} {page.number + 1}",
        width=page.trim.w,
        height=page.trim.h,
        findings=(*page.findings, *missing),
        symbols=tuple(reports),
    )


def _with(report: SymbolReport, found: Sequence[Finding]) -> SymbolReport:
    """The report with what the rules found first, each kind of fault once."""
    kinds = {one.code: one for one in reversed((*found, *report.findings))}
    return replace(report, findings=tuple(reversed(kinds.values())))
