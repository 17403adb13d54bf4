"""The texts of the laws in a folder, and which of them belongs to a law of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.domain.catalogue import Law
from kiosk.editing.fault import Fault
from kiosk.editing.law_text import LawText, dates, read_law_text

MOST: Final = 500  # files
_STATE: Final = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Texts by title; several where a folder holds several versions of a law."""

    texts: Mapping[str, tuple[LawText, ...]]
    faults: tuple[Fault, ...]

    def find(self, law: Law) -> LawText | None:
        """The text of a law: of its version where there are several, else the newest."""
        versions = self.texts.get(_plain(law.title), ())
        same = [text for text in versions if text.in_force_from == law.in_force_from]
        return max(same or versions, key=_age, default=None)


def take_down(folder: Path) -> Shelf:
    """Read every ``.txt`` of a folder; what cannot be read is a fault."""
    if not folder.is_dir():
        return Shelf({}, (Fault.of("no-file", str(folder)),))
    paths = sorted(folder.glob("*.txt"))[:MOST]
    if not paths:
        return Shelf({}, (Fault.of("no-law-texts", str(folder)),))
    texts: dict[str, tuple[LawText, ...]] = {}
    faults: list[Fault] = []
    for path in paths:
        text = read_law_text(path)
        if not isinstance(text, LawText):
            faults += text
            continue
        title = _plain(text.title)
        faults += _same_version(text, texts.get(title, ()))
        texts[title] = (*texts.get(title, ()), text)
    return Shelf(texts, tuple(faults))


def versions_differ(law: Law, text: LawText) -> tuple[str, date, date] | None:
    """What speaks for another version: the code, the table's day and the text's; None if nothing.

    The day a law came into force does not change when it is amended; the day of the last act does.
    """
    begins = law.in_force_from
    if begins is not None and text.in_force_from is not None and begins != text.in_force_from:
        return "version-differs", begins, text.in_force_from
    act = max(dates(law.adopted or ""), default=None)
    newest = max(text.acts, default=None)
    if act is None or newest is None:
        return None
    later = [day for day in text.amendments if day > act]
    return ("last-act-differs", act, newest) if later or act not in text.acts else None


def is_version_known(law: Law, text: LawText) -> bool:
    """Whether table and text both say something by which a version can be told."""
    begins = law.in_force_from is not None and text.in_force_from is not None
    return begins or (bool(text.acts) and any(dates(law.adopted or "")))


def _age(text: LawText) -> tuple[date, date]:
    return text.in_force_from or date.min, max(text.acts, default=date.min)


def _plain(title: str) -> str:
    return re.sub(r"[\s《》]", "", title).removeprefix(_STATE)


def _same_version(text: LawText, others: tuple[LawText, ...]) -> Iterator[Fault]:
    for other in others:
        if other.in_force_from == text.in_force_from and other.acts == text.acts:
            places = {"title": text.title, "other": other.path}
            yield Fault.of("statute-title-twice", str(text.path), 1, **places)
