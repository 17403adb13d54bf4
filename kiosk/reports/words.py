"""The words of reports: ``assets/reports.toml`` in one language."""

from __future__ import annotations

import tomllib
from functools import cache

import assets


class Words:
    """What reports say; `words("column.day")` is one of its texts."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def __call__(self, key: str, /, **places: object) -> str:
        """The text of `key`, its places filled in; raises KeyError for either."""
        return self._texts[key].format(**places)


@cache
def words(language: str) -> Words:
    """The words in ``zh`` or ``en``; raises KeyError."""
    return Words({key: entry[language] for key, entry in entries().items()})


@cache
def entries() -> dict[str, dict[str, str]]:
    """Every entry by its key (``section.name``), each as ``{"zh": …, "en": …}``."""
    sections = tomllib.loads(assets.read_bytes("reports.toml").decode())
    return {
        f"{section}.{name}": entry
        for section, named in sections.items()
        for name, entry in named.items()
    }
