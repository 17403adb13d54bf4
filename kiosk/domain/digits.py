"""Whole numbers from outside: plain digits, and few enough of them."""

from __future__ import annotations


def read_digits(text: str, *, most: int) -> int | None:
    """The number that 1 to `most` ASCII digits make; None where the text is anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None
