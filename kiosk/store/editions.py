"""版次: what days said before they were judged again."""

from __future__ import annotations

from collections import defaultdict

from kiosk.domain.edition import Counted, Former
from kiosk.domain.period import Period, day_number
from kiosk.domain.report import BETWEEN_SETS
from kiosk.store.driver import Reader, Transaction

KEEP = """
insert into day_edition (day, at, rules, act, class, n)
select day, cast(:at as bigint), cast(:rules as text), act, class, cast(sum(n) as bigint)
from total_day where day = :day group by day, act, class
on conflict (day, at, act, class) do nothing
"""
SETS = """
select distinct day, rules from day_rules where day between :first and :last order by day, rules
"""
FORMER = """
select day, at, rules,
    cast(sum(case when act = 'scan' and class = 'person' then n else 0 end) as bigint) as scans
from day_edition where day between :first and :last
group by day, at, rules order by day, at
"""
NOW = """
select day, cast(sum(case when act = 'scan' and class = 'person' then n else 0 end) as bigint)
    as scans
from total_day where day between :first and :last group by day order by day
"""


async def keep(tx: Transaction, day: int, *, at: int) -> None:
    """Keep what a day says, before a run that begins at a moment changes it."""
    rows = await tx.all(SETS, first=day, last=day)
    rules = BETWEEN_SETS.join(row["rules"] for row in rows)
    await tx.run(KEEP, day=day, at=at, rules=rules)


async def former(reader: Reader, period: Period) -> list[Former]:
    """What days of a period said before; nothing where none was judged again."""
    rows = await reader.all(FORMER, **_days(period))
    return [
        Former(row["day"], row["at"], Counted(row["scans"], _sets(row["rules"]))) for row in rows
    ]


async def now(reader: Reader, period: Period) -> dict[int, Counted]:
    """What the days of a period say now."""
    sets: defaultdict[int, set[str]] = defaultdict(set)
    for row in await reader.all(SETS, **_days(period)):
        sets[row["day"]].add(row["rules"])
    return {
        row["day"]: Counted(row["scans"], frozenset(sets[row["day"]]))
        for row in await reader.all(NOW, **_days(period))
    }


def _sets(rules: str) -> frozenset[str]:
    return frozenset(rules.split(BETWEEN_SETS)) - {""}


def _days(period: Period) -> dict[str, int]:
    return {"first": day_number(period.first), "last": day_number(period.last)}
