"""``kiosk batch create|list|show|set-state|recall``."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

import click

from kiosk.app.desk import Desk
from kiosk.batches import (
    Issue,
    codes,
    issue_json,
    read_issue,
    read_stock,
    services_for,
    standing,
    stock_json,
)
from kiosk.cli.output import written_whole
from kiosk.cli.preflight import require_passed
from kiosk.cli.root import Context, kiosk, pass_context, print_json, say
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import BatchState
from kiosk.domain.problem import Problem
from kiosk.editing import read_placements
from kiosk.store import batches, catalogues

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_NEW_FILE = click.Path(path_type=Path, dir_okay=False)
_STATES = [state.value for state in BatchState if state is not BatchState.RECALLED]


@kiosk.group()
def batch() -> None:
    """Batches of cards: issue codes, follow them, recall them."""


@batch.command()
@click.option("--design", required=True, help="A design, such as a5-process.")
@click.option("--service", "services", help="QC01,QC10 or all.")
@click.option("--placements", required=True, type=_FILE, help="placements.csv")
@click.option("--copies", type=click.IntRange(1), help="Fills only an empty column.")
@click.option("--numbered", is_flag=True, help="A code of its own for every copy.")
@click.option("--codes-out", type=_NEW_FILE, help="With --numbered: CSV of all codes.")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def create(context: Context, /, **options: Any) -> None:
    """Issue codes for a design at placements; a bad row makes no batch at all."""
    if bool(options["codes_out"]) != bool(options["numbered"]):
        raise click.UsageError("--numbered and --codes-out go together")
    out = options.pop("codes_out")
    with written_whole(out) if out else nullcontext() as file:
        told = context.at_desk(lambda desk: _create(desk, file, **options))
    if options["as_json"]:
        print_json(told)
        return
    click.echo(say(f"已建立批次{told['batch']}", f"made batch {told['batch']}"))


@batch.command("list")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def list_batches(context: Context, *, as_json: bool) -> None:
    """List all batches, newest first."""
    rows = context.at_desk(lambda desk: desk.read(lambda reader: reader.all(batches.LIST)))
    if as_json:
        print_json([dict(row) for row in rows])
        return
    for row in rows:
        state = BatchState(row["state"])
        click.echo(
            f"{row['id']}  {row['design']}  {say(state.zh, state.value)}  "
            f"{row['placements']}  {row['copies']}"
        )


@batch.command()
@click.argument("batch_id", metavar="BATCH")
@pass_context
def show(context: Context, batch_id: str) -> None:
    """Print a batch as JSON, with the screen codes of its halls."""
    office = context.settings.site_operator

    async def work(desk: Desk) -> dict[str, Any]:
        issue = await desk.read(lambda reader: read_issue(reader, batch_id))
        catalogue = await desk.read(lambda reader: catalogues.at(reader, desk.now()))
        keys = desk.signer.keys
        told = issue_json(issue, keys, screens=True)
        if catalogue:
            found = await desk.read(
                lambda reader: standing(reader, issue, catalogue, keys, office=office)
            )
            told["preflight"] = found.json(desk.zone)
        placed = await desk.read(lambda reader: read_stock(reader, batch_id))
        life = await desk.read(lambda reader: batches.life(reader, batch_id))
        return told | {"stock": stock_json(placed, life, desk.zone)}

    print_json(context.at_desk(work))


@batch.command("set-state")
@click.argument("batch_id", metavar="BATCH")
@click.argument("state", type=click.Choice(_STATES))
@pass_context
def set_state(context: Context, batch_id: str, state: str) -> None:
    """Move a batch forward: printed, delivered, in_use, used_up; to print it examines it first."""
    require_passed(context, batch_id)
    args = {"batch": batch_id, "state": state}
    context.at_desk(lambda desk: desk.do("batch.set-state", args))


@batch.command()
@click.argument("batch_id", metavar="BATCH")
@click.option("--reason", required=True, help="What readers of a recalled card are told.")
@click.option("--replacement", metavar="BATCH", help="The batch that replaces it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_context
def recall(
    context: Context, batch_id: str, reason: str, replacement: str | None, *, yes: bool
) -> None:
    """Recall a batch: its codes say so from now on. This cannot be undone."""
    if not yes:
        question = say(f"停用批次{batch_id}？不能撤销", f"Recall {batch_id}? It cannot be undone")
        click.confirm(question, abort=True)
    args = {"batch": batch_id, "reason": reason, "replacement": replacement}
    context.at_desk(lambda desk: desk.do("batch.recall", args))


async def _create(desk: Desk, codes_out: BinaryIO | None, **options: Any) -> dict[str, Any]:
    catalogue = await desk.read(lambda reader: catalogues.in_force(reader, desk.now()))
    placed = read_placements(
        options["placements"].read_bytes(), catalogue.districts, copies=options["copies"]
    )
    if placed.faults:
        raise Problem("placements-faulty", count=len(placed.faults), faults=placed.listing)
    args = {
        "design": options["design"],
        "services": _services(options["design"], options["services"], catalogue),
        "spots": [
            {"district": s.district, "name": s.name, "kind": s.kind.value, "copies": s.copies}
            for s in placed.spots
        ],
        "numbered": options["numbered"],
    }
    made = await desk.do("batch.create", args)
    issue = await desk.read(lambda reader: read_issue(reader, made["batch"]))
    if codes_out:
        _write_codes(codes_out, issue, desk)
    return issue_json(issue, desk.signer.keys)


def _services(design: str, asked: str | None, catalogue: Catalogue) -> Sequence[str]:
    wanted = None if asked in (None, "all") else [part.strip() for part in asked.split(",")]
    return services_for(design, wanted, catalogue)


def _write_codes(file: BinaryIO, issue: Issue, desk: Desk) -> None:
    """One line a copy, so that a million of them need no memory."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    lines = csv.writer(text)
    lines.writerow(["placement", "service", "code", "url"])
    for issued in codes(issue.ranges, desk.signer.keys, issue.batch.url):
        lines.writerow([issued.placement, issued.service, issued.code, issued.url])
    text.flush()
    text.detach()
