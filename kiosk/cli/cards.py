"""``kiosk cards render``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.progress import MofNCompleteColumn

from kiosk.app.desk import Desk
from kiosk.cli.bar import bar
from kiosk.cli.output import written_whole
from kiosk.cli.root import Context, kiosk, language, pass_context, say
from kiosk.domain.problem import Problem
from kiosk.printing import (
    Format,
    Imprint,
    Order,
    imprint_of,
    is_archive,
    order_of,
    read_issue,
    reasons,
    render,
    standing,
)
from kiosk.store import catalogues


@kiosk.group()
def cards() -> None:
    """Print files."""


@cards.command("render")
@click.argument("batch_id", metavar="BATCH")
@click.option("--format", "form", type=click.Choice([f.value for f in Format]), default="pdf")
@click.option("--dpi", type=click.IntRange(72, 2_400), default=300, show_default=True)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_context
def render_cards(context: Context, batch_id: str, form: str, dpi: int, output: Path) -> None:
    """Draw a batch: PDF for the press, PNG at a dpi, SVG, or a zip of single cards."""
    office = context.settings.site_operator
    order, imprint = context.at_desk(lambda desk: _order(desk, batch_id, office, form))
    with written_whole(output) as target, bar(MofNCompleteColumn()) as shown:
        task = shown.add_task(batch_id, total=len(order.copies))
        render(
            order,
            imprint,
            format=Format(form),
            dpi=dpi,
            target=target,
            progress=lambda done, total: shown.update(task, completed=done, total=total),
        )
    if is_archive(order, Format(form)) and output.suffix.lower() != ".zip":
        click.echo(say(f"{output}是一个zip文件。", f"{output} is a zip file."), err=True)
    why = reasons(order, imprint, language=language())
    if why:
        click.echo(say("这是样张：", "This is a specimen:"), err=True)
        for reason in why:
            click.echo(f"  {reason}", err=True)


async def _order(desk: Desk, batch_id: str, office: str | None, form: str) -> tuple[Order, Imprint]:
    issue = await desk.read(lambda reader: read_issue(reader, batch_id))
    catalogue = await desk.read(lambda reader: catalogues.at(reader, desk.now()))
    if catalogue is None:
        raise Problem("catalogue-missing")
    keys = desk.signer.keys
    order = order_of(issue, catalogue, keys)
    found = await desk.read(lambda reader: standing(reader, issue, catalogue, keys, office=office))
    await desk.do("cards.download", {"batch": batch_id, "format": form})
    return order, imprint_of(issue, catalogue, office=office, is_readable=found.is_passed)
