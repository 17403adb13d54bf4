"""A box with its place on a face: panels opened, the rows of a roll told one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from cards.design.frame import FLAT, Frame
from cards.design.list_plan import Roll
from cards.design.plan import AnyBox, DesignPlan, FacePlan, PanelPlace, SymbolPlace, Words
from cards.design.roll_plan import roll_code, roll_symbol

BoxT_co = TypeVar("BoxT_co", bound=AnyBox, covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[BoxT_co]):
    """A box, the name that refusals give it, and where its millimetres begin."""

    name: str
    box: BoxT_co
    frame: Frame


def placed_boxes(design: DesignPlan, face: FacePlan) -> Iterator[Placed[AnyBox]]:
    """Every box of a face in the order of drawing."""
    panels = {panel.name: panel for panel in design.panels}
    for box in face.boxes:
        if isinstance(box, PanelPlace):
            panel = panels[box.of]
            frame = Frame(box.x, box.y, panel.w, panel.h, box.turned)
            for inner in panel.boxes:
                yield from _opened(f"{box.name}.{inner.name}", inner, frame)
        else:
            yield from _opened(box.name, box, FLAT)


def symbol_places(design: DesignPlan, face: FacePlan) -> tuple[Placed[SymbolPlace], ...]:
    """Where a face has symbols."""
    return tuple(
        Placed(one.name, one.box, one.frame)
        for one in placed_boxes(design, face)
        if isinstance(one.box, SymbolPlace)
    )


def _opened(name: str, box: AnyBox, frame: Frame) -> Iterator[Placed[AnyBox]]:
    yield Placed(name, box, frame)
    if isinstance(box, Roll):
        for row, slot in enumerate(box.slots):
            symbol: SymbolPlace = roll_symbol(box, row, slot)
            code: Words = roll_code(box, row, slot)
            yield Placed(symbol.name, symbol, frame)
            yield Placed(code.name, code, frame)
