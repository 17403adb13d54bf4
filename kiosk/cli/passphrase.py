"""The passphrase of a backup: from a file, or typed where nobody sees it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.backup import read_passphrase
from kiosk.cli.root import say
from kiosk.domain.problem import Problem

FILE = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file that holds the passphrase.",
)


def from_file(path: Path) -> str:
    """The passphrase that a file holds; raises Problem."""
    try:
        return read_passphrase(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise Problem("passphrase-unreadable", path=path, why=why) from error


def typed(*, twice: bool) -> str:
    """The passphrase as a person types it, unseen; wrong usage where there is no terminal."""
    if not sys.stdin.isatty():
        raise click.UsageError(
            say(
                "没有终端可以输入备份口令：请给出 --passphrase-file 或 --without-keys",
                "no terminal to type a passphrase at: give --passphrase-file or --without-keys",
            )
        )
    answer: str = click.prompt(
        say("备份口令", "Passphrase of the backup"),
        hide_input=True,
        confirmation_prompt=say("再输入一次", "Once more") if twice else False,
        err=True,
    )
    return read_passphrase(answer)


def require_one(passphrase_file: Path | None, *, without_keys: bool) -> None:
    """The two options exclude each other."""
    if passphrase_file is not None and without_keys:
        raise click.UsageError(
            say(
                "--passphrase-file 和 --without-keys 只能用一个",
                "--passphrase-file and --without-keys exclude each other",
            )
        )
