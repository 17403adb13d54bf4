"""``kiosk token add|list|revoke``."""

from __future__ import annotations

import click

from kiosk.acts.token import RevokeToken, digest_of, new_token
from kiosk.cli.root import Context, kiosk, pass_context, say
from kiosk.store import tokens


@kiosk.group()
def token() -> None:
    """Bearer tokens for programs that fetch reports."""


@token.command()
@click.argument("name")
@pass_context
def add(context: Context, name: str) -> None:
    """Make a token and print it: it is shown this once, and kept only as a digest."""
    made = new_token()
    context.at_desk(lambda desk: desk.do("token.add", {"name": name, "digest": digest_of(made)}))
    click.echo(made)
    click.echo(say("只显示这一次，请立即保存", "shown this once: keep it now"), err=True)


@token.command("list")
@pass_context
def list_tokens(context: Context) -> None:
    """List all tokens by name."""
    for row in context.at_desk(lambda desk: desk.read(tokens.known)):
        state = say("已停用", "revoked") if row["revoked_at"] else say("在用", "active")
        click.echo(f"{row['name']}  {state}  {row['made_by']}")


@token.command()
@click.argument("name")
@pass_context
def revoke(context: Context, name: str) -> None:
    """End a token at once."""
    context.at_desk(lambda desk: desk.do(RevokeToken(name)))
