"""What a job ticket and the margins of pages say: the words of ``assets/ticket.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import assets
from cards.sheet import Turn


@cache
def words() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(assets.read_bytes("ticket.toml").decode())


def say(key: str, **places: object) -> str:
    """A line of the ticket."""
    text: str = words()["words"][key]
    return text.format(**places)


def caption(key: str, **places: object) -> str:
    """A line in the margin of a page."""
    text: str = words()["captions"][key]
    return text.format(**places)


def turn_words(turn: Turn | None) -> str:
    """How a printer turns the paper; None where it prints one side."""
    return say(f"turn_{turn}" if turn else "turn_none")
