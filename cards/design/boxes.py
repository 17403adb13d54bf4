"""The simpler boxes of a face: planes, emblem, 样张, upright text, a station by itself."""

from __future__ import annotations

from cards.design.content import Content, Figure, Fork
from cards.design.part import lay_figure, lay_fork
from cards.design.path import draw_path
from cards.design.pen import Pen, drop
from cards.design.plan import (
    Disc,
    Emblem,
    FigureBox,
    ForkBox,
    Paper,
    Path,
    Plane,
    Specimen,
    Upright,
)
from cards.design.station_plan import Column
from cards.marks import Line, Rect, Text
from cards.measure import Area, Mm, turned


def draw_plane(box: Plane, paper: Paper, pen: Pen, *, bleed: Mm) -> None:
    """A plane of colour; where it meets the trim it runs on as far as the bleed."""
    area = pen.frame.area(box.area)
    area = area if box.line else _bled(area, paper, bleed)
    pen.put_flat(Rect(area, pen.design.colours[box.colour], box.line))


def draw_shape(box: Disc | Emblem | Upright, pen: Pen) -> None:
    """What is the same on every card. Raises MissingGlyphs and Overflow."""
    match box:
        case Disc():
            _draw_disc(box, pen)
        case Emblem():
            _draw_emblem(box, pen)
        case _:
            _draw_upright(box, pen)


def draw_stations(box: Path | ForkBox | FigureBox, content: Content, pen: Pen) -> None:
    """What a service's card says station by station. Raises Crowded, Overflow, MissingGlyphs."""
    match box:
        case Path():
            draw_path(box, content, pen)
        case ForkBox():
            _draw_fork(box, content, pen)
        case _:
            _draw_figure(box, content, pen)


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


def _draw_disc(box: Disc, pen: Pen) -> None:
    """A disc of colour."""
    radius = box.w / 2
    pen.circle((box.x + radius, box.y + radius), radius, colour=box.colour)


def _draw_emblem(box: Emblem, pen: Pen) -> None:
    """The strokes of the house's emblem, scaled to the box's width."""
    design = pen.design
    scale = box.w / design.units
    for stroke in design.strokes:
        start = box.x + stroke.x1 * scale, box.y + stroke.y1 * scale
        end = box.x + stroke.x2 * scale, box.y + stroke.y2 * scale
        colour = design.colours[box.colour]
        pen.put(Line(*start, *end, stroke.width * scale, colour, round=True))


def _draw_upright(box: Upright, pen: Pen) -> None:
    """The hanzi of a text one below another, from the box's top to its bottom."""
    em = pen.em(box.style)
    step = (box.h - em) / max(len(box.text) - 1, 1)
    for number, letter in enumerate(box.text):
        baseline = box.y + em / 2 + number * step + drop(em)
        pen.say(letter, box.style, at=(box.x, baseline), width=box.w, align="centre")


def _draw_fork(box: ForkBox, content: Content, pen: Pen) -> None:
    """The fork of the service, where it has one."""
    fork = content.stations.get("first")
    if isinstance(fork, Fork):
        lay_fork(fork, box.look, Column(x=box.x, w=box.w), pen).draw(box.y)


def _draw_figure(box: FigureBox, content: Content, pen: Pen) -> None:
    """The figure of days with its rule; a rule alone stands in the middle of the box."""
    figure = content.stations.get("figure")
    if not isinstance(figure, Figure):
        return
    column = Column(x=box.x, w=box.w)
    laid = lay_figure(figure, box.look, column, pen, middle=pen.leading(box.look.rule) / 2)
    laid.draw(box.y + (box.h - laid.height) / 2)


def _bled(area: Area, paper: Paper, bleed: Mm) -> Area:
    left = -bleed if area.x <= 0 else area.x
    top = -bleed if area.y <= 0 else area.y
    right = paper.width + bleed if area.right >= paper.width else area.right
    bottom = paper.height + bleed if area.bottom >= paper.height else area.bottom
    return Area(left, top, right - left, bottom - top)
