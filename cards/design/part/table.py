"""Cases left and answers right, a hairline between two of them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from cards.design.content import Table
from cards.design.part.laid import Laid
from cards.design.part.paragraphs import write_lines
from cards.design.pen import Pen
from cards.design.plan import Path
from cards.measure import Mm
from cards.typeset import Block, Overflow, read, set_line


@dataclass(frozen=True, slots=True)
class _Row:
    """A set row; its answer begins `split` from the table's left edge."""

    split: Mm
    case: Block
    answer: Block
    style: str

    @property
    def lines(self) -> int:
        return max(len(self.case.lines), len(self.answer.lines))


def lay_table(table: Table, path: Path, pen: Pen) -> Laid:
    """The answers' column goes where the table needs the fewest lines.

    The desk's row keeps to that column only where it fits on one line there; a whole address
    begins right after its case.
    """
    plan, middle = path.table, path.rail.station / 2
    rows = _best(table, path, pen)
    if table.desk:
        rows = [*rows, _desk(table.desk, rows[0].split, path, pen)]
    leading = pen.leading(plan.case)
    heights = [row.lines * leading + plan.pad for row in rows]
    height = middle + sum(heights) - leading / 2 - plan.pad

    def draw(y: Mm) -> None:
        for number, row in enumerate(rows):
            first, x = y + middle + sum(heights[:number]), path.answer.x
            if number:
                _hairline(first - (leading + plan.pad) / 2, path, pen)
            write_lines([row.case], plan.case, pen, x=x, middle=first)
            write_lines([row.answer], row.style, pen, x=x + row.split, middle=first)

    return Laid(height, draw)


def _best(table: Table, path: Path, pen: Pen) -> list[_Row]:
    """Of the splits with the fewest lines, the first that lets the longest case breathe."""
    refused: Overflow | None = None
    tried = []
    for split in _splits(table, path, pen):
        try:
            tried.append([_row(row, split, path, pen) for row in table.rows])
        except Overflow as overflow:
            refused = overflow
    if refused and not tried:
        raise refused
    return min(tried, key=lambda rows: sum(row.lines for row in rows))


def _splits(table: Table, path: Path, pen: Pen) -> list[Mm]:
    """Where the answers may begin: right after one of the cases, between the plan's bounds."""
    plan = path.table
    ems = (set_line(read(case)).width for case, _ in table.rows)
    wanted = (width * pen.em(plan.case) + plan.gap for width in ems)
    return sorted({plan.least, plan.most, *(min(max(x, plan.least), plan.most) for x in wanted)})


def _row(row: tuple[str, str], split: Mm, path: Path, pen: Pen) -> _Row:
    plan, (case, answer) = path.table, row
    left, right = split - plan.gap, path.answer.w - split
    return _Row(
        split,
        pen.fit(case, plan.case, width=left, lines=plan.lines),
        pen.fit(answer, plan.answer, width=right, lines=plan.lines),
        plan.answer,
    )


def _desk(row: tuple[str, str], split: Mm, path: Path, pen: Pen) -> _Row:
    plan, (name, text) = path.table, row
    pen.box = f"{path.name}.desk"
    case = pen.fit(name, plan.case, width=path.answer.w)
    own = case.width + plan.gap

    def answered(start: Mm, style: str, lines: int) -> _Row:
        answer = pen.fit(text, style, width=path.answer.w - start, lines=lines)
        return _Row(start, case, answer, style)

    with suppress(Overflow):
        return answered(split, plan.answer, 1)
    for lines in range(1, plan.lines):
        with suppress(Overflow):
            return answered(own, plan.desk, lines)
    return answered(own, plan.desk, plan.lines)


def _hairline(y: Mm, path: Path, pen: Pen) -> None:
    start, end = (path.answer.x, y), (path.answer.x + path.answer.w, y)
    pen.line(start, end, width=path.table.rule, colour=path.table.colour)
