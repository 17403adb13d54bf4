"""``kiosk scans reclass``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from kiosk.app.desk import Desk
from kiosk.app.reclass import Judged, reclass
from kiosk.cli.root import Context, kiosk, language, pass_context, print_json, say
from kiosk.domain.report import Ask
from kiosk.domain.scan import RULES
from kiosk.reports import words


@kiosk.group()
def scans() -> None:
    """What was recorded of scans."""


@scans.command("reclass")
@click.option("--from", "first", required=True, metavar="DAY", help="The first day.")
@click.option("--to", "last", required=True, metavar="DAY", help="The last day, included.")
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def reclass_scans(context: Context, first: str, last: str, *, dry_run: bool, as_json: bool) -> None:
    """Judge past days by the rule set of today, from the signs that their rows kept.

    The old class stays with each row that changes, totals follow, the log tells what became what.
    What a day said until then stays as an edition, which reports name.
    Sealed days are left alone. Run it again where it was interrupted.
    """
    period = Ask.read(first, last, "day").period

    async def work(desk: Desk) -> list[Judged]:
        days, today = [], desk.zone.today(desk.now())
        async for judged in reclass(desk, period, today=today, is_trial=dry_run):
            days.append(judged)
            if not as_json:
                click.echo(_told(judged, is_trial=dry_run))
        return days

    days = context.at_desk(work)
    if as_json:
        told = {"from": period.first.isoformat(), "to": period.last.isoformat()}
        print_json(
            told | {"rules": RULES, "dry_run": dry_run, "days": [_plain(day) for day in days]}
        )


def _told(judged: Judged, *, is_trial: bool) -> str:
    if judged.is_sealed:
        return say(f"{judged.day}：已封存，没有改动", f"{judged.day}: sealed, left as it is")
    if not judged.rows:
        return say(f"{judged.day}：没有扫码记录", f"{judged.day}: no rows")
    moved = "；".join(_moves(judged)) if language() == "zh" else "; ".join(_moves(judged))
    zh = f"{judged.day}：{judged.rows:,}条，{'会' if is_trial else ''}按规则{RULES}"
    en = f"{judged.day}: rows: {judged.rows:,}; rule set {RULES}"
    if not moved:
        return say(
            f"{zh}，类别都不变", f"{en}; no class {'would change' if is_trial else 'changed'}"
        )
    return say(f"{zh}；{moved}", f"{en}; {moved}")


def _moves(judged: Judged) -> list[str]:
    named = words(language())
    return [
        f"{named(f'class.{old}')} → {named(f'class.{new}')} {n:,}"
        for (old, new), n in sorted(judged.changes.items())
    ]


def _plain(judged: Judged) -> Mapping[str, Any]:
    return {
        "day": judged.day.isoformat(),
        "sealed": judged.is_sealed,
        "rows": judged.rows,
        "renamed": judged.renamed,
        "changes": [
            {"from": old, "to": new, "rows": n} for (old, new), n in sorted(judged.changes.items())
        ],
    }
