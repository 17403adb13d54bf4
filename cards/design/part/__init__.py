"""The parts a process card's path is made of: what each needs in height, and how it is drawn.

The first line of a part stands in the middle of its station's numbered disc.
"""

from cards.design.content import Amount, Figure, Fork, Paragraphs, Station, Table
from cards.design.part.amount import lay_amount
from cards.design.part.figure import lay_figure
from cards.design.part.fork import lay_fork
from cards.design.part.laid import Laid
from cards.design.part.note import lay_note
from cards.design.part.paragraphs import lay_label, lay_paragraphs
from cards.design.part.stops import lay_stops
from cards.design.part.table import lay_table
from cards.design.pen import Pen
from cards.design.plan import Path

__all__ = ["Laid", "lay", "lay_figure", "lay_fork", "lay_label", "lay_note"]


def lay(station: Station, path: Path, pen: Pen) -> Laid:
    """Set a station's answer. Raises Overflow and MissingGlyphs."""
    match station:
        case Fork():
            return lay_fork(station, path.fork, path.answer, pen)
        case Figure():
            middle = path.rail.station / 2
            return lay_figure(station, path.figure, path.answer, pen, middle=middle)
        case Table():
            return lay_table(station, path, pen)
        case Paragraphs():
            return lay_paragraphs(station, path, pen)
        case Amount():
            return lay_amount(station, path, pen)
    return lay_stops(station, path, pen)
