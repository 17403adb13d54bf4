"""What a rule may know beside the file it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.domain.catalogue import Law
from kiosk.domain.limit import Unit
from kiosk.domain.workflow import Service
from kiosk.editing.page import Page
from kiosk.editing.schema import Finding

Time = tuple[int, Unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The rest of the catalogue. What could not be read is None: nobody can be wrong about it.

    `times` are the limits and extensions of each service that could be read whole.
    `missing_glyphs` gives the characters of a text that the print font lacks.
    """

    today: date
    missing_glyphs: Callable[[str], set[str]]
    services: frozenset[str] | None
    laws: Mapping[str, Law] | None
    sources: frozenset[str] | None
    districts: frozenset[str] | None
    times: Mapping[str, frozenset[Time]]


Rule = Callable[[Page[Any], Context], Iterator[Finding]]


def times(service: Service) -> frozenset[Time]:
    """Every figure with its unit that a service has as a limit or an extension."""
    found: list[tuple[int | None, Unit]] = []
    for limit in service.limits():
        found.append((limit.value, limit.unit))
        if limit.extension is not None:
            found.append((limit.extension.value, limit.extension.unit))
    return frozenset((value, unit) for value, unit in found if value and unit.is_counted)
