"""Every time limit of the starter catalogue in one table; run as a module it writes it anew.

Lay a difference beside the statute before you commit it: these figures are printed on cards.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Service
from tests.make import starter

FILE: Final = Path(__file__).parents[1] / "golden" / "starter-limits.txt"


def table() -> str:
    """One limit a line: service, key, time, procedure, extension, who set it, mark, basis."""
    rows = [row for service in starter().services for row in _rows(service)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines) + "\n"


def _rows(service: Service) -> Iterator[tuple[str, ...]]:
    for limit in service.limits():
        yield (
            service.id,
            limit.key or "-",
            f"{'?' if limit.value is None else limit.value} {limit.unit}",
            limit.variant or "-",
            _extension(limit),
            limit.kind,
            limit.verify,
            " ".join(limit.basis) or "-",
        )


def _extension(limit: Limit) -> str:
    longer = limit.extension
    return f"+{longer.value} {longer.unit}" if longer else "-"


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
