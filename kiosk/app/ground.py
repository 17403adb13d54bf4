"""The ground we stand on: the programs under ours, and what is known to be wrong with them."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog

import assets
from kiosk.domain.fact import Bilingual
from kiosk.store import sqlite_library

_FILE = "known-faults.toml"
_LOG = structlog.get_logger(__name__)
Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A program that ours stands on; `origin` says which of several it is."""

    name: str
    version: Version
    origin: str = ""

    def __str__(self) -> str:
        told = f"{self.name} {_written(self.version)}"
        return f"{told} ({self.origin})" if self.origin else told


@dataclass(frozen=True, slots=True)
class Fault:
    """A known fault; `ranges` are a first version with it and the first without it again."""

    id: str
    program: str
    ranges: tuple[tuple[Version, Version], ...]
    what: Bilingual
    avoided: Bilingual
    source: str

    def touches(self, program: Program) -> bool:
        """Whether a program has it."""
        is_in = any(first <= program.version < fixed for first, fixed in self.ranges)
        return self.program == program.name and is_in

    def told(self, program: Program) -> Bilingual:
        """One sentence for whoever runs the service."""
        fixed = next(_written(last) for first, last in self.ranges if program.version < last)
        return Bilingual(
            zh=f"{program} 有已知缺陷 {self.id}：{self.what.zh}。{self.avoided.zh}"
            f"（{fixed} 起没有）。",
            en=f"{program} has the known fault {self.id}: {self.what.en}. {self.avoided.en}"
            f" (mended in {fixed}).",
        )


def programs() -> tuple[Program, ...]:
    """What this process runs on."""
    origin = "" if sqlite_library.IS_PLATFORMS else "pysqlite3"
    return (
        Program("Python", sys.version_info[:3]),
        Program("SQLite", sqlite_library.VERSION, origin),
    )


def known_faults(of: tuple[Program, ...]) -> Iterator[tuple[Fault, Program]]:
    """The faults of the table that these programs have."""
    for fault in faults():
        for program in of:
            if fault.touches(program):
                yield fault, program


def log_faults() -> None:
    """Name each fault of what this process runs on, a line each."""
    for fault, program in known_faults(programs()):
        _LOG.warning("known-fault", fault=fault.id, program=str(program), why=fault.what.en)


def faults() -> tuple[Fault, ...]:
    """The table, as it is written in the assets."""
    table = tomllib.loads(assets.read_bytes(_FILE).decode())
    return tuple(_fault(entry) for entry in table["fault"])


def _fault(entry: dict[str, Any]) -> Fault:
    return Fault(
        entry["id"],
        entry["program"],
        tuple((_version(first), _version(fixed)) for first, fixed in entry["ranges"]),
        Bilingual(zh=entry["zh"], en=entry["en"]),
        Bilingual(**entry["avoided"]),
        entry["source"],
    )


def _version(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))


def _written(version: Version) -> str:
    return ".".join(map(str, version))
