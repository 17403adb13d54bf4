"""Two boxes side by side: the paper this card serves, and the one that leads elsewhere."""

from __future__ import annotations

from cards.design.content import Fork, Side
from cards.design.part.laid import Laid
from cards.design.pen import Pen, drop
from cards.design.station_plan import Column, ForkPlan
from cards.measure import Area, Mm
from cards.typeset import Block


def lay_fork(fork: Fork, plan: ForkPlan, column: Column, pen: Pen) -> Laid:
    """Both boxes are of one size; where neither side is this card's, both are tinted."""
    width = (column.w - plan.gap) / 2
    decided = any(side.here for side in fork.sides)
    boxes = [_blocks(side, plan, pen, width=width - 2 * plan.inset) for side in fork.sides]

    def draw(y: Mm) -> None:
        for number, side in enumerate(fork.sides):
            area = Area(column.x + number * (width + plan.gap), y, width, plan.h)
            _frame(area, plan, pen, here=side.here, decided=decided)
            _write(boxes[number], pen, Area(area.x + plan.inset, y, width, plan.h))

    return Laid(plan.h, draw)


def _blocks(side: Side, plan: ForkPlan, pen: Pen, *, width: Mm) -> list[tuple[str, Block]]:
    styles = (
        (plan.over_here, plan.title_here, plan.do_here)
        if side.here
        else (plan.over, plan.title, plan.do)
    )
    texts = zip(styles, (side.over, side.title, side.do), strict=True)
    return [(style, pen.fit(text, style, width=width)) for style, text in texts]


def _frame(area: Area, plan: ForkPlan, pen: Pen, *, here: bool, decided: bool) -> None:
    if here:
        pen.rect(area, plan.here)
    elif decided:
        pen.rect(area, plan.edge or plan.here, line=plan.line)
    else:
        pen.rect(area, plan.tint)


def _write(blocks: list[tuple[str, Block]], pen: Pen, area: Area) -> None:
    """The lines, as a whole in the middle of the box's height."""
    y = area.y + (area.h - sum(block.height for _, block in blocks)) / 2
    for style, block in blocks:
        pen.write(block, style, at=(area.x, y + block.height / 2 + drop(block.em)))
        y += block.height
