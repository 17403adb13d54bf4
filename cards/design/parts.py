"""Which parts of what a service says a design prints: only these can make it wrong."""

from __future__ import annotations

from collections.abc import Iterator

from cards.design.list_plan import Roll
from cards.design.placed import placed_boxes
from cards.design.plan import AnyBox, DesignPlan, FigureBox, ForkBox, Path, Words
from cards.design.words import span_words


def printed_parts(plan: DesignPlan) -> frozenset[str]:
    """Names of stations, `note`, and `term` where services tell their time in a sentence."""
    boxes = (place.box for face in plan.faces for place in placed_boxes(plan, face))
    return frozenset(part for box in boxes for part in _parts(box))


_PARTS_IN_WORDS = frozenset({"bring", "cost"})


def _parts(box: AnyBox) -> Iterator[str]:
    match box:
        case Path():
            yield from box.stations
            yield "note"
        case ForkBox():
            yield "first"
        case FigureBox():
            yield "figure"
        case Roll():
            yield from ("term", "cost")
        case Words():
            for span in box.spans:
                yield from span_words(span) & _PARTS_IN_WORDS
