"""``kiosk clerk add|list|revoke``: links with which clerks note what became of cards."""

from __future__ import annotations

from typing import Any

import click

from kiosk.app.desk import Desk
from kiosk.app.links import public_url
from kiosk.batches import read_stock
from kiosk.cli.root import Context, kiosk, pass_context, print_json, say
from kiosk.domain.clerk import DAYS, DAYS_MOST, ClerkSigner
from kiosk.domain.period import day_of
from kiosk.store import clerks


@kiosk.group()
def clerk() -> None:
    """Links of clerks: what came, went and is left at a placement, without an account."""


@clerk.command()
@click.argument("batch")
@click.option("--placement", help="One placement only; else all that have none.")
@click.option(
    "--days",
    type=click.IntRange(1, DAYS_MOST),
    default=DAYS,
    show_default=True,
    help="On how many days they can be used, today being the first.",
)
@pass_context
def add(context: Context, batch: str, placement: str | None, *, days: int) -> None:
    """Make links for placements of a batch that have none."""
    args = {"batch": batch, "placement": placement, "days": days}
    made = context.at_desk(lambda desk: desk.do("clerk.add", args))
    click.echo(say(f"办了{made['made']}个链接", f"links made: {made['made']}"))


@clerk.command("list")
@click.argument("batch")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def list_links(context: Context, batch: str, *, as_json: bool) -> None:
    """List the links of a batch that can be used, with their addresses."""

    async def work(desk: Desk) -> list[dict[str, Any]]:
        today = desk.zone.moment(desk.now()).day
        address = await desk.read(lambda reader: public_url(reader, desk.settings))
        placed = await desk.read(lambda reader: read_stock(reader, batch))
        links = await desk.read(lambda reader: clerks.open_links(reader, batch, today=today))
        signer = ClerkSigner(desk.signer.keys)
        return [
            {
                "placement": one.placement.id,
                "name": one.placement.name,
                "until": day_of(link.until).isoformat(),
                "url": f"{address}/C/{signer.token(link.id)}",
            }
            for one in placed
            if (link := links.get(one.placement.id)) is not None
        ]

    lines = context.at_desk(work)
    if as_json:
        print_json(lines)
        return
    for line in lines:
        click.echo(f"{line['placement']}  {line['name']}  {line['until']}  {line['url']}")


@clerk.command()
@click.argument("batch")
@click.argument("placement")
@pass_context
def revoke(context: Context, batch: str, placement: str) -> None:
    """End the link of a placement at once."""
    args = {"batch": batch, "placement": placement}
    context.at_desk(lambda desk: desk.do("clerk.revoke", args))
