"""Where the lines of a text end: as few as possible, not ragged, the last one not too short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cards.typeset.character import Character, Piece, is_hanzi, pieces
from cards.typeset.line import Line, blank_end, set_line, step

LAST_LINE_HANZI = 2

# Costs of a line: the square of its blank share (half of it for the last line, so that no few words
# are left over), then where it breaks (best after a sentence or a set space, then after a clause or
# before a remark in brackets, then between listed things, worst inside a phrase, which may split a
# word), a last line with a lone character, a piece wider than the measure. Fewer lines go before
# them all.
_BREAKS = dict.fromkeys("。；？！\u3000", 0.0) | dict.fromkeys("，：", 0.06) | {"、": 0.12}
_REMARK, _PHRASE, _LONELY, _TOO_WIDE = 0.06, 0.3, 10.0, 100.0
_LAST = 0.5


@dataclass(frozen=True, slots=True)
class Breaks:
    """The lines, and whether all of them keep inside the measure."""

    lines: tuple[Line, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to set a text up to some piece: lines so far, cost so far, where each line began."""

    lines: int
    cost: float
    starts: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, float]:
        """Less is better."""
        return self.lines, self.cost


def break_lines(characters: tuple[Character, ...], width: float) -> Breaks:
    """Break a text into lines of at most `width` ems.

    A piece wider than the measure stands on a line of its own, and the result does not fit.
    """
    if not characters:
        return Breaks((), fits=True)
    text = _Text(characters, width)
    starts = _best_way(text, width).starts
    ends = (*starts[1:], len(text.cuts) - 1)
    lines = tuple(set_line(text.between(a, b)) for a, b in zip(starts, ends, strict=True))
    return Breaks(lines, fits=all(line.width <= width + 1e-9 for line in lines))


class _Text:
    """A text with what every possible line of it needs, measured once."""

    __slots__ = ("characters", "cuts", "places", "steps")

    def __init__(self, characters: tuple[Character, ...], width: float) -> None:
        self.characters = characters
        found = _pieces(characters, width)
        self.cuts = (0, *accumulate(len(piece.characters) for piece in found))
        pairs = zip((None, *characters), characters, strict=False)
        self.steps = tuple(step(previous, character) for previous, character in pairs)
        self.places = (0.0, *accumulate(self.steps))

    def between(self, start: int, end: int) -> tuple[Character, ...]:
        """The characters of the pieces from `start` to before `end`."""
        return self.characters[self.cuts[start] : self.cuts[end]]

    def width(self, start: int, end: int) -> float:
        """What `set_line` would measure for them."""
        first, last = self.cuts[start], self.cuts[end]
        while last - first > 1 and self.characters[last - 1].letter.isspace():
            last -= 1
        opening = step(None, self.characters[first]) - self.steps[first]
        ending = blank_end(self.characters[last - 1])
        return self.places[last] - self.places[first] + opening - ending


def _pieces(characters: tuple[Character, ...], width: float) -> Iterator[Piece]:
    """The text cut wherever a line may break; what is wider than a line, finer where it can be."""
    for piece in pieces(characters):
        if set_line(piece.characters).width > width:
            yield from piece.parts()
        else:
            yield piece


def _best_way(text: _Text, width: float) -> _Way:
    ways = [_Way(0, 0.0, ())]
    for end in range(1, len(text.cuts)):
        ways.append(min(_ways_to(text, end, ways=ways, width=width), key=lambda way: way.rank))
    return ways[-1]


def _ways_to(text: _Text, end: int, *, ways: list[_Way], width: float) -> Iterator[_Way]:
    for start in range(end - 1, -1, -1):
        cost = _cost(text, start, end, width=width)
        if cost is None:
            return
        way = ways[start]
        yield _Way(way.lines + 1, way.cost + cost, (*way.starts, start))


def _cost(text: _Text, start: int, end: int, *, width: float) -> float | None:
    """Cost of one line of the pieces from `start` to before `end`; None where it cannot be."""
    surplus = text.width(start, end) - width
    if surplus > 1e-9:
        return _TOO_WIDE + surplus if end - start == 1 else None
    blank, characters = (surplus / width) ** 2, text.between(start, end)
    if end < len(text.cuts) - 1:
        following = text.characters[text.cuts[end]].letter
        return blank + _BREAKS.get(characters[-1].letter, _REMARK if following == "（" else _PHRASE)
    if not start:
        return 0.0
    return _LONELY if _is_lonely(characters) else _LAST * blank


def _is_lonely(characters: Sequence[Character]) -> bool:
    letters = [character.letter for character in characters if character.letter.isalnum()]
    return sum(1 if is_hanzi(letter) else 0.5 for letter in letters) < LAST_LINE_HANZI
