"""The other process: it reads one piece of work, draws it, says what came of it, and ends.

Started as ``python -m kiosk.printing.worker_process``. A process of `multiprocessing` would run the
service's own main module again; this one knows of drawing alone.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from typing import Any

from kiosk.batches.order import Format, Imprint, Making, Order
from kiosk.batches.slips import Slip
from kiosk.domain.problem import Problem
from kiosk.printing.job import pictures, previews, render
from kiosk.printing.slip import write_slips

_NICER = 5  # drawing gives way to scans


def write_file(order: Order, imprint: Imprint, making: Making, kind: Format, path: str) -> None:
    """Draw an order into the file at `path`; raises Problem."""
    with open(path, "wb") as target:  # noqa: PTH123 - a path that came as text
        render(order, imprint, format=kind, target=target, making=making)


def write_slip_file(slips: tuple[Slip, ...], title: str, path: str) -> None:
    """Draw packing slips into the file at `path`."""
    with open(path, "wb") as target:  # noqa: PTH123 - a path that came as text
        write_slips(slips, target, title=title)


DEEDS: dict[str, Callable[..., Any]] = {
    "file": write_file,
    "pictures": pictures,
    "slips": write_slip_file,
    "previews": previews,
}


def main() -> None:
    """Do what standard input asks for; the answer, or the Problem, goes to standard output."""
    os.nice(_NICER)
    deed, args = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the service that started us
    try:
        answer = DEEDS[deed](*args)
    except Problem as problem:
        answer = problem
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
