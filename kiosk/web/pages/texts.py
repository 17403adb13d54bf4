"""What pages say around the catalogue's own words, in one language.

``assets/texts.toml`` is for the public pages, ``assets/admin.toml`` for the administration.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Literal

from markupsafe import Markup, escape

import assets

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


class Texts:
    """The interface's words in one language; `texts("bar.call")` is safe to put into a page."""

    def __init__(self, language: Language, entries: dict[str, str]) -> None:
        self.language = language
        self._entries = {key: escape(text) for key, text in entries.items()}

    def __call__(self, key: str, /, **places: object) -> Markup:
        """The text of `key`, its places filled in and escaped; raises KeyError for either."""
        return self._entries[key].format(**places)

    def phrases(self, key: str, /, **places: object) -> tuple[Markup, ...]:
        """The text of `key` in the phrases that a line must not break."""
        return tuple(phrase.format(**places) for phrase in self._entries[key].split("|"))

    def plain(self, key: str, /, **places: object) -> str:
        """The text of `key` without markup, for a title or an attribute."""
        between = "" if self.language == "zh" else " "
        return between.join(phrase.unescape() for phrase in self.phrases(key, **places))

    def __contains__(self, key: object) -> bool:
        return key in self._entries


@cache
def texts(language: Language) -> Texts:
    """The texts of `language`."""
    return Texts(language, {key: entry[language] for key, entry in entries().items()})


@cache
def entries() -> dict[str, dict[str, str]]:
    """Every entry by its key (``section.name``), each as ``{"zh": …, "en": …}``."""
    return _of("texts.toml") | _of("admin.toml")


def _of(file: str) -> dict[str, dict[str, str]]:
    sections = tomllib.loads(assets.read_bytes(file).decode())
    return {
        f"{section}.{name}": entry
        for section, named in sections.items()
        for name, entry in named.items()
    }
