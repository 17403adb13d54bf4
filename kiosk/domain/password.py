"""密码: what of a password is easily guessed, and whether enough else is left.

Whoever guesses tries words they know, names, days, runs over the keyboard and repetitions before
anything else. Each of these is worth about one character, so it is counted as one; what is long by
such pieces alone is refused with the kind that it mostly is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from kiosk.domain.problem import Problem

LEFT_LEAST: Final = 8
"""Characters that must be left where every easily guessed piece counts as one."""

_RUN: Final = 4  # from so many on a run is one: words have runs of three by chance
_KEYS: Final = (
    "`1234567890-=",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "!qaz@wsx#edc$rfv%tgb^yhn&ujm*ik<(ol>)p:?",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1s2d3f4g5h6j7k8l9",
    "qazwsxedcrfvtgbyhnujmikolp",
    "零一二三四五六七八九十",
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
    "赵钱孙李周吴郑王",
)
_WALKS: Final = tuple(walk for keys in _KEYS for walk in (keys, keys[::-1]))
_DATES: Final = re.compile(
    r"(?:19|20)\d\d(?:1[0-2]|0[1-9])(?:3[01]|[12]\d|0[1-9])"
    r"|(?:19|20)\d\d[年./-](?:1[0-2]|0?[1-9])(?:[月./-](?:3[01]|[12]\d|0?[1-9])日?|月)"
    r"|(?:3[01]|[12]\d|0[1-9])[./-]?(?:1[0-2]|0[1-9])[./-]?(?:19|20)\d\d"
    r"|(?:\+?86)?1[3-9]\d{9}|0\d{2,3}-\d{7,8}"
    r"|(?:19|20)\d\d年?"
)
_TAIL: Final = "0123456789!@#$%^&*.?,-_=+~ "
_PLAIN: Final = str.maketrans({"@": "a", "4": "a", "0": "o", "3": "e", "1": "i", "$": "s"})


@dataclass(frozen=True, slots=True)
class Guessed:
    """What somebody who guesses knows; all in lower case, as `str.casefold` gives it.

    `names` are the account's, `places` those of the office and its service, `words` what many
    passwords are made of; `is_listed` tells whether a whole text stands in a list of leaked ones.
    """

    names: tuple[str, ...]
    places: tuple[str, ...]
    words: tuple[str, ...]
    is_listed: Callable[[str], bool]


def require_hard(password: str, guessed: Guessed) -> None:
    """Refuse a password that is easily guessed; raises Problem and says what is wrong."""
    text = password.casefold().strip()
    unmasked = text.translate(_PLAIN)
    trimmed = text.rstrip(_TAIL)
    forms = {password, text, unmasked, trimmed, trimmed.translate(_PLAIN)}
    if any(guessed.is_listed(form) for form in forms):
        raise Problem("password-common")
    covered: Counter[str] = Counter()
    left, place = 0, 0
    while place < len(text):
        end, code = _longest(text, unmasked, place, guessed)
        covered[code] += end - place
        left += 1
        place = end
    if left < LEFT_LEAST:
        del covered[""]
        worst = max(covered, key=lambda code: covered[code], default="password-repeats")
        raise Problem(worst, left=left)


def _longest(text: str, unmasked: str, place: int, guessed: Guessed) -> tuple[int, str]:
    """Where the longest piece that begins at a place ends; a character alone is of no kind."""
    pieces = _pieces(text, unmasked, place, guessed)
    return max(pieces, key=lambda piece: piece[0], default=(place + 1, ""))


def _pieces(text: str, unmasked: str, place: int, guessed: Guessed) -> Iterator[tuple[int, str]]:
    for known, code in (
        (guessed.names, "password-name"),
        (guessed.places, "password-place"),
        (guessed.words, "password-words"),
    ):
        for word in known:
            if text.startswith(word, place) or unmasked.startswith(word, place):
                yield place + len(word), code
    if (date := _DATES.match(text, place)) is not None:
        yield date.end(), "password-date"
    for run, code in ((_walked, "password-sequence"), (_repeated, "password-repeats")):
        length = run(text, place)
        if length >= _RUN:
            yield place + length, code


def _walked(text: str, place: int) -> int:
    """How many characters from a place on follow each other: in order, or over the keyboard."""
    walks = (_walk_from(walk, text[place]) for walk in _WALKS)
    longest = max(_in_common(walk, text[place:]) for walk in walks)
    step = ord(text[place + 1]) - ord(text[place]) if place + 1 < len(text) else 0
    if abs(step) != 1:
        return longest
    end = place + 1
    while end < len(text) and ord(text[end]) - ord(text[end - 1]) == step:
        end += 1
    return max(longest, end - place)


def _walk_from(walk: str, first: str) -> str:
    found = walk.find(first)
    return walk[found:] if found >= 0 else ""


def _in_common(one: str, other: str) -> int:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


def _repeated(text: str, place: int) -> int:
    """How many characters from a place on were there before it, or go on as those before it."""
    length = 0
    while place + length < len(text):
        piece = text[place : place + length + 1]
        if text.find(piece, 0, place + length) < 0:
            break
        length += 1
    return length


def folded_words(texts: Iterable[str], *, least: int = 3) -> tuple[str, ...]:
    """Words as `Guessed` has them; those shorter than `least` are no words."""
    words = {text.casefold().strip() for text in texts}
    return tuple(sorted(word for word in words if len(word) >= least))
