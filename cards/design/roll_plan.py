"""A roll's symbols and codes as boxes of their own."""

from __future__ import annotations

from typing import Final

from cards.design.list_plan import Roll
from cards.design.plan import Span, SymbolPlace, Words
from cards.measure import Mm

_CODE_WIDER: Final = 1.25


def row_top(roll: Roll, row: int) -> Mm:
    """Where a row begins, counted from 0."""
    return roll.y + row * roll.pitch


def roll_symbol(roll: Roll, row: int, slot: int) -> SymbolPlace:
    """The place of a row's symbol."""
    plan = roll.symbol
    return SymbolPlace(
        kind="symbol",
        name=f"{roll.name}.{slot:02}.symbol",
        x=plan.x,
        y=row_top(roll, row),
        w=plan.w,
        h=plan.w,
        smallest=plan.smallest,
        slot=slot,
    )


def roll_code(roll: Roll, row: int, slot: int) -> Words:
    """The words of a row's code, below the middle of its symbol, a little wider than it."""
    plan = roll.symbol
    width = _CODE_WIDER * plan.w
    return Words(
        kind="words",
        name=f"{roll.name}.{slot:02}.code",
        x=plan.x + (plan.w - width) / 2,
        w=width,
        baseline=row_top(roll, row) + plan.w + plan.code_drop,
        spans=(Span(text="{code}", style=plan.code),),
        align="centre",
        slot=slot,
    )
