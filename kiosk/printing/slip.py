"""装箱单: a sheet that travels with the cards of a batch to a placement, with the clerk's code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, BinaryIO, Final

import assets
from cards import qr
from cards.font import missing_glyphs
from cards.marks import QUIET_MODULES, Colour, Face, Line, Mark, Rect, Symbol, Text
from cards.measure import Area, Mm, dots_length, millimetres, whole_dots
from cards.pdf import write_pdf
from cards.sheet import single
from cards.typeset import Block, Type, fit
from kiosk.batches.slips import Slip

WIDTH: Final[Mm] = 210
HEIGHT: Final[Mm] = 297
MARGIN: Final[Mm] = 18
_DPI: Final = 300
_SYMBOL: Final[Mm] = 42
_BELOW: Final[Mm] = 20  # what the symbol's own line takes
_LABEL: Final[Mm] = 24
_GROUP: Final = 4
_INK: Final = Colour("ink", (0, 0, 0, 100), "#141414")
_RULE: Final = Colour("rule", (0, 0, 0, 40), "#9aa3a7")
_GETA: Final = "〓"  # stands where a character is that the print fonts lack

_TITLE = Type(bold=True, size=26, leading=32)
_HEAD = Type(bold=True, size=15, leading=20)
_NAME = Type(bold=True, size=20, leading=26, smallest=14)
_BODY = Type(size=12, leading=18, smallest=10)
_SOFT = Type(size=10, leading=15, smallest=8)
_TYPED = Type(bold=True, size=12, leading=17, smallest=8)


def write_slips(slips: Iterable[Slip], target: BinaryIO, *, title: str) -> None:
    """Write the sheets as a PDF; there must be at least one. The same slips give the same bytes."""
    write_pdf(single(slip_face(slip) for slip in slips), target, title=title)


def slip_face(slip: Slip) -> Face:
    """The sheet of a slip."""
    pen = _Pen()
    _draw_head(slip, pen)
    _draw_facts(slip, pen)
    _draw_steps(slip, pen)
    _draw_symbol(slip, pen)
    _draw_foot(pen)
    return Face("slip", WIDTH, HEIGHT, 0, tuple(pen.marks))


@cache
def slip_words() -> dict[str, Any]:
    """The words of the sheet: ``assets/slip.toml``."""
    return tomllib.loads(assets.read_bytes("slip.toml").decode())


class _Pen:
    """Collects marks of black type, from the top down."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.y: Mm = MARGIN
        self.top: Mm = MARGIN  # of the steps, and of the symbol beside them

    def set(self, text: str, kind: Type, *, width: Mm, lines: int = 1) -> Block:
        missing = missing_glyphs(text)
        plain = "".join(_GETA if letter in missing else letter for letter in text)
        return fit(plain, kind, width=width, lines=lines, box="slip")

    def write(self, block: Block, x: Mm, y: Mm) -> Mm:
        """Draw set lines whose first has its top at `y`; where the next thing may begin."""
        leading = millimetres(block.leading)
        for number, line in enumerate(block.lines):
            baseline = y + number * leading + leading / 2 + block.em * 0.38
            for run in line.runs:
                self.marks.append(
                    Text(
                        x + run.start * block.em,
                        baseline,
                        run.text,
                        bold=run.bold,
                        size=block.size,
                        width=run.width * block.em,
                        colour=_INK,
                    )
                )
        return y + block.height

    def rule(self, y: Mm, *, width: Mm = WIDTH - 2 * MARGIN, bold: bool = False) -> None:
        colour, weight = (_INK, 0.6) if bold else (_RULE, 0.2)
        self.marks.append(Line(MARGIN, y, MARGIN + width, y, weight, colour))


def _draw_head(slip: Slip, pen: _Pen) -> None:
    say = slip_words()
    pen.write(pen.set(say["title"], _TITLE, width=60), MARGIN, pen.y)
    told = f"{say['house']}　{say['batch']} {slip.batch}　{slip.placement}"
    block = pen.set(told, _HEAD, width=110)
    pen.y = pen.write(block, WIDTH - MARGIN - block.width, pen.y + 2) + 6
    pen.rule(pen.y, bold=True)
    pen.y += 4


