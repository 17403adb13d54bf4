"""What the print room refuses to draw. Every refusal names its place and never cuts a text."""

from __future__ import annotations


class Refusal(ValueError):  # noqa: N818 - the drawing is refused; nothing went wrong in it
    """Base of all refusals; `box` names the part of the card, where there is one."""

    box: str = ""
