"""The parts of a process card's path as a design file writes them, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import NonNegativeFloat, PositiveFloat, PositiveInt

from cards.design.schema import ColourName, Entry, StyleName
from cards.measure import Mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail(Entry):
    """The path's line, its stations, and the ring it ends in."""

    width: PositiveFloat
    colour: ColourName
    station: PositiveFloat
    cut: NonNegativeFloat
    numeral: StyleName
    urgent: ColourName
    paper: ColourName
    end: Mm
    end_ring: PositiveFloat


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Entry):
    """A column of the path: where it begins and how wide it is."""

    x: Mm
    w: PositiveFloat


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm(Entry):
    """Least distance between rows, and between the middles of neighbouring stations.

    A full card may draw its stations together as far as `tight`.
    """

    gap: PositiveFloat
    pitch: PositiveFloat
    tight: PositiveFloat


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkPlan(Entry):
    """Two equal boxes. The other paper's is an outline in the colour `edge`, else in `here`."""

    h: PositiveFloat
    gap: PositiveFloat
    inset: PositiveFloat
    line: PositiveFloat
    here: ColourName
    edge: ColourName | None = None
    tint: ColourName
    over: StyleName
    over_here: StyleName
    title: StyleName
    title_here: StyleName
    do: StyleName
    do_here: StyleName


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePlan(Entry):
    """A figure in its frame, the rule beside it."""

    w: PositiveFloat
    h: PositiveFloat
    gap: PositiveFloat
    line: PositiveFloat
    frame: ColourName
    urgent: ColourName
    figure: StyleName
    figure_urgent: StyleName
    unit: StyleName
    unit_urgent: StyleName
    unit_gap: NonNegativeFloat
    rule: StyleName


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan(Entry):
    """Cases left, answers right, hairlines between."""

    case: StyleName
    answer: StyleName
    desk: StyleName
    least: PositiveFloat
    most: PositiveFloat
    gap: PositiveFloat
    pad: NonNegativeFloat
    rule: PositiveFloat
    colour: ColourName
    lines: PositiveInt


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphsPlan(Entry):
    """Lines of text."""

    style: StyleName
    lines: PositiveInt


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountPlan(Entry):
    """A price and a remark."""

    amount: StyleName
    text: StyleName
    lines: PositiveInt


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsPlan(Entry):
    """The small path: a thin rail with rings, heads, texts."""

    rail: PositiveFloat
    ring: PositiveFloat
    line: PositiveFloat
    colour: ColourName
    paper: ColourName
    head_x: Mm
    text_x: Mm
    figure: StyleName
    unit: StyleName
    unit_gap: NonNegativeFloat
    head: StyleName
    text: StyleName
    pitch: PositiveFloat
    lines: PositiveInt


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePlan(Entry):
    """A sentence on a plane of colour after the last station, led in by a word."""

    lead: str
    lead_style: StyleName
    style: StyleName
    colour: ColourName
    inset: PositiveFloat
    pad: PositiveFloat
    lines: PositiveInt
