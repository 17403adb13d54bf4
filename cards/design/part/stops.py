"""The small path inside the last station: what happens afterwards, one line a stop."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from cards.design.content import Stop, Stops
from cards.design.part.laid import Laid
from cards.design.part.paragraphs import write_lines
from cards.design.pen import Pen, drop
from cards.design.plan import Path
from cards.measure import Mm


def lay_stops(content: Stops, path: Path, pen: Pen) -> Laid:
    """Rings on a thin rail; a figure or a word; then what happens, on more lines if need be."""
    plan, middle = path.stops, path.rail.station / 2
    width = path.answer.x + path.answer.w - plan.text_x
    texts = [pen.fit(stop.text, plan.text, width=width, lines=plan.lines) for stop in content.stops]
    heads = [_head(stop, path, pen) for stop in content.stops]
    leading = pen.leading(plan.text)
    steps = [plan.pitch + (len(text.lines) - 1) * leading for text in texts]
    places = [middle + sum(steps[:number]) for number in range(len(steps))]
    height = middle + sum(steps) - plan.pitch + leading / 2

    def draw(y: Mm) -> None:
        _rail([y + place for place in places], path, pen)
        for place, head, text in zip(places, heads, texts, strict=True):
            head(y + place)
            write_lines([text], plan.text, pen, x=plan.text_x, middle=y + place)

    return Laid(height, draw)


def _head(stop: Stop, path: Path, pen: Pen) -> Callable[[Mm], None]:
    """How to draw a stop's figure with its unit, or its word, on the baseline of its text."""
    plan = path.stops
    room, below = plan.text_x - plan.head_x, drop(pen.em(plan.text))
    if stop.figure is None:
        word = pen.fit(stop.head or "", plan.head, width=room)
        return lambda y: pen.write(word, plan.head, at=(plan.head_x, y + below))
    number = pen.fit(stop.figure, plan.figure, width=room)
    indent = number.width + plan.unit_gap
    unit = pen.fit(stop.unit or "", plan.unit, width=room - indent)

    def draw(y: Mm) -> None:
        pen.write(number, plan.figure, at=(plan.head_x, y + below))
        pen.write(unit, plan.unit, at=(plan.head_x + indent, y + below))

    return draw


def _rail(middles: list[Mm], path: Path, pen: Pen) -> None:
    plan = path.stops
    x, radius = path.answer.x + plan.ring / 2, plan.ring / 2
    for above, below in pairwise(middles):
        start, end = (x, above + radius), (x, below - radius)
        pen.line(start, end, width=plan.rail, colour=plan.colour)
    for y in middles:
        pen.circle((x, y), radius, colour=plan.colour, line=plan.line)
