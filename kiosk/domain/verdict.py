"""预检: what pre-flight found of a batch's cards. It judges readability, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

REPORT_MOST: Final = 256 * 1024
PICTURE_MOST: Final = 128 * 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of the artwork named by a digest; `report` is what programs read."""

    batch: str
    at: int
    by: str
    artwork: str
    is_passed: bool
    report: Mapping[str, Any]
    has_picture: bool = False
