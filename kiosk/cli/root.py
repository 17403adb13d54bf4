"""The command ``kiosk`` and what all its commands share: settings, language, errors."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tomllib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import structlog
from pydantic import ValidationError

from kiosk.app.desk import Desk, desk
from kiosk.app.folder import UMASK
from kiosk.config import Settings, faults_of
from kiosk.domain.problem import Problem

T = TypeVar("T")


class Context:
    """What a command is run with; `umask` is that of the person, for files that they asked for."""

    def __init__(self, config: Path | None, umask: int) -> None:
        self._config = config
        self.umask = umask

    @property
    def settings(self) -> Settings:
        """The environment over `kiosk.toml`; raises Problem and names every wrong setting."""
        try:
            text = self._config.read_text("utf-8") if self._config else ""
            return Settings(**tomllib.loads(text))
        except ValidationError as error:
            raise Problem("settings-faulty", faults=faults_of(error)) from error
        except (OSError, ValueError) as error:
            raise Problem("config-unreadable", path=self._config, why=error) from error

    def at_desk(self, work: Callable[[Desk], Awaitable[T]]) -> T:
        """Run `work` at the data folder of the settings."""
        settings = self.settings

        async def sit() -> T:
            async with desk(settings) as seat:
                return await work(seat)

        return asyncio.run(sit())


pass_context = click.make_pass_decorator(Context)


class Commands(click.Group):
    """A group whose commands tell a problem in one sentence, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a problem ends it with status 1 (wrong usage, told by click, with 2)."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            click.echo(problem.text(language()), err=True)
            ctx.exit(1)


def language() -> str:
    """``zh`` where the environment's language begins so, else ``en``."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if chosen.lower().startswith("zh") else "en"


def say(zh: str, en: str) -> str:
    """The sentence in the language of the environment."""
    return zh if language() == "zh" else en


def print_json(value: object) -> None:
    """Print what a program may read."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="A kiosk.toml.")
@click.version_option(package_name="quancheng-mingbai-card")
@click.pass_context
def kiosk(ctx: click.Context, config: Path | None) -> None:
    """泉城明白卡: signed cards, their pages, and an exact count of scans."""
    before = os.umask(UMASK)
    ctx.call_on_close(lambda: os.umask(before))
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
    ctx.obj = Context(config, before)
