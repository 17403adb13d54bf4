"""``kiosk device enrol|list|revoke|accept``."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from kiosk.acts.device import PAUSE_S, AcceptTouches
from kiosk.acts.token import digest_of
from kiosk.app.desk import Desk
from kiosk.cli.root import Context, kiosk, pass_context, print_json, say
from kiosk.domain.period import day_number
from kiosk.domain.problem import Problem
from kiosk.domain.report import Ask
from kiosk.store import devices, implausible
from kiosk.store.driver import Row


@dataclass(frozen=True, slots=True)
class Line:
    """A device as it is listed; one that waits for its token to be used has no id.

    `offset_s` is how far its clock was behind when it last reported anything new; `implausible`
    touches were stored apart and wait to be accepted.
    """

    id: str | None
    name: str
    placement: str
    placement_name: str
    district: str
    state: str
    enrolled_by: str | None
    last_seen: str | None
    sequence: int
    offset_s: int | None
    implausible: int = 0


@kiosk.group()
def device() -> None:
    """Touch-screen kiosks of service halls, each with a key of its own."""


@device.command()
@click.argument("name")
@click.option("--placement", required=True, metavar="ID", help="A placement of kind kiosk.")
@click.option(
    "--key",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The device's public key (P-256, PEM).",
)
@pass_context
def enrol(context: Context, name: str, placement: str, file: Path | None) -> None:
    """Enrol a device by its public key and print its id.

    Without a key, print a token, good once and for 24 hours, with which the device enrols itself.
    """
    args = {"name": name, "placement": placement}
    if file is not None:
        key = _text_of(file)
        done = context.at_desk(lambda desk: desk.do("device.enrol", args | {"key": key}))
        click.echo(done["device"])
        return
    token = f"mbd_{secrets.token_urlsafe(32)}"
    context.at_desk(lambda desk: desk.do("device.invite", args | {"digest": digest_of(token)}))
    click.echo(token)
    note = say(
        "请在终端上输入：24小时内有效，只能用一次，只显示这一次",
        "type it at the device: good for 24 hours, works once, shown this once",
    )
    click.echo(note, err=True)


@device.command("list")
@click.option("--json", "as_json", is_flag=True)
@pass_context
def list_devices(context: Context, *, as_json: bool) -> None:
    """List all devices, and tokens that were not used yet."""
    lines = context.at_desk(_lines)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    for line in lines:
        seen = say(f"最近上报 {line.last_seen}", f"last reported {line.last_seen}")
        shown = [
            line.id or "-",
            line.name,
            f"{line.placement} {line.placement_name}",
            _STATES[line.state](),
            seen if line.last_seen else "",
            _clock(line.offset_s) if line.last_seen else "",
            _apart(line.implausible),
        ]
        click.echo("  ".join(filter(None, shown)))


@device.command()
@click.argument("device", metavar="ID|NAME")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_context
def revoke(context: Context, device: str, *, yes: bool) -> None:
    """End a device at once: it can report no more. What it reported stays."""
    if not yes:
        question = say(
            f"停用自助终端{device}？还没有上报的会留在终端里",
            f"Revoke the device {device}? What it has not reported yet stays on it",
        )
        click.confirm(question, abort=True)
    context.at_desk(lambda desk: desk.do("device.revoke", {"device": device}))


@device.command()
@click.argument("device", metavar="ID|NAME")
@click.option("--day", required=True, metavar="DAY", help="The day of the touches.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_context
def accept(context: Context, device: str, day: str, *, yes: bool) -> None:
    """Count touches of a day that were stored apart because a screen cannot have so many."""
    asked = Ask.read(day, day, "day").period.first
    if not yes:
        question = say(
            f"把自助终端{device}在{asked}待核的触屏计入统计？计入以后不能撤销",
            f"Count the implausible touches of {device} on {asked}? This cannot be undone",
        )
        click.confirm(question, abort=True)
    n = context.at_desk(lambda desk: _accept(desk, device, day_number(asked)))
    click.echo(say(f"计入了{n:,}次触屏", f"touches counted: {n:,}"))


async def _accept(desk: Desk, device: str, day: int) -> int:
    """Part by part, with pauses: scans wait for each. How many."""
    accepted, part, left = 0, 0, 1
    while left:
        done = await desk.do(AcceptTouches(device, day, part))
        accepted, part, left = accepted + done["accepted"], part + 1, done["left"]
        await asyncio.sleep(PAUSE_S)
    return accepted


_STATES = {
    "active": lambda: say("在用", "active"),
    "revoked": lambda: say("已停用", "revoked"),
    "invited": lambda: say("等待登记", "token not used yet"),
    "expired": lambda: say("令牌已过期", "token expired"),
}


def _text_of(file: Path) -> str:
    try:
        return file.read_text("ascii")
    except ValueError as error:
        raise Problem("device-key-faulty") from error


def _clock(offset_s: int | None) -> str:
    if not offset_s:
        return ""
    far = abs(offset_s)
    if offset_s > 0:
        return say(f"时钟慢{far}秒", f"clock {far} s behind")
    return say(f"时钟快{far}秒", f"clock {far} s ahead")


def _apart(n: int) -> str:
    return say(f"待核触屏{n:,}次", f"implausible touches: {n:,}") if n else ""


async def _lines(desk: Desk) -> list[Line]:
    rows = await desk.read(devices.known)
    invitations = await desk.read(devices.invitations)
    apart: Counter[str] = Counter()
    for one in await desk.read(implausible.waiting):
        apart[one.device] += one.n
    listed = [_device(desk, row, implausible=apart[row["id"]]) for row in rows]
    return listed + [_invited(desk, row) for row in invitations]


def _device(desk: Desk, row: Row, *, implausible: int) -> Line:
    seen, offset_ms = row["seen_at"], row["offset_ms"]
    return Line(
        row["id"],
        row["name"],
        row["placement"],
        row["placement_name"],
        row["district"],
        "active" if row["revoked_at"] is None else "revoked",
        row["enrolled_by"],
        None if seen is None else f"{desk.zone.clock(seen):%Y-%m-%d %H:%M}",
        row["sequence"],
        None if offset_ms is None else round(offset_ms / 1_000),
        implausible,
    )


def _invited(desk: Desk, row: Row) -> Line:
    state = "invited" if row["expires_at"] > desk.now() else "expired"
    place = (row["placement"], row["placement_name"], row["district"])
    return Line(None, row["name"], *place, state, None, None, 0, None)
