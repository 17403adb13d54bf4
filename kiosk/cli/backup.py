"""``kiosk backup``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from rich.progress import DownloadColumn

from kiosk.app.backup import Made, back_up, require_new
from kiosk.app.desk import Desk
from kiosk.app.proof import require_database
from kiosk.backup import Progress
from kiosk.cli import passphrase
from kiosk.cli.bar import bar
from kiosk.cli.root import Context, kiosk, pass_context, say


@kiosk.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@passphrase.FILE
@click.option("--without-keys", is_flag=True, help="Leave the code keys out.")
@pass_context
def backup(
    context: Context, file: Path, passphrase_file: Path | None, *, without_keys: bool
) -> None:
    """Write everything that must survive into FILE, beside the running service."""
    passphrase.require_one(passphrase_file, without_keys=without_keys)
    require_database(context.settings)
    require_new(file)
    secret = None if without_keys else _passphrase(passphrase_file)
    with bar(DownloadColumn()) as shown:

        def expect(total: int) -> Progress:
            return partial(shown.advance, shown.add_task(file.name, total=total))

        async def work(desk: Desk) -> Made:
            return await back_up(desk, file, passphrase=secret, expect=expect)

        made = context.at_desk(work)
    _tell(file, made)


def _passphrase(file: Path | None) -> str:
    return passphrase.typed(twice=True) if file is None else passphrase.from_file(file)


def _tell(file: Path, made: Made) -> None:
    manifest = made.manifest
    click.echo(
        say(
            f"已备份到{file}：{len(manifest.tables)}个表、{manifest.rows:,}行，待入账的扫码"
            f"{manifest.spooled:,}次，共{made.size:,}字节",
            f"backed up to {file}: tables: {len(manifest.tables)}, rows: {manifest.rows:,}, scans"
            f" that wait in the spool: {manifest.spooled:,}, bytes: {made.size:,}",
        )
    )
    names = ", ".join(key.id for key in manifest.keys)
    if manifest.envelope is not None:
        click.echo(
            say(
                f"含卡码密钥{names}，用备份口令加密。没有口令，恢复以后已印的卡仍然无效："
                "请把口令与这个文件分开保存。",
                f"The code keys {names} are inside, under the passphrase. Without it printed cards"
                " cannot be served from this file: keep it apart from the file.",
            )
        )
    else:
        click.echo(
            say(
                f"不含卡码密钥{names}：密钥文件要另外保存，没有它，恢复以后服务不能启动，"
                "已印的卡也无效。",
                f"The code keys {names} are left out: keep the secret file elsewhere. Without it"
                " the service does not start from this file, and printed cards are invalid.",
            )
        )
    for name in made.broken:
        told = say(
            f"{name}读不出来，没有备份进去；请保留它。",
            f"{name} cannot be read and is left out; keep it.",
        )
        click.echo(told, err=True)
