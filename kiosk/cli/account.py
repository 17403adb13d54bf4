"""``kiosk account add|list|disable|reset``."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import click

from kiosk.app.desk import Desk
from kiosk.app.links import Link, public_url
from kiosk.cli.root import Context, kiosk, pass_context, print_json, say
from kiosk.domain.account import folded
from kiosk.store import accounts
from kiosk.store.driver import Row


@dataclass(frozen=True, slots=True)
class Line:
    """An account as it is listed; `last_seen` of a session that still runs."""

    name: str
    role: str
    state: str
    last_seen: str | None


@kiosk.group()
def account() -> None:
    """People who sign in to the administration."""


@account.command()
@click.argument("name")
@pass_context
def add(context: Context, name: str) -> None:
    """Invite somebody: print a link, good once and for 24 hours, that sets the password."""
    _tell(context.at_desk(lambda desk: _invite(desk, "account.add", name)))


@account.command()
@click.argument("name")
@pass_context
def reset(context: Context, name: str) -> None:
    """End a password and its sessions at once, and print a link that sets a new one.

    Using the link also brings a disabled account back.
    """
    _tell(context.at_desk(lambda desk: _invite(desk, "account.reset", name)))


@account.command("list")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def list_accounts(context: Context, *, as_json: bool) -> None:
    """List all accounts, and links that were not used yet."""
    lines = context.at_desk(_lines)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    for line in lines:
        seen = say(f"最近操作 {line.last_seen}", f"last seen {line.last_seen}")
        shown = [line.name, line.role, _STATES[line.state](), seen if line.last_seen else ""]
        click.echo("  ".join(filter(None, shown)))


@account.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_context
def disable(context: Context, name: str, *, yes: bool) -> None:
    """End an account and its sessions at once. A reset brings it back."""
    if not yes:
        question = say(
            f"停用账号{folded(name)}？已登录的会立即被退出",
            f"Disable {folded(name)}? Its sessions end at once",
        )
        click.confirm(question, abort=True)
    context.at_desk(lambda desk: desk.do("account.disable", {"name": name}))


_STATES = {
    "active": lambda: say("在用", "active"),
    "disabled": lambda: say("已停用", "disabled"),
    "invited": lambda: say("等待打开链接", "link not used yet"),
    "expired": lambda: say("链接已过期", "link expired"),
}


async def _invite(desk: Desk, act: str, name: str) -> Link:
    address = await desk.read(lambda reader: public_url(reader, desk.settings))
    link = Link.under(address)
    await desk.do(act, {"name": name, "digest": link.digest})
    return link


def _tell(link: Link) -> None:
    click.echo(link.address)
    note = say(
        "请把链接交给本人：24小时内打开有效，只能用一次，只显示这一次",
        "give the link to that person: good for 24 hours, works once, shown this once",
    )
    click.echo(note, err=True)


async def _lines(desk: Desk) -> list[Line]:
    now = desk.now()
    invitations = await desk.read(accounts.invitations)
    rows = await desk.read(accounts.known)
    is_open = {row["account"]: row["expires_at"] > now for row in invitations}
    known = [
        Line(
            row["name"],
            row["role"],
            _state(row, is_open=is_open.get(row["name"], False)),
            _moment(desk, row["seen_at"]),
        )
        for row in rows
    ]
    names = {line.name for line in known}
    invited = [
        Line(row["account"], row["role"], "invited" if is_open[row["account"]] else "expired", None)
        for row in invitations
        if row["account"] not in names
    ]
    return known + invited


def _state(row: Row, *, is_open: bool) -> str:
    if row["is_waiting"]:
        return "invited" if is_open else "expired"
    return "active" if row["disabled_at"] is None else "disabled"


def _moment(desk: Desk, at: int | None) -> str | None:
    if at is None:
        return None
    return f"{desk.zone.clock(at):%Y-%m-%d %H:%M}"
