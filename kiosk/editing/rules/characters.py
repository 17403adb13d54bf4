"""The characters of texts: visible, printable, and set as Chinese is set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from kiosk.editing.draft import Sources
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import texts

MOST: Final = 1000  # characters of one text
_HAN: Final = r"[\u3400-\u9fff]"
_CHINESE: Final = r"[\u3400-\u9fff《》“”（）【】、。，；：！？]"
_FULL: Final = dict(zip(",;:!?.()[]", "，；：！？。（）【】", strict=True)) | {'"': "“”", "'": "‘’"}
_HALF_WIDTH: Final = re.compile(
    rf"(?<={_CHINESE})[,;:!?]|[,;:!?](?={_HAN})"
    rf"|(?<={_HAN})\.(?={_HAN}|$)"
    rf"|(?<={_CHINESE})[()\[\]\"']|[()\[\]\"'](?={_CHINESE})"
)
_HALF_WIDTH_IN_ENGLISH: Final = re.compile(rf"(?<={_HAN})[,;:!?.()](?={_HAN})")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_PLACEHOLDERS: Final = re.compile(r"\{(?:district|level)\}")
_WITH_PLACEHOLDERS: Final = ("lead", "place", "local")


def characters(page: Page[Any], context: Context) -> Iterator[Finding]:
    """Every text of the file, character by character."""
    spoken = list(texts(page.record))
    lacking = context.missing_glyphs("".join(sorted(set("".join(text for _, text in spoken)))))
    for loc, text in spoken:
        if not text:
            yield found(loc, "empty-text")
        elif len(text) > MOST:
            yield found(loc, "long-text", count=len(text), most=MOST)
        yield from _unseen(loc, text)
        yield from _spaces(loc, text)
        if not isinstance(page.record, Sources):  # file names and addresses, never printed
            yield from _marks(loc, text)
            yield from _glyphs(loc, text, lacking)


def _is_unseen(sign: str) -> bool:
    return sign != " " and unicodedata.category(sign) in _UNSEEN


def _unseen(loc: Loc, text: str) -> Iterator[Finding]:
    for sign in sorted(set(filter(_is_unseen, text))):
        yield found(loc, "hidden-character", point=f"U+{ord(sign):04X}")


def _spaces(loc: Loc, text: str) -> Iterator[Finding]:
    if text != text.strip(" "):
        yield found(loc, "edge-space")
    if "  " in text.strip(" "):
        yield found(loc, "double-space")


def _marks(loc: Loc, text: str) -> Iterator[Finding]:
    pattern = _HALF_WIDTH_IN_ENGLISH if loc[-1] == "en" else _HALF_WIDTH
    marks = "".join(sorted({match[0] for match in pattern.finditer(text)}))
    if marks:
        full = "".join(_FULL[mark] for mark in marks)
        yield found(loc, "half-width", mark=marks, full=full)
    if text.count("**") % 2:
        yield found(loc, "bold-open")
    bare = _PLACEHOLDERS.sub("", text) if loc == _WITH_PLACEHOLDERS else text
    braces = "".join(sorted(set("{}") & set(bare)))
    if braces:
        yield found(loc, "brace", brace=braces)


def _glyphs(loc: Loc, text: str, lacking: set[str]) -> Iterator[Finding]:
    for sign in sorted(set(text) & lacking):
        if not _is_unseen(sign):
            yield found(loc, "no-glyph", character=sign, point=f"U+{ord(sign):04X}")
