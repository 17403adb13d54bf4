"""The number of days in its frame, red where it is the reader's last day, with its rule beside."""

from __future__ import annotations

from collections.abc import Callable

from cards.design.content import Figure
from cards.design.part.laid import Laid
from cards.design.part.paragraphs import height_of, write_lines
from cards.design.pen import Pen, figure_drop
from cards.design.station_plan import Column, FigurePlan
from cards.measure import Area, Mm

RULE_LINES = 3


def lay_figure(figure: Figure, plan: FigurePlan, column: Column, pen: Pen, *, middle: Mm) -> Laid:
    """Where there is no figure the rule takes the whole width, its first line at `middle`."""
    if figure.figure is None:
        return _lay_rule(figure, plan, column, pen, middle=middle)
    indent = plan.w + plan.gap
    rule = pen.fit_all(figure.rule, plan.rule, width=column.w - indent, lines=RULE_LINES)
    paint = _frame(figure, plan, pen)

    def draw(y: Mm) -> None:
        paint(Area(column.x, y, plan.w, plan.h))
        lines = sum(len(block.lines) for block in rule)
        first = y + plan.h / 2 - (lines - 1) * pen.leading(plan.rule) / 2
        write_lines(rule, plan.rule, pen, x=column.x + indent, middle=first)

    return Laid(plan.h, draw)


def _lay_rule(figure: Figure, plan: FigurePlan, column: Column, pen: Pen, *, middle: Mm) -> Laid:
    rule = pen.fit_all(figure.rule, plan.rule, width=column.w, lines=RULE_LINES)
    return Laid(
        height_of(rule, plan.rule, pen, middle=middle),
        lambda y: write_lines(rule, plan.rule, pen, x=column.x, middle=y + middle),
    )


def _frame(figure: Figure, plan: FigurePlan, pen: Pen) -> Callable[[Area], None]:
    """Set figure and unit as one; they share a baseline and stand in the middle of the frame."""
    styles = (plan.figure_urgent, plan.unit_urgent) if figure.urgent else (plan.figure, plan.unit)
    number = pen.fit(figure.figure or "", styles[0], width=plan.w)
    unit = pen.fit(figure.unit or "", styles[1], width=plan.w - number.width - plan.unit_gap)

    def paint(area: Area) -> None:
        if figure.urgent:
            pen.rect(area, plan.urgent)
        else:
            pen.rect(area, plan.frame, line=plan.line)
        x = area.x + (area.w - number.width - plan.unit_gap - unit.width) / 2
        y = area.y + area.h / 2 + figure_drop(number.em)
        pen.write(number, styles[0], at=(x, y))
        pen.write(unit, styles[1], at=(x + number.width + plan.unit_gap, y))

    return paint
