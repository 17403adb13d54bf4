"""Sentences under one another, and a station's name."""

from __future__ import annotations

from collections.abc import Sequence

from cards.design.content import Paragraphs
from cards.design.part.laid import Laid
from cards.design.pen import Pen, drop
from cards.design.plan import Path
from cards.measure import Mm
from cards.typeset import Block

LABEL_LINES = 2


def lay_paragraphs(content: Paragraphs, path: Path, pen: Pen) -> Laid:
    """Each sentence begins a line; together they take at most the plan's lines."""
    plan = path.paragraphs
    return lay_lines(content.lines, plan.style, path, pen, lines=plan.lines)


def lay_label(label: tuple[str, ...], path: Path, pen: Pen) -> Laid:
    """The station's name, at most two lines in its column."""
    style = path.label_style
    blocks = pen.fit_all(label, style, width=path.label.w, lines=LABEL_LINES)
    return _laid(blocks, style, path, pen, x=path.label.x)


def lay_lines(texts: tuple[str, ...], style: str, path: Path, pen: Pen, *, lines: int) -> Laid:
    """Sentences in the answer column."""
    blocks = pen.fit_all(texts, style, width=path.answer.w, lines=lines)
    return _laid(blocks, style, path, pen, x=path.answer.x)


def height_of(blocks: Sequence[Block], style: str, pen: Pen, *, middle: Mm) -> Mm:
    """Height of lines of which the first has its middle at `middle`; never less than the disc."""
    lines = sum(len(block.lines) for block in blocks)
    last = middle + (lines - 1) * pen.leading(style)
    return max(2 * middle, last + pen.em(style) / 2)


def write_lines(blocks: Sequence[Block], style: str, pen: Pen, *, x: Mm, middle: Mm) -> None:
    """Draw lines; the first has its middle at `middle`."""
    for block in blocks:
        pen.write(block, style, at=(x, middle + drop(block.em)))
        middle += block.height


def _laid(blocks: Sequence[Block], style: str, path: Path, pen: Pen, *, x: Mm) -> Laid:
    middle = path.rail.station / 2
    return Laid(
        height_of(blocks, style, pen, middle=middle),
        lambda y: write_lines(blocks, style, pen, x=x, middle=y + middle),
    )
