"""``kiosk serve``."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from kiosk.app import service
from kiosk.app.ground import known_faults, log_faults, programs
from kiosk.app.links import Link, forget_link, keep_link
from kiosk.app.supervisor import CHECK
from kiosk.cli import log_lines
from kiosk.cli.root import Context, kiosk, language, pass_context, say
from kiosk.domain.problem import Problem
from kiosk.web.state import State


@kiosk.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65_535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option(CHECK, "is_check", is_flag=True, help="Load all that a start needs, and end.")
@pass_context
def serve(context: Context, host: str, port: int, workers: int, *, is_check: bool) -> None:
    """Run the service until SIGTERM or Ctrl+C; SIGHUP loads program and settings anew."""
    settings = context.settings
    if is_check:
        return
    log_lines.configure()

    def ready(state: State, *, port: int, link: Link | None) -> None:
        address = state.office.settings.public_url
        click.echo(say(f"正在服务：{address}", f"Serving at {address}"))
        if link is None:
            forget_link(state.folder)
        else:
            _tell_link(link, port, state.folder, is_here=_is_here(address, port))
        log_faults()
        for fault, program in known_faults(programs()):
            click.echo(fault.told(program).text(language()))

    def refused(problem: Problem) -> None:
        click.echo(problem.text(language()), err=True)

    sys.exit(
        service.serve(settings, host=host, port=port, workers=workers, ready=ready, refused=refused)
    )


def _tell_link(link: Link, port: int, folder: Path, *, is_here: bool) -> None:
    """Tell the first administrator's link; a public address need not lead here yet.

    It is printed on a terminal only: elsewhere what is printed is kept in logs.
    """
    if sys.stdout.isatty():
        forget_link(folder)
        told = say(
            "还没有管理员。请在24小时内打开这个链接，设置账号名和密码（只能用一次）：",
            "There is no administrator yet. Open this link within 24 hours to set a name and a"
            " password (it works once):",
        )
        click.echo(f"{told}\n{link.address}")
    else:
        click.echo(_kept(link, folder))
    if not is_here:
        note = say(
            f"链接用的是公开地址，它要先能通到本机的端口{port}。",
            f"The link uses the public address, which must lead to port {port} of this machine.",
        )
        click.echo(note)


def _kept(link: Link, folder: Path) -> str:
    """Keep a link in its file; the sentence that says where it is."""
    try:
        path = keep_link(folder, link)
    except OSError as error:
        return say(
            f"还没有管理员，链接也写不进文件（{error.strerror}）。请运行 kiosk account add 名字。",
            f"There is no administrator yet, and the link cannot be written ({error.strerror})."
            " Run kiosk account add NAME.",
        )
    return say(
        f"还没有管理员。设置账号名和密码的链接在文件 {path} 里：24小时内有效，只能用一次。",
        f"There is no administrator yet. The link to set a name and a password is in {path}:"
        " good for 24 hours, works once.",
    )


def _is_here(address: str, port: int) -> bool:
    """Whether an address is this machine's at `port`, with nothing between."""
    parts = urlsplit(address)
    return parts.hostname in ("localhost", "127.0.0.1", "::1") and parts.port == port
