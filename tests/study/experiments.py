"""The three experiments; each gives what is kept of it in docs/preflight.json."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from cards import qr
from cards.measure import Mm
from cards.preflight import load_battery
from cards.preflight.subject import Subject
from tests.study import contestants
from tests.study.trying import Counts, Duel, Read, addresses, tried

SEED: Final = 20261126
BOXES: Final[tuple[Mm, ...]] = (16.0, 20.0, 24.0, 27.8, 34.5)
LEVELS: Final = (qr.Level.M, qr.Level.Q, qr.Level.H)
_PILOT: Final = 40
_DOTS: Final = 8  # a module, as on a name card


def conditions() -> str:
    """Names what shots are made with: results under another battery are another's."""
    battery = load_battery()
    cells = [(cell.name, cell.conditions) for cell in battery.cells()]
    made_with = repr((battery.seed, battery.dpi, battery.camera, battery.stuff, cells))
    return hashlib.sha256(made_with.encode()).hexdigest()[:16]


def sizes(count: int) -> dict[str, Any]:
    """Level by size: ours, whole dots, in squares of so many mm with the quiet zone."""
    battery, results = load_battery(), []
    for box in BOXES:
        for level in LEVELS:
            counts = Counts()
            for number, address in enumerate(_told(addresses(count, SEED), f"{box} {level}")):
                matrix = qr.encode(address, level=level)
                subject = contestants.alone(matrix, box, address, battery)
                counts.add(tried(subject, battery, number, asks_all=False))
            told = {"box": box, "level": level.value, **_size(subject)}
            results.append(told | counts.json())
    return _kept(results=results)


def rivals(count: int) -> dict[str, Any]:
    """Our finished cards beside the plain output of two libraries in the same square."""
    squares = contestants.squares().values()
    return _kept(results=[_rivals_of(first, others, count) for first, *others in squares])


def masks(count: int) -> dict[str, Any]:
    """The judged mask beside one fixed mask: the one that read best in a pilot of all eight."""
    totals: Counter[int] = Counter()
    for mask in qr.MASKS:
        for number, address in enumerate(_told(addresses(_PILOT, SEED + 1), f"pilot {mask}")):
            found = _masked(address, mask, number)
            totals[mask] += sum(readers["either"] for readers in found.values())
    ((best, _),) = totals.most_common(1)
    judged, fixed, duel = Counts(), Counts(), Duel()
    for number, address in enumerate(_told(addresses(count, SEED), f"mask {best}")):
        ours, theirs = _masked(address, best, number), _masked(address, None, number)
        fixed.add(ours)
        judged.add(theirs)
        duel.add(ours, theirs)
    pilot = {"addresses": _PILOT, "read": {str(mask): n for mask, n in sorted(totals.items())}}
    told = {"judged": judged.json(), "fixed": fixed.json(), "duel": duel.json()}
    return _kept(pilot=pilot, mask=best, **told)


def _rivals_of(design: str, others: list[str], count: int) -> dict[str, Any]:
    """One design; `others` have symbols of the same size."""
    battery = load_battery()
    makers = ("ours", *contestants.LIBRARIES)
    counts = {maker: Counts() for maker in makers}
    duels = {maker: Duel() for maker in contestants.LIBRARIES}
    sizes = {}
    for number, address in enumerate(_told(addresses(count, SEED), design)):
        face = contestants.finished(design, address)
        found = {}
        for maker in makers:
            theirs = contestants.LIBRARIES.get(maker)
            shown = contestants.swapped(face, theirs(address)) if theirs else face
            subject = contestants.on_card(shown, address, battery)
            found[maker] = tried(subject, battery, number, asks_all=True)
            counts[maker].add(found[maker])
            sizes[maker] = _size(subject)
        for maker, duel in duels.items():
            duel.add(found["ours"], found[maker])
    return {
        "design": design,
        "others": others,
        "box": contestants.side_of(face),
        "makers": {maker: sizes[maker] | counts[maker].json() for maker in makers},
        "duels": {maker: duel.json() for maker, duel in duels.items()},
    }


def _masked(address: str, mask: int | None, number: int) -> Read:
    battery = load_battery()
    subject = contestants.drawn(qr.encode(address, mask=mask), _DOTS, address, battery)
    return tried(subject, battery, number, asks_all=False)


def _size(subject: Subject) -> dict[str, float]:
    return {"modules": subject.matrix.size, "module": round(subject.module, 3)}


def _told(items: list[str], name: str) -> Iterator[str]:
    """The items, telling now and then how far it is."""
    begun = time.monotonic()
    for number, item in enumerate(items, 1):
        yield item
        if number % 50 == 0 or number == len(items):
            took = time.monotonic() - begun
            print(f"{name}: {number}/{len(items)} after {took:.0f} s", file=sys.stderr)  # noqa: T201


def _kept(**results: Any) -> dict[str, Any]:
    """With the day, the seed and the battery that it holds for."""
    day = os.environ.get("STUDY_DAY") or f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
    return {"day": day, "seed": SEED, "battery": conditions(), **results}
