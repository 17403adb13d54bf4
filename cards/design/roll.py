"""The roll of a leaflet: services down a rail, each with its words; symbols are drawn later."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import pairwise

from cards.design.content import Item, Term
from cards.design.list_plan import Roll
from cards.design.path import Crowded
from cards.design.pen import Pen, drop, figure_drop
from cards.design.roll_plan import row_top
from cards.measure import Area, Mm, millimetres
from cards.typeset import Block, Overflow


def draw_roll(roll: Roll, items: Mapping[int, Item], pen: Pen) -> None:
    """Draw the rows that have a service. Raises Crowded, Overflow, MissingGlyphs."""
    whole = pen.box
    rows = [(row, items[slot]) for row, slot in enumerate(roll.slots) if slot in items]
    _draw_rail(roll, [row_top(roll, row) + roll.rail.disc / 2 for row, _ in rows], pen)
    for row, item in rows:
        pen.box = f"{whole}.{item.number}"
        _draw_row(roll, item, row_top(roll, row), pen)
    pen.box = whole


def _draw_rail(roll: Roll, middles: list[Mm], pen: Pen) -> None:
    rail, radius = roll.rail, roll.rail.disc / 2
    axis = roll.x + radius
    for above, below in pairwise(middles):
        start, end = (axis, above + radius + rail.cut), (axis, below - radius - rail.cut)
        pen.line(start, end, width=rail.width, colour=rail.colour)
    for middle in middles:
        pen.circle((axis, middle), radius, colour=rail.colour)


def _draw_row(roll: Roll, item: Item, top: Mm, pen: Pen) -> None:
    """Number, name, what it is for, the time around its figure, the price."""
    rail = roll.rail
    number = (roll.x, top + rail.disc / 2 + figure_drop(pen.em(rail.numeral)))
    pen.say(item.number, rail.numeral, at=number, width=rail.disc, align="centre")
    # The first line stands in the middle of its disc.
    y = top + rail.disc / 2 - pen.leading(roll.title) / 2
    y = _write(roll, _fit(item.name, roll.title, roll, pen), roll.title, y, pen)
    y += roll.gap / 2
    for text in pen.fit_all(item.texts, roll.body, width=roll.text_w, lines=roll.lines):
        y = _write(roll, text, roll.body, y, pen)
    y = _draw_term(roll, item.term, y + roll.gap, pen)
    y = _draw_cost(roll, item.cost, y + roll.gap, pen)
    surplus = y - min(top + roll.pitch, roll.y + roll.h)
    if surplus > 0:
        raise Crowded(box=pen.box, surplus=surplus)


def _fit(text: str, style: str, roll: Roll, pen: Pen) -> Block:
    """One line is tried at every permitted size before two are: a text may break inside a word."""
    with suppress(Overflow):
        return pen.fit(text, style, width=roll.text_w)
    return pen.fit(text, style, width=roll.text_w, lines=2)


def _draw_term(roll: Roll, term: Term, y: Mm, pen: Pen) -> Mm:
    y = _write(roll, _fit(term.before, roll.body, roll, pen), roll.body, y, pen)
    if term.figure is None:
        return y
    chip, x = roll.chip, roll.text_x
    styles = (chip.figure_urgent, chip.unit_urgent) if term.urgent else (chip.figure, chip.unit)
    figure = pen.fit(term.figure, styles[0], width=roll.text_w)
    unit = pen.fit(term.unit or "", styles[1], width=roll.text_w - figure.width)
    width = figure.width + chip.unit_gap + unit.width + 2 * chip.inset
    area = Area(x, y + roll.gap / 2, width, chip.h)
    pen.rect(area, chip.urgent if term.urgent else chip.frame, line=0 if term.urgent else chip.line)
    baseline = area.y + chip.h / 2 + figure_drop(figure.em)
    pen.write(figure, styles[0], at=(x + chip.inset, baseline))
    after_figure = x + chip.inset + figure.width + chip.unit_gap
    pen.write(unit, styles[1], at=(after_figure, baseline))
    room = roll.text_w - width - chip.inset
    after = pen.fit(term.after, roll.body, width=room)
    pen.write(after, roll.body, at=(area.right + chip.inset, baseline))
    return area.bottom + roll.gap / 2


def _draw_cost(roll: Roll, cost: str, y: Mm, pen: Pen) -> Mm:
    """The price after its label; what is too long for that begins a line of its own."""
    label = pen.fit(roll.cost_label, roll.body, width=roll.text_w)
    indent = label.width + pen.em(roll.body)
    baseline = y + label.height / 2 + drop(label.em)
    pen.write(label, roll.body, at=(roll.text_x, baseline))
    with suppress(Overflow):
        amount = pen.fit(cost, roll.strong, width=roll.text_w - indent)
        pen.write(amount, roll.strong, at=(roll.text_x + indent, baseline))
        return y + label.height
    amount = pen.fit(cost, roll.strong, width=roll.text_w, lines=2)
    return _write(roll, amount, roll.strong, y + label.height, pen)


def _write(roll: Roll, block: Block, style: str, y: Mm, pen: Pen) -> Mm:
    """Draw lines from `y` down; where they end."""
    first = y + millimetres(block.leading) / 2 + drop(block.em)
    pen.write(block, style, at=(roll.text_x, first))
    return y + block.height
