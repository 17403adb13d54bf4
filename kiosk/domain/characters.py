"""Characters that nobody sees: refused in what people type and others read, else shown as signs.

A direction mark (U+202E) turns the rest of a sentence around, a zero-width space makes two names
look like one, an escape is a command to a terminal, and NUL is taken by no text of PostgreSQL.
Nobody ever means one. Newlines and tabs are blanks like others.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Controls, formats and directions, halves of a pair, private ones, and separators of lines.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_BLANKS: Final = frozenset("\t\n\r")
_SHOWN: Final = "\ufffd"


def unseen(text: str) -> str | None:
    """The first character of a text that nobody sees; None where there is none."""
    if text.isprintable():
        return None
    return next((sign for sign in text if sign not in _BLANKS and _is_unseen(sign)), None)


def visible(text: str) -> str:
    """A text with a sign in place of each character that nobody sees; its lines stay lines."""
    if text.isprintable():
        return text
    return "".join(_SHOWN if sign not in "\t\n" and _is_unseen(sign) else sign for sign in text)


def _is_unseen(sign: str) -> bool:
    point = ord(sign)
    is_none = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # no characters, Unicode says
    return is_none or unicodedata.category(sign) in _UNSEEN
