"""``kiosk batch stock|record|slips|stale``: the life of printed cards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kiosk.app.desk import Desk
from kiosk.app.links import public_url
from kiosk.batches import Slip, find_stale, read_stock, stock_json
from kiosk.batches.slips import LinksAt, read_slips
from kiosk.cli.batch import batch
from kiosk.cli.output import written_whole
from kiosk.cli.root import Context, pass_context, print_json, say
from kiosk.domain.clerk import DAYS
from kiosk.domain.stock import CARDS_MOST, EntryKind, Placed, Stock, total
from kiosk.printing import write_slips
from kiosk.reports.stale import listed, stale_json
from kiosk.store import batches, catalogues
from kiosk.store.driver import Reader

_NUMBERS = ("planned", "printed", "received", "given", "on_hand", "spoiled", "out", "wanted")


@batch.command("stock")
@click.argument("batch_id", metavar="BATCH")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def stock_of(context: Context, batch_id: str, *, as_json: bool) -> None:
    """Tell what became of a batch's cards, placement by placement."""

    async def work(desk: Desk) -> tuple[tuple[Placed, ...], dict[str, Any]]:
        async def read(reader: Reader) -> tuple[tuple[Placed, ...], dict[str, Any]]:
            placed = await read_stock(reader, batch_id)
            life = await batches.life(reader, batch_id)
            return placed, stock_json(placed, life, desk.zone)

        return await desk.read(read)

    placed, told = context.at_desk(work)
    if as_json:
        print_json(told)
        return
    heads = say("计划 印制 收到 发出 现存 损坏 在外 要补", " ".join(_NUMBERS)).split()
    for one in placed:
        click.echo(f"{one.placement.id}  {one.placement.name}")
        click.echo(f"    {_line(one.stock, heads)}")
    click.echo(say("合计", "total"))
    click.echo(f"    {_line(total([one.stock for one in placed]), heads)}")


@batch.command()
@click.argument("batch_id", metavar="BATCH")
@click.argument("placement")
@click.argument("kind", type=click.Choice([kind.value for kind in EntryKind]))
@click.argument("number", type=click.IntRange(0, CARDS_MOST))
@click.option("--corrects", type=click.IntRange(1), help="The entry it takes the place of.")
@click.option("--note", default="", help="A remark.")
@click.option("--sure", is_flag=True, help="A print run may be off by more than 3 %.")
@pass_context
def record(context: Context, /, **options: Any) -> None:
    """Note what became of cards: 1 or 0 for screen and stopped, else how many."""
    args = {
        "batch": options["batch_id"],
        "placement": options["placement"],
        "kind": options["kind"],
        "n": options["number"],
        "corrects": options["corrects"],
        "note": options["note"],
        "is_sure": options["sure"],
    }
    made = context.at_desk(lambda desk: desk.do("stock.record", args))
    click.echo(say(f"已记下，第{made['number']}条", f"noted as no. {made['number']}"))


@batch.command()
@click.argument("batch_id", metavar="BATCH")
@click.option("--placement", help="One placement's slip only.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@pass_context
def slips(context: Context, batch_id: str, placement: str | None, output: Path) -> None:
    """Write packing slips as PDF; placements without a clerk's link get one."""

    async def work(desk: Desk) -> tuple[Slip, ...]:
        args = {"batch": batch_id, "placement": placement, "days": DAYS}
        await desk.do("clerk.add", args)
        now = desk.now()

        async def read(reader: Reader) -> tuple[Slip, ...]:
            catalogue = await catalogues.in_force(reader, now)
            address = await public_url(reader, desk.settings)
            links_at = LinksAt(address, desk.signer.keys, desk.zone.moment(now).day)
            return await read_slips(
                reader, batch_id, placement, catalogue=catalogue, links_at=links_at
            )

        made = await desk.read(read)
        await desk.do("cards.slips", {"batch": batch_id})
        return made

    with written_whole(output) as target:
        write_slips(context.at_desk(work), target, title=f"装箱单 {batch_id}")


@batch.command()
@click.option("--json", "as_json", is_flag=True)
@pass_context
def stale(context: Context, *, as_json: bool) -> None:
    """List printed batches that no longer say what holds, or soon will not."""

    async def work(desk: Desk) -> dict[str, Any]:
        now = desk.now()

        async def read(reader: Reader) -> dict[str, Any]:
            found = await find_stale(reader, now)
            lines = await listed(reader, found, zone=desk.zone, now=now)
            return stale_json(lines, found.unkept, desk.zone)

        return await desk.read(read)

    told = context.at_desk(work)
    if as_json:
        print_json(told)
        return
    for one in told["batches"]:
        click.echo(
            f"{one['batch']}  {one['design']}  {say('在外', 'out')} {_number(one['out'])}  "
            f"{say('近30天扫码', 'scans, 30 days')} {one['scans']}"
        )
        for change in one["changes"]:
            click.echo(f"    {_change(change)}")
    for name in told["unkept"]:
        click.echo(say(f"{name}  没有留存卡面内容", f"{name}  its words were not kept"))


def _change(change: dict[str, Any]) -> str:
    since = say("将从", "from") if change["due"] else say("自", "since")
    was, now = ("；".join(change[name]) or "—" for name in ("was", "now"))
    service = change["service"] or ""
    title = change["title"] or say("事项已撤出", "withdrawn")
    return f"{since} {change['from'][:10]}  {service} {title}: {was} → {now}"


def _line(stock: Stock, heads: list[str]) -> str:
    values = (getattr(stock, name) for name in _NUMBERS)
    return "  ".join(f"{head} {_number(n)}" for head, n in zip(heads, values, strict=True))


def _number(n: int | None) -> str:
    return "—" if n is None else f"{n:,}"
