"""A design file becomes a checked design; everything wrong in it is told at once, by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

import assets
from cards.design.list_plan import Roll
from cards.design.plan import (
    AnyBox,
    DesignPlan,
    House,
    PanelPlace,
    Stroke,
    SymbolPlace,
    Words,
)
from cards.design.source import Fault, Place, key_lines, line_of
from cards.marks import Colour
from cards.measure import Area, Mm
from cards.refusal import Refusal
from cards.typeset import Type


class DesignFault(Refusal):
    """A design file is wrong; `faults` are all of them in the order of their lines."""

    def __init__(self, design: str, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(f"{design}:{fault}" for fault in faults))
        self.design = design
        self.faults = faults


class UnknownDesign(Refusal):
    """No design of this name is kept."""

    def __init__(self, design: str, known: tuple[str, ...]) -> None:
        super().__init__(design)
        self.design = design
        self.known = known


@dataclass(frozen=True, slots=True)
class Design:
    """A checked design with the inks, styles and emblem it draws with."""

    plan: DesignPlan
    types: dict[str, Type]
    colours: dict[str, Colour]
    style_colours: dict[str, Colour]
    units: float
    strokes: tuple[Stroke, ...]

    @property
    def id(self) -> str:
        """Name of the design."""
        return self.plan.id


def design_ids() -> tuple[str, ...]:
    """The designs that are kept, sorted."""
    names = (entry.name for entry in assets.path("designs").iterdir())
    found = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return tuple(sorted(name for name in found if name != _HOUSE))


def house_words() -> Mapping[str, str]:
    """The fixed words that cards of every design use, by key."""
    return _house().words


def box_titles() -> Mapping[str, str]:
    """What people call the boxes of a design, by the box's name."""
    return _house().boxes


@cache
def load(design: str) -> Design:
    """A kept design by its name. Raises UnknownDesign and DesignFault."""
    known = design_ids()
    if design not in known:
        raise UnknownDesign(design, known)
    return parse(assets.read_bytes("designs", f"{design}.toml").decode(), name=design)


def parse(text: str, *, name: str) -> Design:
    """Check a design's text. Raises DesignFault with every fault found."""
    house = _house()
    data = _toml(text, name)
    lines = key_lines(text)
    styles = data.get("styles")
    known = {"styles": set(styles) if isinstance(styles, dict) else set()}
    plan: DesignPlan = _validated(
        DesignPlan, data, name=name, lines=lines, known=known | {"colours": set(house.colours)}
    )
    faults = [Fault(line_of(lines, place), what) for place, what in _misfits(plan, name)]
    if faults:
        raise DesignFault(name, tuple(sorted(faults, key=lambda fault: fault.line)))
    return _design(plan, house)


_HOUSE = "house"
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@cache
def _house() -> House:
    text = assets.read_bytes("designs", f"{_HOUSE}.toml").decode()
    house: House = _validated(
        House, _toml(text, _HOUSE), name=_HOUSE, lines=key_lines(text), known={}
    )
    return house


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found.group(1)) if found else len(text.splitlines())
        raise DesignFault(name, (Fault(line, str(error)),)) from None


def _validated(
    kind: Any,
    data: dict[str, Any],
    *,
    name: str,
    lines: dict[Place, int],
    known: dict[str, set[str]],
) -> Any:
    try:
        return TypeAdapter(kind).validate_python(data, context=known)
    except ValidationError as error:
        faults = {
            Fault(line_of(lines, _written(fault["loc"])), _sentence(fault["loc"], fault["msg"]))
            for fault in error.errors(include_url=False, include_input=False)
        }
        ordered = sorted(faults, key=lambda fault: (fault.line, fault.what))
        raise DesignFault(name, tuple(ordered)) from None


def _written(loc: Place) -> Place:
    """A validation's place without the names of alternatives, which no file writes."""
    return tuple(
        key
        for before, key in zip((None, *loc), loc, strict=False)
        if not (isinstance(before, int) and key in _KINDS)
    )


