"""Boxes of words: texts with places for what each card says."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from string import Formatter
from typing import TypeAlias

from cards.design.content import Content
from cards.design.pen import Pen
from cards.design.plan import Span, Words
from cards.measure import Mm, Pt, millimetres
from cards.typeset import STEP, Block, Overflow

_Line: TypeAlias = tuple[list[Block], list[Mm], Mm]


def draw_words(box: Words, content: Content, pen: Pen) -> None:
    """Draw a box's spans; a span that the card has no words for is left out.

    Raises Overflow and MissingGlyphs.
    """
    shown = (span for span in box.spans if _is_shown(span, content))
    spans = [(span, span.text.format_map(content.words)) for span in shown]
    if box.lines > 1:
        for span, text in spans:
            _draw_paragraph(box, span, text, pen=pen)
    elif spans:
        _draw_line(box, spans, pen)


def span_words(span: Span) -> set[str]:
    """The words a span names."""
    return {name for _, name, _, _ in Formatter().parse(span.text) if name is not None}


def _is_shown(span: Span, content: Content) -> bool:
    has_words = all(name in content.words for name in span_words(span))
    return has_words and (span.when is None or content.is_draft)


def _draw_paragraph(box: Words, span: Span, text: str, *, pen: Pen) -> None:
    """One line is tried at every permitted size before two are."""
    for lines in range(1, box.lines):
        with suppress(Overflow):
            block = pen.fit(text, span.style, width=box.w, lines=lines)
            break
    else:
        block = pen.fit(text, span.style, width=box.w, lines=box.lines)
    above = len(block.lines) - 1 if box.grows == "up" else 0
    baseline = box.baseline - above * millimetres(block.leading)
    pen.write(block, span.style, at=(box.x, baseline), width=box.w, align=box.align)


def _draw_line(box: Words, spans: Sequence[tuple[Span, str]], pen: Pen) -> None:
    """Spans side by side on one baseline; those that may go do, the last first.

    Where the rest is still too long all of it shrinks together, as far as its styles permit.
    """
    try:
        blocks, starts, width = _set(box, spans, pen, smaller=0)
    except Overflow:
        kept = _without_one(spans)
        if len(kept) < len(spans):
            return _draw_line(box, kept, pen)
        blocks, starts, width = _set_smaller(box, spans, pen)
    indent = {"left": 0.0, "centre": (box.w - width) / 2, "right": box.w - width}[box.align]
    for (span, _), block, start in zip(spans, blocks, starts, strict=True):
        pen.write(block, span.style, at=(box.x + indent + start, box.baseline))
    return None


def _set_smaller(box: Words, spans: Sequence[tuple[Span, str]], pen: Pen) -> _Line:
    """The spans at the largest common shrinking at which they fit. Raises Overflow."""
    steps = max(len(pen.design.types[span.style].sizes) for span, _ in spans)
    for step in range(1, steps - 1):
        with suppress(Overflow):
            return _set(box, spans, pen, smaller=step * STEP)
    return _set(box, spans, pen, smaller=steps * STEP)


def _set(box: Words, spans: Sequence[tuple[Span, str]], pen: Pen, *, smaller: Pt) -> _Line:
    """The spans set one after another: blocks, where each starts, and how wide they are."""
    blocks: list[Block] = []
    starts: list[Mm] = []
    width = 0.0
    for number, (span, text) in enumerate(spans):
        start = width + (span.gap * pen.em(span.style) if number else 0.0)
        largest = pen.design.types[span.style].size - smaller
        block = pen.fit(text, span.style, width=max(box.w - start, 0.1), largest=largest)
        blocks.append(block)
        starts.append(start)
        width = start + block.width
    return blocks, starts, width


def _without_one(spans: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """The spans without the last that may go."""
    for number in range(len(spans) - 1, -1, -1):
        if spans[number][0].may_go:
            return [*spans[:number], *spans[number + 1 :]]
    return list(spans)
