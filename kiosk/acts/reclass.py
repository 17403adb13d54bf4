"""Classes by the rule set of today: what a day's rows become, slice by slice, and the day's end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kiosk.acts.office import Done, Office, Request
from kiosk.domain.period import Period, day_of
from kiosk.domain.problem import Problem
from kiosk.domain.scan import RULES, Class
from kiosk.store import judgings, seals
from kiosk.store.driver import Reader, Transaction
from kiosk.store.judgings import Verdict, Verdicts


async def judge(tx: Transaction, office: Office, request: Request) -> Done:
    """Make rows of a day what they were judged to be.

    Args: day (20261124), `same` and `others`: lists of id in hexadecimal, shard, class now. Whoever
    asks has judged them in their order (`recorder.Replay`). The line in the log comes with the
    day's end.
    """
    day = int(request.args["day"])
    await _require_open(tx, office, day)
    verdicts = Verdicts(_verdicts(request.args["same"]), _verdicts(request.args["others"]))
    changed = await judgings.apply(
        tx, day, verdicts, rules=RULES, now=office.now(), zone=office.zone
    )
    return Done({"changed": changed}, subject=None)


async def finish(tx: Transaction, office: Office, request: Request) -> Done:
    """All rows of a day were looked at; args: day. The answer tells what the run changed."""
    day = int(request.args["day"])
    await _require_open(tx, office, day)
    date = day_of(day)
    before = await judgings.rule_sets(tx, Period(date, date))
    changes = await judgings.finish(tx, day, rules=RULES, now=office.now())
    told = {f"{row['class']}>{row['became']}": row["n"] for row in changes}
    detail = {
        "rules": RULES,
        "before": ", ".join(name for name in before if name != RULES) or RULES,
        "rows": sum(told.values()),
        "changes": told,
    }
    return Done({"changes": told}, subject=date.isoformat(), detail=detail)


async def _require_open(reader: Reader, office: Office, day: int) -> None:
    """Refuse a day that is not over, or whose totals are sealed; raises Problem."""
    if day >= office.zone.moment(office.now()).day:
        raise Problem("reclass-today", day=day_of(day))
    if await seals.find(reader, day) is not None:
        raise Problem("reclass-sealed", day=day_of(day))


def _verdicts(told: Iterable[Any]) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(bytes.fromhex(id_), int(shard), Class(klass).value) for id_, shard, klass in told
    )
