"""What people get wrong, on a plane of sand."""

from __future__ import annotations

from cards.design.part.laid import Laid
from cards.design.part.paragraphs import write_lines
from cards.design.pen import Pen
from cards.design.plan import Path
from cards.measure import Area, Mm

GAP_EMS = 0.75


def lay_note(text: str, path: Path, pen: Pen) -> Laid:
    """The word that leads in stands apart; the sentence keeps its own left edge."""
    plan, column = path.note, path.answer
    lead = pen.fit(plan.lead, plan.lead_style, width=column.w)
    indent = plan.inset + lead.width + GAP_EMS * lead.em
    body = pen.fit(text, plan.style, width=column.w - indent - plan.inset, lines=plan.lines)
    height = body.height + 2 * plan.pad

    def draw(y: Mm) -> None:
        pen.rect(Area(column.x, y, column.w, height), plan.colour)
        first = y + plan.pad + pen.leading(plan.style) / 2
        write_lines([lead], plan.lead_style, pen, x=column.x + plan.inset, middle=first)
        write_lines([body], plan.style, pen, x=column.x + indent, middle=first)

    return Laid(height, draw)
