"""The administration's words are whole in both languages, and do not cover public ones."""

from __future__ import annotations

import re
import tomllib

import assets
from kiosk.web.pages.texts import LANGUAGES, entries


def read(file: str) -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(assets.read_bytes(file).decode())


def test_no_section_stands_in_both_files() -> None:
    assert read("admin.toml").keys().isdisjoint(read("texts.toml"))


def test_every_entry_is_chinese_and_english_with_the_same_places() -> None:
    for section, named in read("admin.toml").items():
        for name, entry in named.items():
            assert entry.keys() == set(LANGUAGES), f"{section}.{name}"
            zh, en = (set(re.findall(r"{(\w+)", entry[language])) for language in LANGUAGES)
            assert zh == en, f"{section}.{name}"


def test_every_word_that_a_page_asks_for_is_there() -> None:
    asked = {
        key
        for file in assets.path("templates", "admin").glob("*.html")
        for key in re.findall(
            r'(?<!\w)t(?:\.plain|\.phrases)?\("([\w.]+)"\s*[,)]', file.read_text("utf-8")
        )
    }
    assert len(asked) > 40
    assert asked <= entries().keys()
