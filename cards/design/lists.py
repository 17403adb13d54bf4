"""Boxes that lead to several services: papers in hand, index, register, roll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cards.design.content import Content, Entry, Item, Lead
from cards.design.list_plan import Index, IndexColumn, Leads, Register, Roll
from cards.design.path import Crowded
from cards.design.pen import Pen, drop, figure_drop
from cards.design.roll import draw_roll
from cards.measure import Area, Mm
from cards.typeset import Block


def draw_list(box: Leads | Index | Register | Roll, content: Content, pen: Pen) -> None:
    """What leads to several services. Raises Crowded, Overflow, MissingGlyphs."""
    match box:
        case Leads():
            _draw_leads(box, content.leads, pen)
        case Index():
            _draw_index(box, content.index, pen)
        case Register():
            _draw_register(box, content.items, pen)
        case _:
            draw_roll(box, content.items, pen)


_HAIR: Final[Mm] = 1e-6


def _draw_leads(box: Leads, leads: Sequence[Lead], pen: Pen) -> None:
    """Equal boxes: what the paper means, its title, and the numbers to look at."""
    count = max(len(leads), 1)
    width = box.w if box.below else (box.w - box.gap * (count - 1)) / count
    height = (box.h - box.gap * (count - 1)) / count if box.below else box.h
    for number, lead in enumerate(leads):
        across = 0 if box.below else number * (width + box.gap)
        down = number * (height + box.gap) if box.below else 0
        area = Area(box.x + across, box.y + down, width, height)
        pen.rect(area, box.colour)
        _draw_lead(lead, area, box, pen=pen)


def _draw_index(box: Index, entries: Mapping[str, tuple[Entry, ...]], pen: Pen) -> None:
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


def _draw_register(box: Register, items: Mapping[int, Item], pen: Pen) -> None:
    """A row a service, spread over the box's height, a hairline above each."""
    pitch = box.h / len(box.slots)
    for row, slot in enumerate(box.slots):
        top = box.y + row * pitch
        pen.line((box.x, top), (box.x + box.w, top), width=box.rule, colour=box.colour)
        if slot in items:
            _draw_row(items[slot], box, middle=top + pitch / 2, pen=pen)


def _draw_lead(lead: Lead, area: Area, box: Leads, *, pen: Pen) -> None:
    numbers = pen.fit(lead.numbers, box.numbers, width=area.w - 2 * box.inset)
    room = area.w - 3 * box.inset - numbers.width
    texts = [(lead.over, box.over), (lead.title, box.title)]
    texts += [(lead.do, box.do)] if box.do and lead.do else []
    texts += [(lead.english, box.english)] if box.english and lead.english else []
    blocks = [(pen.fit(text, style, width=room), style) for text, style in texts]
    middle = area.y + area.h / 2
    x = area.right - box.inset - numbers.width
    pen.write(numbers, box.numbers, at=(x, middle + figure_drop(numbers.em)))
    y = middle - sum(block.height for block, _ in blocks) / 2
    for block, style in blocks:
        pen.write(block, style, at=(area.x + box.inset, y + block.height / 2 + drop(block.em)))
        y += block.height


def _entries(column: IndexColumn, entries: Mapping[str, tuple[Entry, ...]]) -> list[Entry]:
    return [entry for group in column.groups for entry in entries.get(group, ())]


def _draw_column(
    plan: IndexColumn, entries: Sequence[Entry], area: Area, *, box: Index, pitch: Mm, pen: Pen
) -> None:
    _draw_heading(plan, area, box, pen)
    for number, entry in enumerate(entries):
        top = area.y + box.heading_h + number * pitch
        pen.line((area.x, top), (area.right, top), width=box.rule, colour=box.colour)
        _draw_entry(entry, area, box, middle=top + pitch / 2, pen=pen)


def _draw_heading(plan: IndexColumn, area: Area, box: Index, pen: Pen) -> None:
    heading = pen.fit(plan.heading, box.heading, width=area.w)
    if not box.english:
        pen.write(heading, box.heading, at=(area.x, area.y + box.heading_h / 2 + drop(heading.em)))
        return
    english = pen.fit(plan.english, box.english, width=area.w)
    top = area.y + (box.heading_h - heading.height - english.height) / 2
    pen.write(heading, box.heading, at=(area.x, top + heading.height / 2 + drop(heading.em)))
    below = top + heading.height + english.height / 2
    pen.write(english, box.english, at=(area.x, below + drop(english.em)))


def _draw_entry(entry: Entry, area: Area, box: Index, *, middle: Mm, pen: Pen) -> None:
    numbers: Block = pen.fit(entry.numbers, box.numbers, width=area.w)
    text = pen.fit(entry.text, box.text, width=area.w - numbers.width - numbers.em / 2)
    baseline = middle + drop(text.em)
    pen.write(text, box.text, at=(area.x, baseline))
    pen.write(numbers, box.numbers, at=(area.right - numbers.width, baseline))


def _draw_row(item: Item, box: Register, *, middle: Mm, pen: Pen) -> None:
    whole, x, width = pen.box, box.x + box.numbers_w, box.w - box.numbers_w
    pen.box = f"{whole}.{item.number}"
    number = pen.fit(item.number, box.numbers, width=box.numbers_w)
    texts = [(item.name, box.name_style)]
    texts += [(item.english, box.english)] if box.english else []
    blocks = [(pen.fit(text, style, width=width), style) for text, style in texts]
    pen.write(number, box.numbers, at=(box.x, middle + figure_drop(number.em)))
    y = middle - sum(block.height for block, _ in blocks) / 2
    for block, style in blocks:
        pen.write(block, style, at=(x, y + block.height / 2 + drop(block.em)))
        y += block.height
    pen.box = whole
