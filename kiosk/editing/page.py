"""One catalogue file, read into its record with everything that does not fit the schema named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kiosk.domain.fact import Record
from kiosk.editing.document import Document, read_document
from kiosk.editing.fault import Fault
from kiosk.editing.file import read_text
from kiosk.editing.position import Layout, Loc
from kiosk.editing.schema import Finding, fit

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """A file's record. `put_in` are the places where something stands in for what did not fit."""

    path: Path
    record: R
    layout: Layout
    put_in: frozenset[Loc]
    faults: tuple[Fault, ...]

    def fault(self, finding: Finding) -> Fault:
        """The finding as a fault of this file."""
        return _fault(self.path, self.layout, finding)

    def is_put_in(self, loc: Loc) -> bool:
        """Whether what stands at `loc` is not the editor's own."""
        return any(loc[:end] in self.put_in for end in range(len(loc) + 1))

    def is_whole(self, *keys: str) -> bool:
        """Whether nothing under these keys of the file had to be put in."""
        return not any(loc[:1] == (key,) for loc in self.put_in for key in keys)


def read_page(path: Path, shape: type[R]) -> Page[R] | tuple[Fault, ...]:
    """Read one file as a `shape`; only the faults where nothing in it can be made out."""
    text = read_text(path)
    if isinstance(text, Fault):
        return (text,)
    document = read_document(str(path), text)
    if not isinstance(document, Document):
        return document
    fitted = fit(document.values, shape)
    faults = tuple(_fault(path, document.layout, finding) for finding in fitted.findings)
    if fitted.record is None:
        return faults
    return Page(path, fitted.record, document.layout, fitted.put_in, faults)


def _fault(path: Path, layout: Layout, finding: Finding) -> Fault:
    return Fault.of(finding.code, str(path), layout.line(finding.loc), **finding.places)