def _draw_facts(slip: Slip, pen: _Pen) -> None:
    say = slip_words()
    place = slip.name if slip.name.startswith(slip.district) else f"{slip.district} {slip.name}"
    pen.y = pen.write(pen.set(place, _NAME, width=WIDTH - 2 * MARGIN, lines=3), MARGIN, pen.y) + 3
    one_kind = "amount_one" if slip.kinds == 1 else "amount_of"
    copies = slip.planned // slip.kinds
    amount = say[one_kind].format(copies=copies, kinds=slip.kinds, planned=f"{slip.planned:,}")
    facts = [
        (say["placement"], f"{say['kinds'][slip.kind]}（{slip.placement}）"),
        (say["cards"], slip.design),
        (say["services"], "、".join(slip.services) or say["whole_catalogue"]),
        (say["amount"], amount),
    ]
    if slip.printed is not None:
        told = {"printed": f"{slip.printed:,}", "planned": f"{slip.planned:,}"}
        facts.append((say["printed"], say["printed_of"].format(**told)))
    for label, value in facts:
        pen.rule(pen.y)
        pen.write(pen.set(label, _BODY, width=_LABEL), MARGIN, pen.y + 1.6)
        room = WIDTH - 2 * MARGIN - _LABEL
        block = pen.set(value, _BODY, width=room, lines=4)
        pen.y = pen.write(block, MARGIN + _LABEL, pen.y + 1.6) + 1.6
    pen.rule(pen.y)
    pen.y += 11


def _draw_steps(slip: Slip, pen: _Pen) -> None:
    """What to do, to the left of the symbol."""
    say = slip_words()
    width = WIDTH - 2 * MARGIN - (_SYMBOL + 16 if slip.address else 0)
    top = pen.top = pen.y
    pen.y = pen.write(pen.set(say["heading"], _HEAD, width=width), MARGIN, pen.y) + 4
    for number, step in enumerate(say["steps"], start=1):
        pen.write(pen.set(f"**{number}**", _HEAD, width=8), MARGIN, pen.y - 0.4)
        block = pen.set(step, _BODY, width=width - 9, lines=4)
        pen.y = pen.write(block, MARGIN + 9, pen.y) + 3.2
    if slip.kind == "kiosk":
        pen.y = pen.write(
            pen.set(say["screen"], _BODY, width=width - 9, lines=3), MARGIN + 9, pen.y
        )
    if not slip.address:
        pen.y = pen.write(pen.set(say["without"], _BODY, width=width, lines=2), MARGIN, pen.y + 3)
    pen.y = max(pen.y + 8, top + _SYMBOL + _BELOW)


def _draw_symbol(slip: Slip, pen: _Pen) -> None:
    if not slip.address:
        return
    say, matrix = slip_words(), qr.encode(slip.address, level=qr.Level.M)
    module = dots_length(whole_dots(_SYMBOL, _DPI) // (matrix.size + 2 * QUIET_MODULES), _DPI)
    side = module * matrix.size
    right = WIDTH - MARGIN - QUIET_MODULES * module
    top = pen.top + QUIET_MODULES * module
    left = right - side
    area = Area(left, top, side, side)
    pen.marks.append(Rect(area.grown(QUIET_MODULES * module), _INK, 0.3))
    pen.marks.append(Symbol(left, top, module, matrix, _INK))
    below = area.bottom + QUIET_MODULES * module + 2
    block = pen.set(say["symbol"], _HEAD, width=_SYMBOL + 10)
    pen.write(block, left + (side - block.width) / 2, below)
    host = slip.address.removesuffix(slip.token).partition("://")[2]
    groups = "-".join(slip.token[at : at + _GROUP] for at in range(0, len(slip.token), _GROUP))
    pen.write(pen.set(say["typed"], _SOFT, width=60), MARGIN, pen.y)
    room = WIDTH - 2 * MARGIN
    pen.y = pen.write(pen.set(f"{host}{groups}", _TYPED, width=room), MARGIN, pen.y + 5.5) + 3
    if slip.until:
        told = say["until"].format(day=slip.until.isoformat())
        pen.y = pen.write(pen.set(told, _SOFT, width=room), MARGIN, pen.y)
    pen.y = pen.write(pen.set(say["guard"], _SOFT, width=room, lines=3), MARGIN, pen.y)


def _draw_foot(pen: _Pen) -> None:
    """Three fields for a pen, where nobody has a phone."""
    labels: Sequence[str] = slip_words()["sign"]
    width = (WIDTH - 2 * MARGIN) / len(labels)
    y = HEIGHT - MARGIN - 8
    for number, label in enumerate(labels):
        x = MARGIN + number * width
        block = pen.set(label, _BODY, width=width)
        pen.write(block, x, y)
        start = x + block.width + 2
        pen.marks.append(Line(start, y + 6, x + width - 5, y + 6, 0.3, _INK))
