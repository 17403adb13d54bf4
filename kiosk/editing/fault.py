"""What is wrong in a catalogue file, where, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.fact import Bilingual
from kiosk.editing.wording import WORDINGS

LISTED: Final = 200  # nobody reads further in one sitting
LOOKED_FOR: Final = 1000  # in one file of one kind; whoever makes more wants to tire the reader


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `path` is as the files were named by the caller, `line` counts from 1.

    Faults of a whole file stand at line 1. `code` is stable, for programs.
    """

    path: str
    line: int
    code: str
    wrong: Bilingual
    right: Bilingual

    @classmethod
    def of(cls, code: str, path: str, line: int = 1, **places: object) -> Fault:
        """The fault `code` of the table of wordings, its named places filled."""
        wrong, right = WORDINGS[code]
        return cls(path, line, code, _filled(wrong, places), _filled(right, places))

    def text(self, language: str) -> str:
        """``path:line: what is wrong; what would be right`` in ``zh`` or ``en``."""
        stop = "；" if language == "zh" else "; "
        said = self.wrong.text(language) + stop + self.right.text(language)
        return f"{self.path}:{self.line}: {said}"

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True, slots=True)
class FaultList:
    """Faults in the order of path and line; `unlisted` more were found than are listed."""

    listed: tuple[Fault, ...]
    unlisted: int = 0

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> FaultList:
        """Each fault once, in order, the first `LISTED` of them."""
        ordered = sorted(set(faults), key=lambda fault: (fault.path, fault.line, str(fault)))
        return cls(tuple(ordered[:LISTED]), max(0, len(ordered) - LISTED))


def _filled(wording: Bilingual, places: Mapping[str, object]) -> Bilingual:
    return Bilingual(zh=_told(wording, "zh", places), en=_told(wording, "en", places))


def _told(wording: Bilingual, language: str, places: Mapping[str, object]) -> str:
    filled = {
        name: place.text(language) if isinstance(place, Bilingual) else place
        for name, place in places.items()
    }
    return wording.text(language).format_map(filled)
