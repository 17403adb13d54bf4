"""The path of a process card: numbered stations down a rail, spread over the height there is."""

from __future__ import annotations

from cards.design.content import Content, Figure, Station
from cards.design.part import Laid, lay, lay_label, lay_note
from cards.design.pen import Pen, figure_drop
from cards.design.plan import Path
from cards.measure import Mm
from cards.refusal import Refusal

_HALVINGS = 40


class Crowded(Refusal):
    """The parts of a box need more height than it has; `surplus` in millimetres."""

    def __init__(self, *, box: str, surplus: Mm) -> None:
        super().__init__(f"{box}: {surplus:.1f} mm too high")
        self.box = box
        self.surplus = surplus


def draw_path(path: Path, content: Content, pen: Pen) -> None:
    """Draw the stations the content has, in the plan's order, and the note after them.

    Raises Crowded, Overflow and MissingGlyphs.
    """
    names = [name for name in path.stations if name in content.stations]
    if not names:
        return
    stations = [content.stations[name] for name in names]
    parts = [_lay_station(name, content.stations[name], path, pen) for name in names]
    pen.box = f"{path.name}.note"
    note = content.words.get("note")
    tail = [lay_note(note, path, pen)] if note else []
    tops = _spread([part.height for part in parts], [part.height for part in tail], path)
    pen.box = path.name
    _draw_rail(tops[: len(parts)], stations, path, pen)
    for name, part, top in zip([*names, "note"], [*parts, *tail], tops, strict=False):
        pen.box = f"{path.name}.{name}"
        part.draw(top)


def _lay_station(name: str, station: Station, path: Path, pen: Pen) -> Laid:
    """A station's name and its answer as one part."""
    pen.box = f"{path.name}.{name}"
    label, answer = lay_label(station.label, path, pen), lay(station, path, pen)

    def draw(y: Mm) -> None:
        label.draw(y)
        answer.draw(y)

    return Laid(max(label.height, answer.height), draw)


def _spread(heights: list[Mm], tail: list[Mm], path: Path) -> list[Mm]:
    """The top of each part: equal gaps, but stations no nearer than the rhythm's pitch."""
    rhythm = path.rhythm

    def steps(gap: Mm) -> list[Mm]:
        return [max(height + gap, rhythm.pitch) for height in heights] + tail

    def surplus(gap: Mm) -> Mm:
        last = steps(gap)[-1] if tail else heights[-1]
        return sum(steps(gap)[:-1]) + last - path.h

    if surplus(rhythm.gap) > 1e-6:
        raise Crowded(box=path.name, surplus=surplus(rhythm.gap))
    low, high = rhythm.gap, path.h
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if surplus(middle) > 0 else (middle, high)
    found = steps(low)
    return [path.y + sum(found[:number]) for number in range(len(found))]


def _draw_rail(tops: list[Mm], stations: list[Station], path: Path, pen: Pen) -> None:
    rail, radius = path.rail, path.rail.station / 2
    axis = path.x + radius
    middles = [top + radius for top in tops]
    ends = [*(middle - radius - rail.cut for middle in middles[1:]), rail.end - rail.end_ring / 2]
    for middle, end in zip(middles, ends, strict=True):
        start = (axis, middle + radius + rail.cut)
        pen.line(start, (axis, end), width=rail.width, colour=rail.colour)
    for number, (middle, station) in enumerate(zip(middles, stations, strict=True), start=1):
        urgent = isinstance(station, Figure) and station.urgent
        pen.circle((axis, middle), radius, colour=rail.urgent if urgent else rail.colour)
        baseline = middle + figure_drop(pen.em(rail.numeral))
        at = (path.x, baseline)
        pen.say(str(number), rail.numeral, at=at, width=rail.station, align="centre")
    pen.circle((axis, rail.end), rail.end_ring / 2, colour=rail.colour, line=rail.width)
