"""``kiosk catalogue check|publish|show``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from cards.typeset import missing_glyphs
from kiosk import editing
from kiosk.app.desk import Desk
from kiosk.cli.root import Context, kiosk, language, pass_context, print_json, say
from kiosk.domain.catalogue import Shared
from kiosk.domain.period import Zone, epoch_ms
from kiosk.domain.problem import Problem
from kiosk.store import catalogues

_PATH = click.Path(path_type=Path, exists=True)


@kiosk.group()
def catalogue() -> None:
    """The services: check files, publish them, show what is in force."""


@catalogue.command()
@click.argument("path", type=_PATH)
@click.option(
    "--laws",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of statute texts to compare every figure with.",
)
@click.option("--matched", is_flag=True, help="With --laws: show how each figure was matched.")
@pass_context
def check(context: Context, path: Path, laws: Path | None, *, matched: bool) -> None:
    """Check a folder or a file; every fault is named, status 1 where there is one."""
    settings = context.settings
    shared = None if path.is_dir() else _shared(context)
    today = Zone(settings.timezone).today(Desk.now())
    report = editing.check(path, today=today, missing_glyphs=missing_glyphs, shared=shared)
    _tell(report)
    if laws is not None and not _stands_in(laws, report, matched=matched):
        raise click.exceptions.Exit(1)
    if report.faults:
        raise click.exceptions.Exit(1)


@catalogue.command()
@click.argument("path", type=_PATH)
@click.option("--effective-from", metavar="T", help="ISO date or time; now where left out.")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def publish(context: Context, path: Path, effective_from: str | None, *, as_json: bool) -> None:
    """Publish what changed in a folder (or in one service's file) as new revisions."""
    zone = Zone(context.settings.timezone)
    moment = _moment(effective_from, zone)
    if moment is not None and moment < Desk.now():
        raise Problem("effective-in-past")
    shared = None if path.is_dir() else _shared(context)
    report = editing.check(
        path, today=zone.today(moment or Desk.now()), missing_glyphs=missing_glyphs, shared=shared
    )
    if report.faults or report.draft.shared is None:
        _tell(report)
        raise click.exceptions.Exit(1)
    args = {
        "services": [catalogues.service_body(service) for service in report.draft.services],
        "shared": catalogues.shared_body(report.draft.shared),
        "effective_from": moment,
    }
    answer = context.at_desk(lambda desk: desk.do("catalogue.publish", args))
    if as_json:
        print_json(answer)
        return
    for revision in answer["revisions"]:
        click.echo(f"{revision['service']} v{revision['number']}")
    if not answer["revisions"]:
        click.echo(say("没有变化", "nothing changed"))


@catalogue.command()
@click.argument("service", required=False)
@click.option("--as-of", metavar="T", help="ISO date or time; now where left out.")
@pass_context
def show(context: Context, service: str | None, as_of: str | None) -> None:
    """List the services in force, or print one as JSON."""
    moment = _moment(as_of, Zone(context.settings.timezone)) or Desk.now()
    found = context.at_desk(
        lambda desk: desk.read(lambda reader: catalogues.in_force(reader, moment))
    )
    if service is None:
        for held in found.services:
            revision = found.by_id[held.id]
            click.echo(f"{held.slot:2} {held.id} v{revision.number} {held.name.zh}")
        return
    revision_of = found.find(service) or found.by_id.get(service.upper())
    if revision_of is None:
        raise Problem("service-not-found", service=service)
    click.echo(catalogues.service_body(revision_of.service))


def _tell(report: editing.Report) -> None:
    count = len(report.draft.services)
    if report.faults:
        click.echo(report.listing.text(language()))
        click.echo(say(f"共{report.count}处问题", f"{report.count} faults"), err=True)
    else:
        click.echo(
            say(
                f"{count}个事项，没有问题；待填或待核实{len(report.open_facts)}处",
                f"{count} services, no fault; {len(report.open_facts)} facts still open",
            )
        )


def _stands_in(laws: Path, report: editing.Report, *, matched: bool) -> bool:
    """Compare with statute texts, and list what could not be compared."""
    found = editing.compare(report.draft, laws)
    for match in found.matched if matched else ():
        click.echo(match.text(language()))
    for law in found.not_compared:
        click.echo(law.text(language()))
    for fault in found.faults:
        click.echo(fault.text(language()))
    click.echo(
        say(
            f"与法律文本核对：一致{len(found.matched)}处，未能核对{len(found.not_compared)}部，"
            f"不一致{len(found.faults) + found.unlisted}处",
            f"compared with statute texts: {len(found.matched)} figures stand, "
            f"{len(found.not_compared)} laws without a text, "
            f"{len(found.faults) + found.unlisted} faults",
        )
    )
    return not found.faults


def _shared(context: Context) -> Shared:
    found = context.at_desk(
        lambda desk: desk.read(lambda reader: catalogues.in_force(reader, desk.now()))
    )
    return found.shared


def _moment(text: str | None, zone: Zone) -> int | None:
    """Epoch milliseconds of an ISO date (its first moment) or time; local where it has no zone."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-11-24"):
            return zone.start_of(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem("time-unreadable", text=text) from error
    return epoch_ms(moment if moment.tzinfo else zone.local(moment))
