"""``kiosk restore``."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import click
from rich.progress import DownloadColumn

from kiosk.app.restore import Restoration, Restored, restoring
from kiosk.backup import Progress
from kiosk.cli import passphrase
from kiosk.cli.bar import bar
from kiosk.cli.root import Context, kiosk, pass_context, say
from kiosk.cli.verify import prove


@kiosk.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@passphrase.FILE
@click.option("--without-keys", is_flag=True, help="Put the secret file back yourself.")
@pass_context
def restore(
    context: Context, file: Path, passphrase_file: Path | None, *, without_keys: bool
) -> None:
    """Put a backup into an empty data folder or database, and verify it; overwrites nothing."""
    passphrase.require_one(passphrase_file, without_keys=without_keys)
    with restoring(context.settings, file) as restoration:
        _unlock(restoration, passphrase_file, without_keys=without_keys)
        with bar(DownloadColumn()) as shown:

            def expect(total: int) -> Progress:
                return partial(shown.advance, shown.add_task(file.name, total=total))

            restored = asyncio.run(restoration.run(expect))
        _tell(restoration, restored)
    prove(context.settings)


def _unlock(restoration: Restoration, file: Path | None, *, without_keys: bool) -> None:
    """Open the code keys, unless there are none, or they are in their place already."""
    if restoration.manifest.envelope is None:
        return
    if file is not None:
        restoration.unlock(passphrase.from_file(file))
    elif not (without_keys or restoration.has_keys):
        restoration.unlock(passphrase.typed(twice=False))


def _tell(restoration: Restoration, restored: Restored) -> None:
    manifest = restoration.manifest
    click.echo(
        say(
            f"已恢复：{len(manifest.tables)}个表、{manifest.rows:,}行，待入账的扫码"
            f"{manifest.spooled:,}次",
            f"restored: tables: {len(manifest.tables)}, rows: {manifest.rows:,}, scans that wait in"
            f" the spool: {manifest.spooled:,}",
        )
    )
    for name in restored.unknown:
        told = say(
            f"备份里的表{name}不是本程序的，没有恢复。",
            f"The backup has a table {name}, which is not of this program; it was not restored.",
        )
        click.echo(told, err=True)
    if not restored.has_keys:
        names = ", ".join(key.id for key in manifest.keys)
        told = say(
            f"还缺卡码密钥{names}：请把密钥文件放回{restoration.secrets}，在此之前服务不能启动。",
            f"The code keys {names} are missing: put the secret file back at {restoration.secrets};"
            " until then the service does not start.",
        )
        click.echo(told, err=True)
