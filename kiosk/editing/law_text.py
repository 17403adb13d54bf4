"""The text of one law as a file: four head lines, ``---``, then article after article.

An article begins with its number as printed and a tab; each further paragraph stands on a line of
its own that begins with a tab. Paragraphs that begin with （一） are items of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.domain.fact import Citation
from kiosk.editing.fault import Fault
from kiosk.editing.file import STATUTE_BYTES, read_text
from kiosk.editing.numeral import DIGITS, SCALES, number

_NUMBER: Final = rf"[{DIGITS}{SCALES}]{{1,12}}"
_ARTICLE: Final = re.compile(
    rf"(?P<name>第(?P<number>{_NUMBER})条(?P<sub>之{_NUMBER})?)[\t 　]+(?P<text>.*)"
)
_HEADING: Final = re.compile(rf"\s*第{_NUMBER}[编章节]|\s*附则\s*$")
_ITEM: Final = re.compile(rf"[（(]{_NUMBER}[）)]|\d+[.．、]")
_DATE: Final = re.compile(r"(\d{4})(?:年|-)(\d{1,2})(?:月|-)(\d{1,2})日?")
_NEEDED: Final = ("title", "in force from")


@dataclass(slots=True)
class Paragraph:
    """款: its own words, and its items."""

    text: str
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Article:
    """条, with the line it begins on."""

    line: int
    paragraphs: list[Paragraph]


@dataclass(frozen=True, slots=True)
class LawText:
    """A law as its text says. `acts` are the days it was adopted, amended or approved.

    `amendments` are those of the acts that changed it. An article that was inserted (第十条之一)
    goes by the name it prints; the others by their number.
    """

    path: Path
    title: str
    in_force_from: date | None
    acts: frozenset[date]
    amendments: frozenset[date]
    articles: Mapping[int, Article]

    @property
    def last(self) -> int:
        """The number of the last article."""
        return max(self.articles, default=0)

    def passage(self, citation: Citation) -> str:
        """The words that are cited; empty where the text has no such place."""
        article = self.articles.get(citation.article)
        if article is None:
            return ""
        if not citation.paragraph:
            return "\n".join(map(_whole, article.paragraphs))
        if citation.paragraph > len(article.paragraphs):
            return ""
        paragraph = article.paragraphs[citation.paragraph - 1]
        if not citation.item:
            return _whole(paragraph)
        items = paragraph.items[citation.item - 1 : citation.item]
        return "\n".join((paragraph.text, *items)) if items else ""


def read_law_text(path: Path) -> LawText | tuple[Fault, ...]:
    """Read the text of a law, or say what is wrong with the file."""
    content = read_text(path, most=STATUTE_BYTES)
    if isinstance(content, Fault):
        return (content,)
    lines = content.splitlines()
    head = _head(lines)
    missing = [key for key in _NEEDED if not head.get(key)]
    if "---" not in lines:
        missing.append("---")
    if missing:
        return tuple(Fault.of("statute-head", str(path), key=key) for key in missing)
    body = _Body(path)
    for line, text in enumerate(lines[len(head) + 1 :], len(head) + 2):
        body.read(line, text)
    acts = head.get("adopted", "").split(";")
    return tuple(body.faults) or LawText(
        path,
        head["title"],
        next(dates(head["in force from"]), None),
        frozenset(day for act in acts if "施行" not in act for day in dates(act)),
        frozenset(day for act in acts if re.search("修正|修订|修改", act) for day in dates(act)),
        body.articles,
    )


def dates(text: str) -> Iterator[date]:
    """The days that a text names, such as 2023年9月1日 or 2023-09-01."""
    for year, month, day in _DATE.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue


def _head(lines: list[str]) -> dict[str, str]:
    head: dict[str, str] = {}
    for line in lines:
        key, mark, value = line.partition(":")
        if not mark or line == "---":
            break
        head[key.strip()] = value.strip()
    return head


def _whole(paragraph: Paragraph) -> str:
    return "\n".join((paragraph.text, *paragraph.items))


class _Body:
    """Collects the articles line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.articles: dict[int, Article] = {}
        self.faults: list[Fault] = []
        self.current: list[Paragraph] | None = None

    def read(self, line: int, text: str) -> None:
        article = _ARTICLE.match(text)
        if article:
            self.begin(line, article)
        elif text[:1] in ("\t", "　") and self.current is not None:
            self.go_on(text.strip())
        elif text.strip() and not _HEADING.match(text):
            self.faults.append(Fault.of("statute-line", str(self.path), line))

    def begin(self, line: int, match: re.Match[str]) -> None:
        self.current = [Paragraph(match["text"].strip())]
        if match["sub"]:  # inserted articles cannot be cited yet: nobody asks for them
            return
        article = number(match["number"])
        if article in self.articles:
            places = {"article": match["name"], "first": self.articles[article].line}
            self.faults.append(Fault.of("statute-article-twice", str(self.path), line, **places))
        self.articles.setdefault(article, Article(line, self.current))

    def go_on(self, text: str) -> None:
        if self.current and _ITEM.match(text):
            self.current[-1].items.append(text)
        elif self.current is not None and text:
            self.current.append(Paragraph(text))
