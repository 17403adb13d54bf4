"""Texts in the cells of a spreadsheet: kept from coming alive there, and how wide they are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What Excel, WPS and LibreOffice read as a formula when it comes first; the full-width forms are
# taken for it by Chinese and Japanese editions. NFKC folds all forms of a sign into one.
_SIGNS = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n")
_BREAK = re.compile(r"[\t\r\n]+")

_KEPT = 4_096  # texts: a report says the same few names again and again
MOST_LETTERS = 32_767  # of one cell; a longer text would be left out

# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile("[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@lru_cache(_KEPT)
def is_live(text: str) -> bool:
    """Whether a spreadsheet could read `text` as a formula."""
    if text[:1] in _BREAKS:
        return True
    shown = next((letter for letter in text if unicodedata.category(letter)[0] not in "CZ"), "")
    return unicodedata.normalize("NFKC", shown) in _SIGNS


def inert(text: str) -> str:
    """`text` for CSV: one that could come alive gets an apostrophe before it."""
    return f"'{text}" if is_live(text) else text


@lru_cache(_KEPT)
def legible(text: str) -> str:
    """`text` for XLSX, on one line: what XML cannot hold is shown as a replacement character.

    XlsxWriter takes a text that begins with ``<r>`` and ends with ``</r>`` for markup of its own
    and writes it unescaped; a space at the end makes it a text like others.
    """
    clean = _NOT_XML.sub("\ufffd", _BREAK.sub(" ", text))[: MOST_LETTERS - 1]
    return f"{clean} " if clean.startswith("<r>") and clean.endswith("</r>") else clean


def width(text: str) -> int:
    """Columns that `text` takes: two for each letter that Chinese type sets full width."""
    return sum(2 if unicodedata.east_asian_width(letter) in "AFW" else 1 for letter in text)
