"""时钟: somebody says that it is right after it jumped, or after a long stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kiosk.acts.office import By, Done, Office
from kiosk.domain.clock import doubt_of
from kiosk.domain.period import HOUR_MS
from kiosk.domain.problem import Problem
from kiosk.store import clocks
from kiosk.store.driver import Transaction

SEEN_MOST_MS: Final = HOUR_MS


@dataclass(frozen=True, slots=True)
class ConfirmClock:
    """Take the clock as right; `at` is what it said to whoever looked at it (epoch ms)."""

    act_name: ClassVar[str] = "clock.confirm"
    at: int


async def confirm(tx: Transaction, by: By, act: ConfirmClock) -> Done:
    """Take the clock as right; raises Problem where it is, or where it jumped once more."""
    office, now = by.office, by.office.now()
    mark = await clocks.find(tx)
    if doubt_of(now, mark) is None:
        raise Problem("clock-right")
    if abs(now - act.at) > SEEN_MOST_MS:
        raise Problem("clock-moved", seen=told(office, act.at), now=told(office, now))
    await clocks.confirm(tx, now)
    before = "" if mark.good_at is None else told(office, mark.good_at)
    return Done({"at": now}, subject=told(office, now), detail={"before": before})


async def require_right(tx: Transaction, office: Office) -> None:
    """Refuse what is never undone while the clock is in doubt; raises Problem."""
    if await clocks.doubt(tx, office.now()) is not None:
        raise Problem("clock-doubted")


def told(office: Office, at: int) -> str:
    """A moment as people and the log are told it."""
    return f"{office.zone.clock(at):%Y-%m-%d %H:%M}"
