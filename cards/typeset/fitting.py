"""A text in a box: the largest permitted size at which it fits, or a refusal. Never a cut."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from cards.font import missing_glyphs
from cards.measure import Mm, Pt, millimetres
from cards.refusal import Refusal
from cards.typeset.breaking import Breaks, break_lines
from cards.typeset.character import Character, read
from cards.typeset.line import Line, set_line

STEP: Pt = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A style of type. `smallest` is the least size it may shrink to where a text is long."""

    bold: bool = False
    size: Pt
    leading: Pt
    smallest: Pt | None = None

    @property
    def sizes(self) -> tuple[Pt, ...]:
        """Permitted sizes, largest first."""
        floor = self.size if self.smallest is None else self.smallest
        steps = int((self.size - floor) / STEP + 1e-9)
        return tuple(self.size - STEP * step for step in range(steps + 1))

    def sizes_from(self, largest: Pt | None) -> tuple[Pt, ...]:
        """Permitted sizes up to `largest`; the smallest where that is too small."""
        if largest is None:
            return self.sizes
        return tuple(size for size in self.sizes if size <= largest) or self.sizes[-1:]


@dataclass(frozen=True, slots=True)
class Block:
    """Set lines of one size."""

    lines: tuple[Line, ...]
    size: Pt
    leading: Pt

    @property
    def em(self) -> Mm:
        """The size as a length."""
        return millimetres(self.size)

    @property
    def width(self) -> Mm:
        """The widest line."""
        return max((line.width for line in self.lines), default=0) * self.em

    @property
    def height(self) -> Mm:
        """All lines with their leading."""
        return millimetres(self.leading) * len(self.lines)


class Overflow(Refusal):
    """A text does not fit its box at any permitted size. `surplus` counts hanzi, at the least 1."""

    def __init__(self, *, box: str, text: str, surplus: int) -> None:
        super().__init__(f"{box}: {surplus} hanzi too many in {text!r}")
        self.box = box
        self.text = text
        self.surplus = surplus


class MissingGlyphs(Refusal):
    """A text has characters that the print fonts lack."""

    def __init__(self, *, box: str, text: str, characters: str) -> None:
        super().__init__(f"{box}: no glyph for {characters!r}")
        self.box = box
        self.text = text
        self.characters = characters


def fit(
    text: str, kind: Type, *, width: Mm, lines: int, box: str, largest: Pt | None = None
) -> Block:
    """Set a text in a measure of `width` on at most `lines` lines.

    `largest` keeps it smaller than its style asks, but never below the smallest. Raises Overflow
    and MissingGlyphs, each naming the `box`.
    """
    if missing := missing_glyphs(text):
        raise MissingGlyphs(box=box, text=text, characters="".join(sorted(missing)))
    characters = read(text, bold=kind.bold)
    for size in kind.sizes_from(largest):
        breaks = _broken(characters, width / millimetres(size), lines)
        if breaks is not None:
            return Block(breaks.lines, size, kind.leading * size / kind.size)
    measure = width / millimetres(kind.sizes[-1])
    raise Overflow(box=box, text=text, surplus=_surplus(characters, measure, lines))


def _broken(characters: tuple[Character, ...], measure: float, lines: int) -> Breaks | None:
    """The lines of a text, or None where they are too many or too wide."""
    breaks = break_lines(characters, measure)
    return breaks if breaks.fits and len(breaks.lines) <= lines else None


def _surplus(characters: tuple[Character, ...], measure: float, lines: int) -> int:
    """How many hanzi must go from a text's end before the rest of it fits."""
    fitting, failing = 0, len(characters)
    while failing - fitting > 1:
        middle = (fitting + failing) // 2
        if _broken(characters[:middle], measure, lines):
            fitting = middle
        else:
            failing = middle
    return max(1, ceil(set_line(characters[fitting:]).width - 1e-9))
