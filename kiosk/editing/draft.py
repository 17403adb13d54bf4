"""A catalogue as it lies in a folder: services, what they share, and what could not be read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.domain.catalogue import Desk, District, Law, PaperLead, Shared, Source
from kiosk.domain.fact import Record
from kiosk.domain.workflow import Service
from kiosk.editing.fault import Fault
from kiosk.editing.page import Page, read_page
from kiosk.editing.wording import KINDS

MOST_SERVICES: Final = 99  # an id has two digits
SUFFIX: Final = ".toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws(Record):
    """``laws.toml``."""

    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(Record):
    """``sources.toml``."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Districts(Record):
    """``districts.toml``."""

    districts: tuple[District, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers(Record):
    """``papers.toml``."""

    papers: tuple[PaperLead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks(Record):
    """``desks.toml``; empty until the office fills it in."""

    desks: tuple[Desk, ...] = ()


SHARED_FILES: Final[dict[str, type[Record]]] = {
    "laws": Laws,
    "sources": Sources,
    "districts": Districts,
    "papers": Papers,
    "desks": Desks,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the files of `path` say: for use only where `faults` is empty.

    `pages` are the services that could be read, in the order of their files, `tables` the shared
    files by name. `names` are the ids of all service files, unreadable ones too; None where a
    single service was read, since then others cannot be known.
    """

    path: Path
    pages: tuple[Page[Service], ...]
    tables: Mapping[str, Page[Any]]
    names: frozenset[str] | None
    given: Shared | None
    faults: tuple[Fault, ...]

    @property
    def services(self) -> tuple[Service, ...]:
        """The services that fit the schema, in the order of their files."""
        return tuple(page.record for page in self.pages if not page.faults)

    @property
    def shared(self) -> Shared | None:
        """What all services share: from the folder, or as it was given; None where it is faulty."""
        whole = {name: page for name, page in self.tables.items() if not page.faults}
        if self.given is not None or set(whole) != set(SHARED_FILES):
            return self.given
        return Shared(**{name: getattr(page.record, name) for name, page in whole.items()})

    def entries(self, name: str) -> Mapping[str, Any] | None:
        """The entries of a shared table by id; None where not all of them can be known."""
        page = self.tables.get(name)
        if self.given is not None:
            return {entry.id: entry for entry in getattr(self.given, name)}
        if page is None or any(loc[-1] in ("id", name) for loc in page.put_in):
            return None
        return {entry.id: entry for entry in getattr(page.record, name)}


def read(path: Path, *, shared: Shared | None = None) -> Draft:
    """Read a catalogue folder, or one service file beside the `shared` facts of a catalogue.

    Nothing is raised for what the files hold: see `Draft.faults`.
    """
    if path.is_dir():
        return _read_folder(path)
    page = read_page(path, Service)
    if isinstance(page, Page):
        return Draft(path, (page,), {}, None, shared, page.faults)
    return Draft(path, (), {}, None, shared, page)


def _read_folder(folder: Path) -> Draft:
    files = _service_files(folder / "services")
    if isinstance(files, Fault):
        return Draft(folder, (), {}, None, None, (files,))
    services = {path: read_page(path, Service) for path in files}
    tables = {name: _read_table(folder, name) for name in SHARED_FILES}
    faults: list[Fault] = []
    for outcome in (*services.values(), *tables.values()):
        faults += outcome.faults if isinstance(outcome, Page) else outcome
    pages = tuple(page for page in services.values() if isinstance(page, Page))
    read_tables = {name: page for name, page in tables.items() if isinstance(page, Page)}
    names = frozenset(path.stem for path in files) | {page.record.id for page in pages}
    return Draft(folder, pages, read_tables, names, None, tuple(faults))


def _service_files(folder: Path) -> list[Path] | Fault:
    if folder.is_symlink():
        return Fault.of("not-a-file", str(folder), kind=KINDS["link"])
    paths = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    if not paths:
        return Fault.of("no-services", str(folder.parent))
    if len(paths) > MOST_SERVICES:
        return Fault.of("too-many-files", str(folder), count=len(paths), most=MOST_SERVICES)
    return paths


def _read_table(folder: Path, name: str) -> Page[Any] | tuple[Fault, ...]:
    path = folder / f"{name}{SUFFIX}"
    if not os.path.lexists(path):
        return (Fault.of("no-shared-file", str(path), name=path.name),)
    return read_page(path, SHARED_FILES[name])
