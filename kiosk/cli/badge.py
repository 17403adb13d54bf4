"""``kiosk badge add|list|revoke``."""

from __future__ import annotations

import click

from kiosk.app.desk import Desk
from kiosk.app.links import public_url
from kiosk.cli.root import Context, kiosk, pass_context, print_json, say
from kiosk.domain.badge import DAYS_MOST, BadgeSigner
from kiosk.domain.period import day_of
from kiosk.store import badges

_DAYS = 365


@kiosk.group()
def badge() -> None:
    """Badges of staff: whoever opened one today is counted apart."""


@badge.command()
@click.argument("name")
@click.option(
    "--days",
    type=click.IntRange(1, DAYS_MOST),
    default=_DAYS,
    show_default=True,
    help="On how many days it can be opened, today being the first.",
)
@pass_context
def add(context: Context, name: str, *, days: int) -> None:
    """Make a badge and print its address: opened on a phone it marks that app for the day."""

    async def work(desk: Desk) -> tuple[str, int]:
        made = await desk.do("badge.add", {"name": name, "days": days})
        address = await desk.read(lambda reader: public_url(reader, desk.settings))
        token = BadgeSigner(desk.signer.keys).badge(made["id"], made["until"])
        return f"{address}/staff/{token}", made["until"]

    address, until = context.at_desk(work)
    click.echo(address)
    click.echo(
        say(
            f"可用到{day_of(until)}；请用平时扫码的那个应用打开，当天有效，第二天再打开一次",
            f"good until {day_of(until)}; open it in the app that scans, again on each day",
        ),
        err=True,
    )


@badge.command("list")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def list_badges(context: Context, *, as_json: bool) -> None:
    """List all badges by name; never their addresses."""

    async def work(desk: Desk) -> list[dict[str, str]]:
        today = desk.zone.moment(desk.now()).day
        return [
            {
                "name": one.name,
                "state": _state(one.revoked_at, one.until, today),
                "until": day_of(one.until).isoformat(),
                "made_by": one.made_by,
            }
            for one in await desk.read(badges.known)
        ]

    lines = context.at_desk(work)
    if as_json:
        print_json(lines)
        return
    for line in lines:
        state = say(*_STATES[line["state"]])
        click.echo(f"{line['name']}  {state}  {line['until']}  {line['made_by']}")


@badge.command()
@click.argument("name")
@pass_context
def revoke(context: Context, name: str) -> None:
    """End a badge at once, and the marks that were given by it."""
    context.at_desk(lambda desk: desk.do("badge.revoke", {"name": name}))


_STATES = {
    "active": ("在用", "active"),
    "revoked": ("已停用", "revoked"),
    "expired": ("已过期", "expired"),
}


def _state(revoked_at: int | None, until: int, today: int) -> str:
    if revoked_at is not None:
        return "revoked"
    return "active" if today <= until else "expired"
