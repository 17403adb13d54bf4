"""``kiosk cards render``."""

from __future__ import annotations

import hashlib
import re
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import click
from rich.progress import MofNCompleteColumn

from cards.profile import USUAL
from cards.sheet import SHEETS, Turn
from kiosk.app.desk import Desk
from kiosk.batches import (
    Format,
    Imprint,
    Making,
    Order,
    designs,
    imprint_of,
    offers_json,
    order_of,
    profiles,
    read_issue,
    reasons,
    standing,
)
from kiosk.cli.bar import bar
from kiosk.cli.output import for_the_person, written_whole
from kiosk.cli.root import Context, kiosk, language, pass_context, print_json, say
from kiosk.domain.problem import Problem
from kiosk.printing import Job, Made, Piece, fill_folder, fill_zip, is_archive
from kiosk.store import catalogues

FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: which cards of a batch, how they are made, and into which files."""

    batch: str
    span: tuple[int, int] | None
    making: Making
    form: str
    output: Path
    ticket: Path | None

    @property
    def format(self) -> Format:
        """The format; a folder holds what a zip does."""
        return Format.ZIP if self.form == FOLDER else Format(self.form)


class Span(click.ParamType[tuple[int, int]]):
    """Two numbers like ``1-500``."""

    name = "range"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """The first and the last card."""
        found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", str(value))
        if found is None:
            self.fail(Problem("cards-range-faulty", text=value).text(language()), param, ctx)
        return int(found[1]), int(found[2])


@kiosk.group()
def cards() -> None:
    """Print files."""


@cards.command("designs")
@click.option("--json", "as_json", is_flag=True)
def list_designs(*, as_json: bool) -> None:
    """List what may be ordered: designs with their size and sides, and output profiles."""
    if as_json:
        print_json(offers_json())
        return
    for design in designs():
        size = f"{design.width:g} × {design.height:g} mm"
        click.echo(f"{design.id}  {design.title}  {size}  {'、'.join(design.sides)}")
    for profile in profiles():
        click.echo(f"--profile {profile.id}  {say(profile.title, profile.en)}")


@cards.command("render")
@click.argument("batch", metavar="BATCH")
@click.option(
    "--profile",
    default=USUAL,
    show_default=True,
    help="What the file is for: plain, press, gang, office or screen.",
)
@click.option("--sheet", type=click.Choice(list(SHEETS)), help="Lay cards side by side on it.")
@click.option(
    "--turn",
    type=click.Choice([turn.value for turn in Turn]),
    default=Turn.LONG.value,
    show_default=True,
    help="The edge about which the printer turns a sheet.",
)
@click.option("--gutter", type=click.FloatRange(0, 50), help="Millimetres between cards.")
@click.option("--range", "span", type=Span(), metavar="A-B", help="Only these cards, from 1 on.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*(form.value for form in Format), FOLDER]),
    default=Format.PDF.value,
    show_default=True,
)
@click.option("--dpi", type=click.IntRange(72, 2_400), default=300, show_default=True)
@click.option(
    "--ticket",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the job ticket of a PDF here; zips and folders hold theirs.",
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path))
@pass_context
def render_cards(  # noqa: PLR0913 - one for each option
    context: Context,
    batch: str,
    *,
    profile: str,
    sheet: str | None,
    turn: str,
    gutter: float | None,
    span: tuple[int, int] | None,
    form: str,
    dpi: int,
    ticket: Path | None,
    output: Path,
) -> None:
    """Draw a batch: one PDF, a zip or a folder of PDFs with their job ticket, PNG or SVG.

    A zip or a folder that was interrupted goes on where it was when the command is run again.
    """
    if ticket is not None and form != Format.PDF:
        raise click.UsageError(
            say(
                "--ticket 只用于 --format pdf：压缩包和文件夹里有作业单。",
                "--ticket goes with --format pdf: zips and folders hold their ticket.",
            )
        )
    making = Making(profile=profile, sheet=sheet, turn=Turn(turn), gutter=gutter, dpi=dpi)
    wanted = Wanted(batch=batch, span=span, making=making, form=form, output=output, ticket=ticket)
    office = context.settings.site_operator
    order, imprint = context.at_desk(lambda desk: _order(desk, wanted, office))
    with bar(MofNCompleteColumn()) as shown:
        task = shown.add_task(batch, total=len(order.copies))
        job = Job(
            order,
            imprint,
            making,
            progress=lambda done, total: shown.update(task, completed=done, total=total),
        )
        try:
            _write(job, wanted)
        except KeyboardInterrupt:
            _tell_how_to_go_on(wanted)
            raise
    _tell(order, imprint, wanted)


async def _order(desk: Desk, wanted: Wanted, office: str | None) -> tuple[Order, Imprint]:
    issue = await desk.read(lambda reader: read_issue(reader, wanted.batch))
    catalogue = await desk.read(lambda reader: catalogues.in_force(reader, desk.now()))
    keys = desk.signer.keys
    order = order_of(issue, catalogue, keys)
    found = await desk.read(lambda reader: standing(reader, issue, catalogue, keys, office=office))
    if wanted.span is not None:
        order = order.part(*wanted.span)
    noted = {"batch": wanted.batch, "format": wanted.form, "profile": wanted.making.profile}
    await desk.do("cards.download", noted)
    return order, imprint_of(issue, catalogue, office=office, is_readable=found.is_passed)


def _write(job: Job, wanted: Wanted) -> None:
    if wanted.form == FOLDER:
        _write_folder(job, wanted.output)
    elif wanted.format is Format.PDF:
        _write_pdf(job, wanted)
    else:
        with written_whole(wanted.output) as target:
            if wanted.format is Format.ZIP:
                fill_zip(job, target, wanted.output.with_name(f".{wanted.output.name}.parts"))
            else:
                job.draw(target, wanted.format)


def _write_folder(job: Job, folder: Path) -> None:
    try:
        with for_the_person():
            fill_folder(job, folder)
    except OSError as error:
        raise Problem("file-unwritable", path=folder, why=error.strerror) from error


def _write_pdf(job: Job, wanted: Wanted) -> None:
    """The PDF and its ticket; that this can be written is known before anything is drawn."""
    piece = Piece.of_all(wanted.output.name, job.order)
    with written_whole(wanted.ticket) if wanted.ticket else nullcontext() as ticket:
        with written_whole(wanted.output) as target:
            pages = job.write(piece, target)
        if ticket is not None:
            ticket.write(job.ticket([_made(piece, wanted.output, pages)]))


def _made(piece: Piece, path: Path, pages: int) -> Made:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(piece, pages, path.stat().st_size, digest)


def _tell_how_to_go_on(wanted: Wanted) -> None:
    if wanted.format is Format.ZIP:
        told = say(
            "中断了。再运行同一个命令，会接着做；已经做好的文件不会重做。",
            "Interrupted. Run the same command again: it goes on, and makes no file twice.",
        )
        click.echo(told, err=True)


def _tell(order: Order, imprint: Imprint, wanted: Wanted) -> None:
    """What the person at the terminal should know of the file."""
    is_zip = wanted.form != FOLDER and is_archive(order, wanted.format)
    if is_zip and wanted.output.suffix.lower() != ".zip":
        told = say(f"{wanted.output}是一个zip文件。", f"{wanted.output} is a zip file.")
        click.echo(told, err=True)
    if why := reasons(order, imprint, language=language()):
        click.echo(say("这是样张：", "This is a specimen:"), err=True)
        for reason in why:
            click.echo(f"  {reason}", err=True)