def _sentence(loc: Place, message: str) -> str:
    key = ".".join(str(part) for part in _written(loc))
    return f"{key}: {message.removeprefix('Value error, ')}"


# The names of the kinds of boxes, which stand in a validation's place but in no file.
_KINDS = {
    get_args(hint)[0]
    for kind in (*get_args(AnyBox), PanelPlace)
    for name, hint in get_type_hints(kind).items()
    if name == "kind"
}


def _misfits(plan: DesignPlan, name: str) -> Iterator[tuple[Place, str]]:
    """Faults that only show between the parts of a design."""
    if plan.id != name:
        yield ("id",), f"id is {plan.id!r}; the file is named {name!r}"
    for style, kind in plan.styles.items():
        if (kind.smallest or 0) > kind.size:
            yield ("styles", style, "smallest"), f"{style}: smallest is above size"
    yield from _fold_misfits(plan)
    for number, panel in enumerate(plan.panels):
        for place, what in _box_misfits(plan, panel.boxes, width=panel.w, height=panel.h):
            yield ("panels", number, *place), f"{panel.name}: {what}"
    paper = plan.paper
    for number, face in enumerate(plan.faces):
        for place, what in _box_misfits(plan, face.boxes, width=paper.width, height=paper.height):
            yield ("faces", number, *place), f"{face.name}: {what}"


def _fold_misfits(plan: DesignPlan) -> Iterator[tuple[Place, str]]:
    names = {face.name for face in plan.faces}
    for number, fold in enumerate(plan.folds):
        place: Place = ("folds", number)
        if fold.face not in names:
            yield (*place, "face"), f"there is no face {fold.face!r}"
        if (fold.x is None) is (fold.y is None):
            yield place, "a fold has either x or y"
        if (fold.x or 0) >= plan.paper.width or (fold.y or 0) >= plan.paper.height:
            yield place, "the fold lies outside the paper"


def _box_misfits(
    plan: DesignPlan, boxes: Sequence[AnyBox | PanelPlace], *, width: Mm, height: Mm
) -> Iterator[tuple[Place, str]]:
    panels = {panel.name: panel for panel in plan.panels}
    seen: set[str] = set()
    for number, box in enumerate(boxes):
        place: Place = ("boxes", number)
        if box.name in seen:
            yield (*place, "name"), f"a second box is named {box.name!r}"
        seen.add(box.name)
        if isinstance(box, PanelPlace):
            panel = panels.get(box.of)
            if panel is None:
                yield (*place, "of"), f"{box.name}: there is no panel {box.of!r}"
                continue
            inside = _is_inside(Area(box.x, box.y, panel.w, panel.h), width, height)
        elif isinstance(box, Words):
            if box.lines > 1 and len(box.spans) > 1:
                yield (*place, "lines"), f"{box.name}: several spans stand on one line"
            inside = box.x >= 0 and box.x + box.w <= width
        else:
            inside = _is_inside(box.area, width, height)
        if not inside:
            yield place, f"{box.name}: reaches over the paper's edge"
        if plan.shows != "all" and _has_slot(box):
            yield place, f"{box.name}: only a design that shows all has symbols by slot"


def _has_slot(box: AnyBox | PanelPlace) -> bool:
    return isinstance(box, Roll) or (isinstance(box, SymbolPlace | Words) and box.slot is not None)


def _is_inside(area: Area, width: Mm, height: Mm) -> bool:
    return Area(0, 0, width, height).holds(area)


def _design(plan: DesignPlan, house: House) -> Design:
    colours = {
        name: Colour(name, ink.cmyk, ink.rgb, ink.grey) for name, ink in house.colours.items()
    }
    types = {
        name: Type(bold=style.bold, size=style.size, leading=style.leading, smallest=style.smallest)
        for name, style in plan.styles.items()
    }
    return Design(
        plan=plan,
        types=types,
        colours=colours,
        style_colours={name: colours[style.colour] for name, style in plan.styles.items()},
        units=house.emblem.units,
        strokes=house.emblem.strokes,
    )
