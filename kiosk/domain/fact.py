"""What every statement of the catalogue carries: how sure we are of it, and on which law."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Verify(StrEnum):
    """How far a fact has been checked. Everything but CHECKED is on the editors' list."""

    CHECKED = "checked"  # read in the statute's text or in the office's own publication
    PARTIAL = "partial"  # the figure was seen in a secondary source
    KNOWLEDGE = "knowledge"  # from general knowledge; 待核实
    OFFICE = "office"  # not known; the office fills it in; 待填


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Base of everything that is read from a catalogue file: unknown keys are refused."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Record):
    """A statement with its mark.

    `basis` cites law articles as ``law#article[.paragraph[.item]]`` (``xzfyf#20.1``), or a law as
    a whole (``law``) where its article numbers have not been seen; `source` is an id of
    ``sources.toml``.
    """

    verify: Verify
    source: str | None = None
    basis: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether the public may be told this without being sent to ask."""
        return self.verify is Verify.CHECKED


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFact(Fact):
    """A fact in one sentence; `text` is absent only where the office has still to fill it in."""

    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual(Record):
    """A name in Chinese and English. Statute names have no English: they stay Chinese."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The Chinese where `language` is ``zh``, else the English."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """One article of one law, as cited: ``xzfyf#39.1.6`` is item 6 of paragraph 1 of article 39.

    ``xzfyf`` alone is the law as a whole. Numbers that are not cited are 0, so that citations sort.
    """

    law: str
    article: int = 0
    paragraph: int = 0
    item: int = 0

    def __str__(self) -> str:
        numbers = [str(part) for part in (self.article, self.paragraph, self.item) if part]
        return f"{self.law}#{'.'.join(numbers)}" if numbers else self.law

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read a citation; raises ValueError where `text` is not of the form above."""
        law, mark, rest = text.partition("#")
        numbers = [int(part) for part in rest.split(".")] if mark else []
        if not law or len(numbers) > 3 or min(numbers, default=1) < 1:
            raise ValueError(text)
        return cls(law, *numbers)
