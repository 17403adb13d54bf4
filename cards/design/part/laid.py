"""What a part says of itself once its texts are set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cards.measure import Mm


@dataclass(frozen=True, slots=True)
class Laid:
    """A set part: its height, and how to draw it with its top at y."""

    height: Mm
    draw: Callable[[Mm], None]
