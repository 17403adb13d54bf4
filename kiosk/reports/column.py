"""The columns of a report, the same in every file: what stands above them and in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from kiosk.domain.report import Dimension, Line, Report, Value
from kiosk.reports.cell import width
from kiosk.reports.words import Words, words


class Shape(Enum):
    """What a column holds."""

    DAY = auto()
    TEXT = auto()
    COUNT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `cell` takes a line to a date, a text or a count, as `shape` says.

    `width` is that of its widest text, in narrow letters.
    """

    title: str
    shape: Shape
    cell: Callable[[Line], Value | int]
    width: int = 0


def columns(report: Report) -> tuple[Column, ...]:
    """The columns in the order asked, an id always beside its name, then the four counts."""
    say = words(report.imprint.language)
    keyed = [
        column
        for position, dimension in enumerate(report.ask.by)
        for column in _keyed(report, say, dimension, position)
    ]
    return (*keyed, *_counts(say))


def total_cells(report: Report) -> tuple[str | int, ...]:
    """The cells of the total line, below `columns`."""
    say, line = words(report.imprint.language), report.total
    keys = sum(column.shape is not Shape.COUNT for column in columns(report))
    empty = ("",) * (keys - 1)
    return (say("column.total"), *empty, line.scans, line.repeats, line.views, line.touches)


def _keyed(report: Report, say: Words, dimension: Dimension, position: int) -> Iterator[Column]:
    def key(line: Line) -> Value:
        return line.key[position]

    def name(line: Line) -> str:
        return report.name(dimension, line.key[position])

    def kind(line: Line) -> str:
        return report.kinds.get(str(line.key[position]), "")

    title = say(f"column.{dimension.value}")
    names = report.names.get(dimension, {})
    if dimension is Dimension.DAY:
        yield Column(title, Shape.DAY, key, 10)
    elif dimension is Dimension.SOURCE:
        yield _text(title, name, names.values())
    else:
        yield _text(title, key, names)
        yield _text(say(f"column.{dimension.value}_name"), name, names.values())
    if dimension is Dimension.PLACEMENT:
        yield _text(say("column.placement_kind"), kind, report.kinds.values())


def _text(title: str, cell: Callable[[Line], Value | int], texts: Iterable[str]) -> Column:
    return Column(title, Shape.TEXT, cell, max(map(width, texts), default=0))


def _counts(say: Words) -> tuple[Column, ...]:
    return (
        Column(say("column.scans"), Shape.COUNT, lambda line: line.scans),
        Column(say("column.repeats"), Shape.COUNT, lambda line: line.repeats),
        Column(say("column.views"), Shape.COUNT, lambda line: line.views),
        Column(say("column.touches"), Shape.COUNT, lambda line: line.touches),
    )
