"""The simpler boxes of a face: planes, emblem, papers in hand, index, 样张."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cards.design.content import Entry, Lead
from cards.design.path import Crowded
from cards.design.pen import Pen, drop, figure_drop
from cards.design.plan import Emblem, Index, IndexColumn, Leads, Paper, Plane, Specimen
from cards.marks import Line, Text
from cards.measure import Area, Mm, turned
from cards.typeset import Block

_HAIR: Final[Mm] = 1e-6


def draw_plane(box: Plane, paper: Paper, pen: Pen, *, bleed: Mm) -> None:
    """A plane of colour; where it meets the trim it runs on as far as the bleed."""
    area = box.area if box.line else _bled(box.area, paper, bleed)
    pen.rect(area, box.colour, line=box.line)


def draw_emblem(box: Emblem, pen: Pen) -> None:
    """The strokes of the house's emblem, scaled to the box's width."""
    design = pen.design
    scale = box.w / design.units
    for stroke in design.strokes:
        start = box.x + stroke.x1 * scale, box.y + stroke.y1 * scale
        end = box.x + stroke.x2 * scale, box.y + stroke.y2 * scale
        colour = design.colours[box.colour]
        pen.put(Line(*start, *end, stroke.width * scale, colour, round=True))


def draw_specimen(box: Specimen, pen: Pen) -> None:
    """A word across the box, turned about its middle, so thin that all stays legible."""
    block = pen.fit(box.text, box.style, width=box.w)
    (run,) = block.lines[0].runs
    middle = box.x + box.w / 2, box.y + box.h / 2
    start = middle[0] - block.width / 2, middle[1] + drop(block.em)
    x, baseline = turned(*start, degrees=box.degrees, about=middle)
    text = Text(
        x,
        baseline,
        run.text,
        bold=run.bold,
        size=block.size,
        width=block.width,
        colour=pen.design.style_colours[box.style],
        degrees=box.degrees,
        opacity=box.opacity,
    )
    pen.put(text)


def draw_leads(box: Leads, leads: Sequence[Lead], pen: Pen) -> None:
    """Equal boxes side by side: what the paper means, its title, and the numbers to look at."""
    width = (box.w - box.gap * (len(leads) - 1)) / max(len(leads), 1)
    for number, lead in enumerate(leads):
        area = Area(box.x + number * (width + box.gap), box.y, width, box.h)
        pen.rect(area, box.colour)
        _draw_lead(lead, area, box, pen=pen)


def draw_index(box: Index, entries: Mapping[str, tuple[Entry, ...]], pen: Pen) -> None:
    """Entries in columns. Raises Crowded where a column has more than the box has room for."""
    columns = [_entries(column, entries) for column in box.columns]
    longest = max(len(column) for column in columns)
    surplus = box.heading_h + longest * box.closest - box.h
    if surplus > _HAIR:
        raise Crowded(box=pen.box, surplus=surplus)
    pitch = min(box.pitch, (box.h - box.heading_h) / max(longest, 1))
    width = (box.w - box.gap * (len(columns) - 1)) / len(columns)
    for number, (plan, column) in enumerate(zip(box.columns, columns, strict=True)):
        area = Area(box.x + number * (width + box.gap), box.y, width, box.h)
        _draw_column(plan, column, area, box=box, pitch=pitch, pen=pen)


def _bled(area: Area, paper: Paper, bleed: Mm) -> Area:
    left = -bleed if area.x <= 0 else area.x
    top = -bleed if area.y <= 0 else area.y
    right = paper.width + bleed if area.right >= paper.width else area.right
    bottom = paper.height + bleed if area.bottom >= paper.height else area.bottom
    return Area(left, top, right - left, bottom - top)


def _draw_lead(lead: Lead, area: Area, box: Leads, *, pen: Pen) -> None:
    numbers = pen.fit(lead.numbers, box.numbers, width=area.w - 2 * box.inset)
    room = area.w - 3 * box.inset - numbers.width
    over = pen.fit(lead.over, box.over, width=room)
    title = pen.fit(lead.title, box.title, width=room)
    middle = area.y + area.h / 2
    x = area.right - box.inset - numbers.width
    pen.write(numbers, box.numbers, at=(x, middle + figure_drop(numbers.em)))
    y = middle - (over.height + title.height) / 2
    for block, style in ((over, box.over), (title, box.title)):
        pen.write(block, style, at=(area.x + box.inset, y + block.height / 2 + drop(block.em)))
        y += block.height


def _entries(column: IndexColumn, entries: Mapping[str, tuple[Entry, ...]]) -> list[Entry]:
    return [entry for group in column.groups for entry in entries.get(group, ())]


def _draw_column(
    plan: IndexColumn, entries: Sequence[Entry], area: Area, *, box: Index, pitch: Mm, pen: Pen
) -> None:
    heading = pen.fit(plan.heading, box.heading, width=area.w)
    pen.write(heading, box.heading, at=(area.x, area.y + box.heading_h / 2 + drop(heading.em)))
    for number, entry in enumerate(entries):
        top = area.y + box.heading_h + number * pitch
        pen.line((area.x, top), (area.right, top), width=box.rule, colour=box.colour)
        _draw_entry(entry, area, box, middle=top + pitch / 2, pen=pen)


def _draw_entry(entry: Entry, area: Area, box: Index, *, middle: Mm, pen: Pen) -> None:
    numbers: Block = pen.fit(entry.numbers, box.numbers, width=area.w)
    text = pen.fit(entry.text, box.text, width=area.w - numbers.width - numbers.em / 2)
    baseline = middle + drop(text.em)
    pen.write(text, box.text, at=(area.x, baseline))
    pen.write(numbers, box.numbers, at=(area.right - numbers.width, baseline))
