"""The path of a process card: numbered stations down a rail, spread over the height there is."""

from __future__ import annotations

from cards.design.content import Content, Figure, Station
from cards.design.part import Laid, lay, lay_label, lay_note
from cards.design.pen import Pen, figure_drop
from cards.design.plan import Path
from cards.measure import Mm
from cards.refusal import Refusal

_HALVINGS = 40
_HAIR: Mm = 1e-6


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
    pitch = rhythm.pitch
    if _surplus(heights, tail, path, gap=rhythm.gap, pitch=pitch) > _HAIR:
        pitch = rhythm.tight
    low, high = rhythm.gap, path.h
    if (surplus := _surplus(heights, tail, path, gap=low, pitch=pitch)) > _HAIR:
        raise Crowded(box=path.name, surplus=surplus)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        fits = _surplus(heights, tail, path, gap=middle, pitch=pitch) <= 0
        low, high = (middle, high) if fits else (low, middle)
    steps = _steps(heights, tail, gap=low, pitch=pitch)
    return [path.y + sum(steps[:number]) for number in range(len(steps))]


def _steps(heights: list[Mm], tail: list[Mm], *, gap: Mm, pitch: Mm) -> list[Mm]:
    return [max(height + gap, pitch) for height in heights] + tail


def _surplus(heights: list[Mm], tail: list[Mm], path: Path, *, gap: Mm, pitch: Mm) -> Mm:
    """By how much the parts are higher than the box; the last part ends with its own height."""
    steps = _steps(heights, tail, gap=gap, pitch=pitch)
    last = tail[-1] if tail else heights[-1]
    return sum(steps[:-1]) + last - path.h


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
