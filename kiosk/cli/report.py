"""``kiosk report scans``."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.app.desk import Desk
from kiosk.app.folder import Folder
from kiosk.cli.output import written_whole
from kiosk.cli.root import Context, kiosk, language, pass_context
from kiosk.domain.reconciliation import QUIET_DAYS, QUIET_MOST
from kiosk.domain.report import Ask, Imprint, Report
from kiosk.recorder import uncounted
from kiosk.reports import FORMATS, RECONCILIATION_TYPES, Format, Reconciliation, make
from kiosk.store import catalogues
from kiosk.store.driver import Reader
from kiosk.store.spool import depth_of
from kiosk.web.reconciliation import read_reconciliation


@kiosk.group()
def report() -> None:
    """Reports: the same numbers as the pages."""


@report.command()
@click.option("--from", "first", required=True, metavar="DAY", help="First day, included.")
@click.option("--to", "last", required=True, metavar="DAY", help="Last day, included.")
@click.option("--by", default="day", show_default=True, help="day,service,district,placement,…")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="csv")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_context
def scans(context: Context, first: str, last: str, by: str, form: str, output: Path) -> None:
    """Write scans, views and touches by day, service, district, placement, batch, source."""
    ask = Ask.read(first, last, by)
    made = context.at_desk(lambda desk: _make(desk, ask, form))
    with written_whole(output) as target:
        Format.read(form).write(made, target)


@report.command()
@click.option(
    "--days",
    type=click.IntRange(1, QUIET_MOST),
    default=QUIET_DAYS,
    show_default=True,
    help="Silent after so many days without a scan.",
)
@click.option("--format", "form", type=click.Choice(list(RECONCILIATION_TYPES)), default="csv")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_context
def reconciliation(context: Context, days: int, form: str, output: Path) -> None:
    """Write cards planned, printed, received, given out and scanned by placement."""

    async def work(desk: Desk) -> Reconciliation:
        now = desk.now()
        imprint = Imprint.of(desk.zone, now, language=language())

        async def read(reader: Reader) -> Reconciliation:
            catalogue = await catalogues.in_force(reader, now)
            return await read_reconciliation(reader, catalogue, imprint, days)

        made = await desk.read(read)
        await desk.do("report.reconciliation", {"days": days, "format": form})
        return made

    made = context.at_desk(work)
    with written_whole(output) as target:
        made.write(form, target)


async def _make(desk: Desk, ask: Ask, form: str) -> Report:
    now = desk.now()
    folder = Folder.of(desk.settings).path
    imprint = Imprint.of(
        desk.zone, now, issuer=desk.settings.site_operator or "", language=language()
    )

    async def work(reader: Reader) -> Report:
        catalogue = await catalogues.in_force(reader, now)
        return await make(
            reader,
            ask,
            catalogue=catalogue,
            imprint=imprint,
            uncounted=await uncounted(folder, reader, depth_of(folder)),
        )

    made = await desk.read(work)
    await desk.do("report.download", ask.asked | {"format": form})
    return made
