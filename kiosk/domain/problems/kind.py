"""One entry of the catalogue of problems."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """HTTP status, and a sentence with named places in Chinese and English."""

    status: int
    zh: str
    en: str
