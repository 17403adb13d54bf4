"""What may stand where: classes of characters, and the pieces of a text that never part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# Blank in their right half: they may lose it at a line's end or before another sign.
CLOSING: Final = frozenset("、。，．：；？！）》」』】〕〉〗］｝”’")
# Blank in their left half: they lose it at a line's start.
OPENING: Final = frozenset("（《「『【〔〈〖［｛“‘")

NO_START: Final = CLOSING | frozenset("…·・～—％‰℃々,.:;?!)]}%")
NO_END: Final = OPENING | frozenset("([{→←↓↑¥￥＝=")

_WORD = re.compile(r"[0-9A-Za-z\u00C0-\u017F][0-9A-Za-z\u00C0-\u017F.,:/@_%+&#'-]*")
_UNITS = (
    "个工作日|工作日|自然日|个月|小时|分钟|万元|"
    "日|天|年|月|时|分|元|条|款|项|份|名|人|件|次|倍|周|期"
)
# 第20条, 60日内, 三个月: a figure stays with its unit, and an ordinal with its 第.
_FIGURE = re.compile(
    rf"第?[0-9][0-9.,]*(?:%|(?:{_UNITS})内?)?|第?[一二三四五六七八九十百千两]+(?:{_UNITS})内?"
)
_INSIDE_ADDRESS = re.compile(r"(?<=[0-9A-Za-z])[./](?=[A-Za-z])")
_PAIR = re.compile(r"—{2,}|…{2,}")


@dataclass(frozen=True, slots=True)
class Character:
    """One character and the weight it is set in."""

    letter: str
    bold: bool

    @property
    def is_wide(self) -> bool:
        """Whether it fills a hanzi's square."""
        return is_wide(self.letter)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters between which no line may break while they fit a line."""

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(character.letter for character in self.characters)

    def parts(self) -> Iterator[Piece]:
        """A host name or address wider than its measure, cut after its dots and slashes."""
        cuts = [match.end() for match in _INSIDE_ADDRESS.finditer(self.text)]
        for start, end in pairwise((0, *cuts, len(self.characters))):
            yield Piece(self.characters[start:end])


def is_wide(letter: str) -> bool:
    """Whether a character fills a hanzi's square (hanzi, their punctuation, signs)."""
    point = ord(letter)
    return (
        point >= 0x2E80
        or letter in CLOSING
        or letter in OPENING
        or letter in _WIDE_SIGNS
        or 0x2460 <= point <= 0x27BF
    )


def is_hanzi(letter: str) -> bool:
    """Whether a character is a Chinese one, not a sign."""
    point = ord(letter)
    return 0x3400 <= point <= 0x9FFF or 0x20000 <= point <= 0x3FFFF or letter == "〇"


def is_arrow(letter: str) -> bool:
    """Whether a character points to what comes next, or equates."""
    return letter in _ARROWS


def needs_gap(left: str, right: str) -> bool:
    """Whether an eighth of an em stands between two neighbours: hanzi and Latin."""
    return (is_hanzi(left) and is_narrow(right)) or (is_narrow(left) and is_hanzi(right))


def is_narrow(letter: str) -> bool:
    """Whether a character is a Latin letter or a digit."""
    return letter.isalnum() and not is_wide(letter) and not is_hanzi(letter)


def read(text: str, *, bold: bool = False) -> tuple[Character, ...]:
    """Characters of a text in which ``**`` turns bold on and off.

    Spaces that touch a wide character go: distance there is set, not typed.
    """
    characters: list[Character] = []
    for number, part in enumerate(text.split("**")):
        weight = bold or number % 2 == 1
        characters += (Character(letter, weight) for letter in part)
    return tuple(_without_typed_gaps(characters))


def pieces(characters: tuple[Character, ...]) -> tuple[Piece, ...]:
    """The text cut wherever a line may break. A space ends the piece before it."""
    text = "".join(character.letter for character in characters)
    ends = [end for end in _token_ends(text) if end < len(text)]
    cuts = [end for end in ends if _may_part(text[end - 1], text[end])]
    bounds = pairwise((0, *cuts, len(text)))
    return tuple(Piece(characters[start:end]) for start, end in bounds if start < end)


_ARROWS = frozenset("→←↑↓＝")
_WIDE_SIGNS = frozenset("…—·→←↑↓")


def _token_ends(text: str) -> Iterator[int]:
    at = 0
    while at < len(text):
        match = _FIGURE.match(text, at) or _WORD.match(text, at) or _PAIR.match(text, at)
        word = _WORD.match(text, at)
        if match and word and word.end() > match.end():
            match = word
        at = match.end() if match else at + 1
        yield at


def _may_part(left: str, right: str) -> bool:
    if right.isspace():
        return False
    if not (is_wide(left) or is_wide(right) or left.isspace()):
        return False
    return right not in NO_START and left not in NO_END


def _without_typed_gaps(characters: list[Character]) -> Iterator[Character]:
    for number, character in enumerate(characters):
        if character.letter == " ":
            around = (
                characters[max(number - 1, 0)],
                characters[min(number + 1, len(characters) - 1)],
            )
            if any(neighbour.is_wide for neighbour in around):
                continue
        yield character
