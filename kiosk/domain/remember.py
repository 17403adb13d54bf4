"""Remembering a bounded number of things, the oldest forgotten first."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def remember(kept: dict[K, V], key: K, value: V, *, most: int) -> V:
    """Keep a value under a key, in a dictionary of at most so many; the value."""
    kept[key] = value
    if len(kept) > most:
        del kept[next(iter(kept))]
    return value
