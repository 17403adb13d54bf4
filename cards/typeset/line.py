"""One line of Chinese: where each character stands, in ems from the line's start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cards.font import advance
from cards.typeset.character import CLOSING, OPENING, Character, is_arrow, needs_gap

GAP: Final = 0.125  # between hanzi and Latin letters or digits
ARROW_GAP: Final = 0.25
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one weight; `start` and `width` in ems."""

    start: float
    text: str
    bold: bool
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A set line. `width` in ems leaves out the blank half of a sign at its end."""

    runs: tuple[Run, ...]
    width: float

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(run.text for run in self.runs)


def set_line(characters: Sequence[Character]) -> Line:
    """Place the characters of one line; spaces at its ends do not count."""
    visible = _stripped(characters)
    runs: list[Run] = []
    end = 0.0
    for previous, character in zip((None, *visible), visible, strict=False):
        wide = advance(character.letter, bold=character.bold)
        end += step(previous, character)
        _add(runs, Run(end - wide, character.letter, character.bold, wide))
    return Line(tuple(runs), end - (blank_end(visible[-1]) if visible else 0.0))


def step(previous: Character | None, character: Character) -> float:
    """How far the pen moves for a character after another, or at a line's start, in ems."""
    return _shift(previous, character) + advance(character.letter, bold=character.bold)


def blank_end(last: Character) -> float:
    """The blank that a sign at a line's end leaves, in ems."""
    return HALF if last.letter in CLOSING else 0.0


def _shift(previous: Character | None, character: Character) -> float:
    opens = character.letter in OPENING
    if previous is None:
        return -HALF if opens else 0.0
    closed = previous.letter in CLOSING
    if (closed and (opens or character.letter in CLOSING)) or (
        opens and previous.letter in OPENING
    ):
        return -HALF
    if is_arrow(previous.letter) or is_arrow(character.letter):
        return ARROW_GAP
    return GAP if needs_gap(previous.letter, character.letter) else 0.0


def _add(runs: list[Run], new: Run) -> None:
    """Add a character, to the run before it where nothing stands between them."""
    last = runs[-1] if runs else None
    if last and last.bold is new.bold and abs(last.start + last.width - new.start) < 1e-9:
        runs[-1] = Run(last.start, last.text + new.text, last.bold, last.width + new.width)
    else:
        runs.append(new)


def _stripped(characters: Sequence[Character]) -> tuple[Character, ...]:
    kept = tuple(characters)
    while kept and kept[0].letter.isspace():
        kept = kept[1:]
    while kept and kept[-1].letter.isspace():
        kept = kept[:-1]
    return kept
