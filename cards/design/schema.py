"""How a design file is checked: unknown keys, styles, colours and words are refused."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from string import Formatter
from typing import Annotated, Any, ClassVar, Final, TypeAlias

from pydantic import AfterValidator
from pydantic_core.core_schema import ValidationInfo

# The places a design's texts may name; `code` and `address` belong to the single copy.
WORDS: Final = frozenset(
    {
        *("id", "band", "title", "sub", "question", "answer", "bring", "cost", "note"),
        *("name_en", "summary_en"),
        *("count", "office", "domain", "law_date", "batch", "code"),
    }
)


def _known(kind: str, value: str, known: Set[str]) -> str:
    if value not in known:
        raise ValueError(f"unknown {kind} {value!r}; one of {', '.join(sorted(known))}")
    return value


def _style(value: str, info: ValidationInfo[dict[str, Set[str]]]) -> str:
    return _known("style", value, info.context["styles"])


def _colour(value: str, info: ValidationInfo[dict[str, Set[str]]]) -> str:
    return _known("colour", value, info.context["colours"])


def _template(value: str) -> str:
    for _, word, _, _ in Formatter().parse(value):
        if word is not None:
            _known("word", word, WORDS)
    return value


StyleName: TypeAlias = Annotated[str, AfterValidator(_style)]
ColourName: TypeAlias = Annotated[str, AfterValidator(_colour)]
Template: TypeAlias = Annotated[str, AfterValidator(_template)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Base of everything in a design file: unknown keys are refused."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
