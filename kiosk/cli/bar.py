"""How far something has come: a bar on standard error, for a person at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn


def bar(count: ProgressColumn) -> Progress:
    """A bar that tells its `count` in a column; it is spared where nobody sees it."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        count,
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
