"""One wording: what is wrong and what would be right, in both languages."""

from __future__ import annotations

from kiosk.domain.fact import Bilingual

Wording = tuple[Bilingual, Bilingual]


def say(wrong_zh: str, right_zh: str, wrong_en: str, right_en: str) -> Wording:
    """What is wrong and what would be right; places in braces are filled by `Fault.of`."""
    return Bilingual(zh=wrong_zh, en=wrong_en), Bilingual(zh=right_zh, en=right_en)
