"""What it costs: the amount large, a remark after it."""

from __future__ import annotations

from cards.design.content import Amount
from cards.design.part.laid import Laid
from cards.design.part.paragraphs import height_of, write_lines
from cards.design.pen import Pen, drop
from cards.design.plan import Path
from cards.measure import Mm

GAP: Mm = 1.2


def lay_amount(content: Amount, path: Path, pen: Pen) -> Laid:
    """The remark keeps to the right of the amount, on as many lines as the plan permits."""
    plan, middle = path.amount, path.rail.station / 2
    amount = pen.fit(content.amount, plan.amount, width=path.answer.w)
    indent = amount.width + GAP
    texts = (content.text,) if content.text else ()
    remark = pen.fit_all(texts, plan.text, width=path.answer.w - indent, lines=plan.lines)

    def draw(y: Mm) -> None:
        # One baseline for both sizes.
        baseline = y + middle + drop(amount.em)
        pen.write(amount, plan.amount, at=(path.answer.x, baseline))
        top = baseline - drop(pen.em(plan.text))
        write_lines(remark, plan.text, pen, x=path.answer.x + indent, middle=top)

    return Laid(height_of(remark, plan.text, pen, middle=middle), draw)
