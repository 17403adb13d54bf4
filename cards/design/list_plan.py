"""Boxes that hold several services: papers in hand, index, register, and the roll of a leaflet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field as Constraint
from pydantic import NonNegativeFloat, PositiveFloat, PositiveInt

from cards.design.box_plan import Box
from cards.design.schema import ColourName, Entry, StyleName
from cards.measure import Mm

Slots: TypeAlias = Annotated[tuple[PositiveInt, ...], Constraint(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads(Box):
    """Papers in hand, each with the numbers it leads to; side by side, or one below another.

    What to do and the English are written only where their styles are given.
    """

    kind: Literal["leads"]
    gap: PositiveFloat
    inset: PositiveFloat
    colour: ColourName
    over: StyleName
    title: StyleName
    numbers: StyleName
    do: StyleName | None = None
    english: StyleName | None = None
    below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexColumn(Entry):
    """One column of an index: its heading and the groups it holds, in order."""

    heading: str
    english: str = ""
    groups: Annotated[tuple[str, ...], Constraint(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Box):
    """Entries in columns, each under its heading; its English stands below it."""

    kind: Literal["index"]
    columns: Annotated[tuple[IndexColumn, ...], Constraint(min_length=1)]
    gap: PositiveFloat
    heading: StyleName
    heading_h: PositiveFloat
    english: StyleName | None = None
    text: StyleName
    numbers: StyleName
    pitch: PositiveFloat
    closest: PositiveFloat
    rule: PositiveFloat
    colour: ColourName


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Box):
    """The services of some slots, one a row: number, name, and the English name below it."""

    kind: Literal["register"]
    slots: Slots
    numbers: StyleName
    numbers_w: PositiveFloat
    name_style: StyleName
    english: StyleName | None = None
    rule: PositiveFloat
    colour: ColourName


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRail(Entry):
    """The line that joins the numbered discs of a roll."""

    width: PositiveFloat
    disc: PositiveFloat
    cut: NonNegativeFloat
    colour: ColourName
    numeral: StyleName


@dataclass(frozen=True, slots=True, kw_only=True)
class RollChip(Entry):
    """A figure of days on its plane, red where the reader loses something on that day."""

    h: PositiveFloat
    inset: PositiveFloat
    unit_gap: NonNegativeFloat
    line: PositiveFloat
    frame: ColourName
    urgent: ColourName
    figure: StyleName
    figure_urgent: StyleName
    unit: StyleName
    unit_urgent: StyleName


@dataclass(frozen=True, slots=True, kw_only=True)
class RollSymbol(Entry):
    """The symbol of a row, from the row's top, and its code below it."""

    x: Mm
    w: PositiveFloat
    smallest: PositiveInt
    code: StyleName
    code_drop: PositiveFloat


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll(Box):
    """The services of some slots down a rail, each with its own symbol.

    `pitch` is from row to row, `text` where the words begin and how wide they are; `x` and `w`
    are those of the whole roll. A slot without a service leaves its row empty.
    """

    kind: Literal["roll"]
    slots: Slots
    pitch: PositiveFloat
    rail: RollRail
    text_x: Mm
    text_w: PositiveFloat
    title: StyleName
    body: StyleName
    strong: StyleName
    cost_label: str
    gap: NonNegativeFloat
    lines: PositiveInt
    chip: RollChip
    symbol: RollSymbol
