"""``kiosk key list|rotate|retire``."""

from __future__ import annotations

import click

from kiosk.cli.root import Context, kiosk, pass_context, say
from kiosk.store import keys


@kiosk.group()
def key() -> None:
    """The keys that sign codes."""


@key.command("list")
@pass_context
def list_keys(context: Context) -> None:
    """List every key that ever signed; never a secret."""
    for row in context.at_desk(lambda desk: desk.read(keys.known)):
        state = say("已停用", "retired") if row["retired_at"] else say("在用", "active")
        click.echo(f"{row['id']}  {row['algorithm']}  {state}  {row['fingerprint']}")


@key.command()
@pass_context
def rotate(context: Context) -> None:
    """Sign new codes with a new key; printed cards stay valid."""
    answer = context.at_desk(lambda desk: desk.do("key.rotate", {}))
    click.echo(
        say(
            f"今后用{answer['key']}签发；请现在就做一次备份（kiosk backup）",
            f"signing with {answer['key']} from now on; make a backup now (kiosk backup)",
        )
    )


@key.command()
@click.argument("key_id", metavar="KEY")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_context
def retire(context: Context, key_id: str, *, yes: bool) -> None:
    """End a key: every card it signed stops being recognised. This cannot be undone."""
    if not yes:
        question = say(
            f"停用{key_id}？它签发的卡都会失效，不能撤销",
            f"Retire {key_id}? Every card it signed stops working; it cannot be undone",
        )
        click.confirm(question, abort=True)
    context.at_desk(lambda desk: desk.do("key.retire", {"key": key_id}))
