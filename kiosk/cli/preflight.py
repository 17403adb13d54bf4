"""``kiosk cards preflight``, and the same before a batch may be set to printed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import click
from rich.progress import MofNCompleteColumn

from kiosk.app.desk import Desk
from kiosk.batches import (
    Imprint,
    Issue,
    Order,
    artwork_of,
    imprint_of,
    order_of,
    read_issue,
    standing,
)
from kiosk.cli.bar import bar
from kiosk.cli.cards import cards
from kiosk.cli.output import written_whole
from kiosk.cli.root import Context, language, pass_context, print_json, say
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import BatchState
from kiosk.domain.problem import Problem
from kiosk.preflight import Outcome, preflight_file, preflight_order
from kiosk.store import catalogues

MISSING = 2  # the exit status where the extra is not installed
_FILE_MOST = 200 * 1024 * 1024


@cards.command("preflight")
@click.argument("what", metavar="BATCH|FILE")
@click.option("--dpi", type=click.IntRange(72, 2_400), help="Of a picture that tells none.")
@click.option("--shots", type=click.IntRange(1, 100), help="A cell, for a quick look at a file.")
@click.option("--json", "as_json", is_flag=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Report.")
@pass_context
def preflight(
    context: Context,
    what: str,
    dpi: int | None,
    shots: int | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Examine a batch's finished cards, or a PDF or picture: exit 1 where refused.

    What was not read is kept as a picture beside the report.
    """
    path = Path(what)
    if path.is_file():
        outcome = _examine_file(path, dpi, shots)
    elif shots or dpi:
        raise click.UsageError("--dpi and --shots are for files: a batch gets the whole battery")
    else:
        outcome = examine_batch(context, what)
    if output:
        _write(output, outcome)
    if as_json:
        print_json(outcome.report)
    else:
        for line in lines(outcome.report):
            click.echo(line)
    if not outcome.is_passed:
        click.get_current_context().exit(1)


def examine_batch(context: Context, batch: str) -> Outcome:
    """Examine the cards of a batch as they would be printed now, and keep the verdict.

    Raises Problem.
    """
    office = context.settings.site_operator

    async def read(desk: Desk) -> tuple[Order, Imprint, str]:
        issue, catalogue = await _issue(desk, batch)
        keys = desk.signer.keys
        order = order_of(issue, catalogue, keys)
        imprint = imprint_of(issue, catalogue, office=office)
        return order, imprint, artwork_of(issue, catalogue, keys, office=office)

    order, imprint, artwork = context.at_desk(read)
    outcome = _with_bar(batch, lambda told: preflight_order(order, imprint, progress=told))
    args = outcome.as_args(batch, artwork)
    context.at_desk(lambda desk: desk.do("batch.preflight", args))
    return outcome


def require_passed(context: Context, batch: str) -> None:
    """Examine a batch that is to be printed, unless it has passed as it is now; raises Problem.

    Where it is refused the reasons are told on standard error first.
    """
    office = context.settings.site_operator

    async def is_needed(desk: Desk) -> bool:
        issue, catalogue = await _issue(desk, batch)
        if issue.batch.state is not BatchState.PLANNED:
            return False
        keys = desk.signer.keys
        found = await desk.read(
            lambda reader: standing(reader, issue, catalogue, keys, office=office)
        )
        return not found.is_passed

    if not context.at_desk(is_needed):
        return
    outcome = examine_batch(context, batch)
    if not outcome.is_passed:
        for line in lines(outcome.report):
            click.echo(line, err=True)
        raise Problem("preflight-refused", batch=batch)


def lines(report: dict[str, Any]) -> list[str]:
    """The report for a person: the verdict, every reason, the weakest point."""
    told = [say("通过", "passed") if report["passed"] else say("不通过", "refused")]
    for face in report["faces"]:
        reasons = [*face["findings"], *(f for s in face["symbols"] for f in s["findings"])]
        grades = "、".join(f"{s['grade']:.1f}" for s in face["symbols"] if s["grade"] is not None)
        graded = say(f"  模拟评级 {grades}", f"  simulated grade {grades}") if grades else ""
        told.append(f"{face['name']}{graded}")
        told += [f"  - {reason[language()]}" for reason in reasons]
    if report["unread"]["count"]:
        told.append(
            say(
                f"{report['unread']['count']}个卡码读不出来：",
                f"{report['unread']['count']} codes cannot be read:",
            )
        )
        told += [f"  {address}" for address in report["unread"]["first"]]
    return [*told, *_weakest(report), _counts(report["counts"], report["shots"])]


async def _issue(desk: Desk, batch: str) -> tuple[Issue, Catalogue]:
    issue = await desk.read(lambda reader: read_issue(reader, batch))
    catalogue = await desk.read(lambda reader: catalogues.in_force(reader, desk.now()))
    return issue, catalogue


def _weakest(report: dict[str, Any]) -> list[str]:
    weakest = report["weakest"]
    if weakest is None:
        return []
    fault, strength = report["faults"][weakest["fault"]], report["strengths"][weakest["strength"]]
    place = f"{fault[language()]} ({strength[language()]})"
    read = f"{weakest['read']}/{weakest['shots']}"
    return [
        say(
            f"最弱处：{weakest['face']} {place} 读出{read}，至少{weakest['least']}",
            f"weakest: {weakest['face']} {place} read {read}, at least {weakest['least']}",
        )
    ]


def _counts(counts: dict[str, int], shots: int) -> str:
    return say(
        f"卡面{counts['faces']}，二维码{counts['symbols']}个过了全套（每格{shots}次），"
        f"另有{counts.get('clean', 0)}个卡码只读清晰成品。只判断好不好读，不判断内容。",
        f"faces: {counts['faces']}; symbols through the whole battery: {counts['symbols']} "
        f"({shots} shots a cell); further codes read clean: {counts.get('clean', 0)}. "
        "This judges whether cards read, not what they say.",
    )


def _examine_file(path: Path, dpi: int | None, shots: int | None) -> Outcome:
    if path.stat().st_size > _FILE_MOST:
        raise Problem("preflight-file-too-large", name=path.name)
    data = path.read_bytes()
    return _with_bar(
        path.name,
        lambda told: preflight_file(data, path.name, dpi=dpi, shots=shots, progress=told),
    )


def _with_bar(
    name: str, work: Callable[[Callable[[int, int], None]], Awaitable[Outcome]]
) -> Outcome:
    """Do it with a bar; where a component is missing the command ends with status 2."""

    async def run() -> Outcome:
        with bar(MofNCompleteColumn()) as shown:
            task = shown.add_task(name, total=None)
            return await work(lambda done, all_: shown.update(task, completed=done, total=all_))

    try:
        return asyncio.run(run())
    except Problem as problem:
        if problem.code != "preflight-missing":
            raise
        click.echo(problem.text(language()), err=True)
        raise click.exceptions.Exit(MISSING) from problem


def _write(path: Path, outcome: Outcome) -> None:
    with written_whole(path) as target:
        target.write(json.dumps(outcome.report, ensure_ascii=False, indent=2).encode())
    if outcome.picture:
        with written_whole(path.with_suffix(".png")) as target:
            target.write(outcome.picture)
