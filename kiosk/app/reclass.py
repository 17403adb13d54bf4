"""重新归类: past days judged by the rule set of today, from the signs that their rows kept.

Whoever runs it reads and judges; the one writer is only handed what changes, in slices with pauses,
so that scans are not held up. Asked again it goes on where it was interrupted: what is judged
already stays what it is.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kiosk.app.desk import Desk
from kiosk.domain.period import Period, day_number
from kiosk.domain.problem import Problem
from kiosk.domain.ruleset import rule_set
from kiosk.domain.scan import RULES
from kiosk.recorder import Kept, Replay
from kiosk.store import judgings, seals
from kiosk.store.driver import Reader
from kiosk.store.judgings import START, Place

SLICE: Final = 500
PAUSE_S: Final = 0.02


@dataclass(slots=True)
class Judged:
    """A day: how many rows were looked at, and from which class to which how many changed.

    Of a sealed day nothing is known and nothing changes. `renamed` rows keep their class, and name
    the rule set of today from now on.
    """

    day: date
    is_sealed: bool = False
    rows: int = 0
    renamed: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)


async def reclass(
    desk: Desk, period: Period, *, today: date, is_trial: bool
) -> AsyncIterator[Judged]:
    """Judge the days of a period, oldest first; a trial changes nothing. Raises Problem.

    Today is refused: its scans still arrive.
    """
    if period.last >= today:
        raise Problem("reclass-today", day=max(period.first, today))
    for day in period.days:
        yield await _day(desk, day, is_trial=is_trial)


async def _day(desk: Desk, day: date, *, is_trial: bool) -> Judged:
    number, judged = day_number(day), Judged(day)
    if await desk.read(lambda reader: seals.find(reader, number)) is not None:
        judged.is_sealed = True
        return judged
    replay, place = Replay(rule_set(RULES)), START
    while rows := await desk.read(lambda reader: _rows(reader, number, place)):  # noqa: B023
        same, others = _sorted(replay, rows, judged)
        if not is_trial and (same or others):
            await desk.do("scan.judge", {"day": number, "same": same, "others": others})
            await asyncio.sleep(PAUSE_S)
        place = Place(rows[-1].at, rows[-1].id, rows[-1].shard)
    if not is_trial and not await desk.read(lambda reader: _is_done(reader, day)):
        await desk.do("scan.reclass", {"day": number})
    return judged


async def _rows(reader: Reader, day: int, place: Place) -> list[Kept]:
    rows = await judgings.rows(reader, day, place, most=SLICE)
    return [Kept(*row.values()) for row in rows]


def _sorted(
    replay: Replay, rows: Sequence[Kept], judged: Judged
) -> tuple[list[list[object]], list[list[object]]]:
    """What is written of rows: those that only name another rule set, and those that change."""
    same: list[list[object]] = []
    others: list[list[object]] = []
    for row, klass in replay.judge(rows):
        verdict: list[object] = [row.id.hex(), row.shard, klass]
        if klass != row.klass:
            judged.changes[row.klass, klass] += 1
            others.append(verdict)
        elif row.rules != RULES:
            judged.renamed += 1
            same.append(verdict)
    judged.rows += len(rows)
    return same, others


async def _is_done(reader: Reader, day: date) -> bool:
    """Whether a day needs no end: nothing was ever written of it, or its last run was ended."""
    run = await judgings.find(reader, day_number(day))
    return run is None or run.finished_at is not None
