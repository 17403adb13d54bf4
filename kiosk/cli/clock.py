"""``kiosk clock show|confirm``."""

from __future__ import annotations

from dataclasses import dataclass

import click

from kiosk.acts.clock import ConfirmClock
from kiosk.app.desk import Desk
from kiosk.cli.root import Context, kiosk, pass_context, print_json, say
from kiosk.domain.clock import NEAR_MS, Doubt, Mark, doubt_of
from kiosk.domain.problem import Problem
from kiosk.store import clocks
from kiosk.store.postgres import server_time


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the clock found; all times are epoch milliseconds."""

    now: int
    mark: Mark
    newest: int | None
    server: int | None

    @property
    def doubt(self) -> Doubt | None:
        """Why the clock is not believed."""
        is_apart = self.server is not None and abs(self.now - self.server) > NEAR_MS
        return Doubt.APART if is_apart else doubt_of(self.now, self.mark)


@kiosk.group()
def clock() -> None:
    """The machine's clock, and whether it is believed."""


@clock.command()
@click.option("--json", "as_json", is_flag=True)
@pass_context
def show(context: Context, *, as_json: bool) -> None:
    """Show the clock, what is known of time, and whether it is in doubt; 1 where it is."""

    async def look(desk: Desk) -> tuple[Seen, dict[str, str | None]]:
        seen = await _look(desk)
        return seen, {
            "clock": _told(desk, seen.now),
            "last_good": _told(desk, seen.mark.good_at),
            "newest_scan": _told(desk, seen.newest),
            "database_server": _told(desk, seen.server),
            "doubt": seen.doubt,
        }

    seen, told = context.at_desk(look)
    if as_json:
        print_json(told)
    else:
        _print(seen, told)
    if seen.doubt is not None:
        raise click.exceptions.Exit(1)


@clock.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_context
def confirm(context: Context, *, yes: bool) -> None:
    """Say that the clock is right; then days are sealed and rows removed by it again."""

    async def look(desk: Desk) -> tuple[Seen, str | None]:
        seen = await _look(desk)
        return seen, _told(desk, seen.now)

    seen, told = context.at_desk(look)
    if seen.doubt is Doubt.APART:
        raise Problem("clock-apart")
    if seen.doubt is not None and not yes:
        question = say(
            f"服务器时间是 {told}。现在确实是这个时间吗？确认以后，会按它封存和删除到期的扫码记录",
            f"The clock says {told}. Is that the time? Once confirmed, scan records are sealed and"
            " removed by it",
        )
        click.confirm(question, abort=True)
    context.at_desk(lambda desk: desk.do(ConfirmClock(seen.now)))
    click.echo(say(f"已确认：{told}", f"confirmed: {told}"))


async def _look(desk: Desk) -> Seen:
    has_server = desk.settings.database_url is not None
    server = await desk.read(server_time) if has_server else None
    mark, newest = await desk.read(clocks.find), await desk.read(clocks.newest)
    return Seen(desk.now(), mark, newest, server)


def _told(desk: Desk, at: int | None) -> str | None:
    return None if at is None else desk.zone.clock(at).isoformat(sep=" ", timespec="seconds")


def _print(seen: Seen, told: dict[str, str | None]) -> None:
    unknown = say("无", "none")
    lines = [
        (say("服务器时间", "clock"), told["clock"]),
        (say("最近一次确认无误的时间", "last known to be right"), told["last_good"]),
        (say("最新的扫码或收到的事件", "newest scan or receipt"), told["newest_scan"]),
    ]
    if seen.server is not None:
        lines.append((say("数据库服务器的时间", "database server"), told["database_server"]))
    for name, at in lines:
        click.echo(f"{name}{say('：', ': ')}{at or unknown}")
    if seen.newest is not None and seen.newest > seen.now + NEAR_MS:
        click.echo(
            say(
                "有扫码记录的时间晚于现在：是时间不对时记下的，仍算在那些日子里",
                "scans lie ahead of the clock: it was wrong then, and they stay in those days",
            )
        )
    click.echo(_verdict(seen.doubt))


def _verdict(doubt: Doubt | None) -> str:
    if doubt is None:
        return say("没有疑问", "in no doubt")
    zh, en = doubt.told.zh, doubt.told.en
    held = say(
        f"有疑问：{zh}。确认以前不封存、不删除扫码记录",
        f"in doubt: {en}. Until it is confirmed nothing is sealed and no scan record removed",
    )
    advice = say(
        "时间不对就先校准；对的就运行 kiosk clock confirm",
        "set it if it is wrong; if it is right, run kiosk clock confirm",
    )
    return held if doubt is Doubt.APART else f"{held}\n{advice}"
