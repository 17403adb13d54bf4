"""Cases left and answers right, a hairline between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from cards.design.content import Table
from cards.design.part.laid import Laid
from cards.design.part.paragraphs import write_lines
from cards.design.pen import Pen
from cards.design.plan import Path
from cards.measure import Mm
from cards.typeset import Block, Overflow

STEP: Mm = 1.0


@dataclass(frozen=True, slots=True)
class _Rows:
    """The table set with its answers beginning `split` from its left edge."""

    split: Mm
    cells: tuple[tuple[Block, Block], ...]

    @property
    def lines(self) -> list[int]:
        """Lines of each row."""
        return [max(len(case.lines), len(answer.lines)) for case, answer in self.cells]


def lay_table(table: Table, path: Path, pen: Pen) -> Laid:
    """The answers' column goes where the table needs the fewest lines."""
    plan, middle = path.table, path.rail.station / 2
    rows = _best(table, path, pen)
    leading = pen.leading(plan.case)
    heights = [count * leading + plan.pad for count in rows.lines]
    height = middle + sum(heights) - leading / 2 - plan.pad

    def draw(y: Mm) -> None:
        for number, cells in enumerate(rows.cells):
            first = y + middle + sum(heights[:number])
            if number:
                _hairline(first - (leading + plan.pad) / 2, path, pen)
            write_lines(cells[:1], plan.case, pen, x=path.answer.x, middle=first)
            write_lines(cells[1:], plan.answer, pen, x=path.answer.x + rows.split, middle=first)

    return Laid(height, draw)


def _best(table: Table, path: Path, pen: Pen) -> _Rows:
    """Of the splits with the fewest lines, the one that lets the longest case just breathe."""
    plan = path.table
    tried = [
        rows
        for number in range(int((plan.most - plan.least) / STEP) + 1)
        if (rows := _rows(table, path, pen, split=plan.least + number * STEP))
    ]
    if not tried:
        longest = max((cell for row in table.rows for cell in row), key=len)
        raise Overflow(box=pen.box, text=longest, surplus=1)
    return min(tried, key=lambda rows: (sum(rows.lines), rows.split))


def _rows(table: Table, path: Path, pen: Pen, *, split: Mm) -> _Rows | None:
    plan = path.table
    left, right = split - plan.gap, path.answer.w - split
    try:
        cells = tuple(
            (
                pen.fit(case, plan.case, width=left, lines=plan.lines),
                pen.fit(answer, plan.answer, width=right, lines=plan.lines),
            )
            for case, answer in table.rows
        )
    except Overflow:
        return None
    return _Rows(split, cells)


def _hairline(y: Mm, path: Path, pen: Pen) -> None:
    start, end = (path.answer.x, y), (path.answer.x + path.answer.w, y)
    pen.line(start, end, width=path.table.rule, colour=path.table.colour)
