"""Draws into a display list in a design's styles, and remembers which box each mark came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from cards.design.box_plan import Align
from cards.design.frame import FLAT, Frame
from cards.design.reading import Design
from cards.font import ASCENT, CAP_HEIGHT
from cards.marks import Circle, Colour, Line, Mark, Rect, Text
from cards.measure import Area, Mm, Pt, millimetres
from cards.typeset import Block, Overflow, fit
from cards.typeset import Line as SetLine


@dataclass(slots=True)
class Pen:
    """Collects marks; `box` is the name that errors and marks carry, `frame` where boxes lie."""

    design: Design
    box: str = ""
    frame: Frame = FLAT
    drawn: list[tuple[str, Mark]] = field(default_factory=list)

    def put(self, mark: Mark) -> None:
        """Add a mark, given in the millimetres of the frame."""
        self.put_flat(self.frame.mark(mark))

    def put_flat(self, mark: Mark) -> None:
        """Add a mark, given in the millimetres of the face."""
        self.drawn.append((self.box, mark))

    def rect(self, area: Area, colour: str, *, line: Mm = 0) -> None:
        """A plane, or its outline."""
        self.put(Rect(area, self.design.colours[colour], line))

    def line(self, start: tuple[Mm, Mm], end: tuple[Mm, Mm], *, width: Mm, colour: str) -> None:
        """A stroke with flat ends."""
        self.put(Line(*start, *end, width, self.design.colours[colour]))

    def circle(self, centre: tuple[Mm, Mm], radius: Mm, *, colour: str, line: Mm = 0) -> None:
        """A disc or a ring."""
        self.put(Circle(*centre, radius, self.design.colours[colour], line))

    def fit(
        self, text: str, style: str, *, width: Mm, lines: int = 1, largest: Pt | None = None
    ) -> Block:
        """Set a text in a style; raises Overflow and MissingGlyphs with the box's name."""
        kind = self.design.types[style]
        return fit(text, kind, width=width, lines=lines, box=self.box, largest=largest)

    def fit_all(self, texts: tuple[str, ...], style: str, *, width: Mm, lines: int) -> list[Block]:
        """Set texts under one another, all together on at most `lines` lines."""
        blocks: list[Block] = []
        for text in texts:
            room = lines - sum(len(block.lines) for block in blocks)
            if room < 1:
                raise Overflow(box=self.box, text=text, surplus=len(text))
            blocks.append(self.fit(text, style, width=width, lines=room))
        return blocks

    def write(
        self, block: Block, style: str, *, at: tuple[Mm, Mm], width: Mm = 0, align: Align = "left"
    ) -> None:
        """Draw set lines; `at` is where the first baseline begins, `width` what to align in."""
        x, baseline = at
        for number, line in enumerate(block.lines):
            start = x + _indent(width - line.width * block.em, align)
            y = baseline + number * millimetres(block.leading)
            self._write_line(line, block, (start, y), self.design.style_colours[style])

    def say(
        self, text: str, style: str, *, at: tuple[Mm, Mm], width: Mm, align: Align = "left"
    ) -> Block:
        """Set and draw one line."""
        block = self.fit(text, style, width=width)
        self.write(block, style, at=at, width=width, align=align)
        return block

    def em(self, style: str) -> Mm:
        """Size of a style as a length."""
        return millimetres(self.design.types[style].size)

    def leading(self, style: str) -> Mm:
        """Distance of a style's baselines."""
        return millimetres(self.design.types[style].leading)

    def _write_line(self, line: SetLine, block: Block, at: tuple[Mm, Mm], colour: Colour) -> None:
        x, y = at
        for run in line.runs:
            text = Text(
                x + run.start * block.em,
                y,
                run.text,
                bold=run.bold,
                size=block.size,
                width=run.width * block.em,
                colour=colour,
            )
            self.put(text)


def drop(em: Mm) -> Mm:
    """From the middle of a hanzi's square down to its baseline."""
    return em * (ASCENT - 0.5)


def figure_drop(em: Mm) -> Mm:
    """From the middle of a figure down to its baseline."""
    return em * CAP_HEIGHT / 2


def _indent(room: Mm, align: Align) -> Mm:
    return {"left": 0.0, "centre": room / 2, "right": room}[align]
